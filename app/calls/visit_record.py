# SPDX-License-Identifier: GPL-3.0-or-later
"""The Encounter of a visit while it takes place: saved at each change, whole at each moment."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from app.calls.call import Call
from app.calls.views import Stage, Trust
from app.records.encounter import (
    EmergencyEntry,
    Encounter,
    Interruption,
    InterruptionCause,
    SafetyAnswer,
    SoundRecording,
)
from app.records.ids import EncounterId, from_bytes
from app.records.schedule import Appointment
from app.store.database import Store
from app.store.encounters import encounter_of, save_encounter


class VisitRecord:
    """Belongs to the asyncio thread; one for each time that a room is entered."""

    def __init__(self, store: Store, names: tuple[str, ...], encounter: Encounter) -> None:
        self.encounter = encounter
        self._store = store
        self._names = names
        self._saved: Encounter | None = None
        self._earlier = encounter.interruptions
        """Those before this room was entered."""

    @classmethod
    async def begin(
        cls, store: Store, appointment: Appointment, names: tuple[str, ...], now: datetime
    ) -> VisitRecord:
        """Go on with the visit of this appointment, or begin one. Nothing is saved yet."""
        found = await encounter_of(store, appointment.appointment)
        if found is None:
            found = Encounter(
                EncounterId(from_bytes(secrets.token_bytes(16))),
                appointment.appointment,
                appointment.patient.patient,
                now,
            )
            return cls(store, names, found)
        record = cls(store, names, found)
        record._saved = found
        return record

    def go_on(self) -> None:
        """The room is entered again: what interrupted the visit so far was before this."""
        self._earlier = self.encounter.interruptions

    async def answer(self, answer: SafetyAnswer) -> None:
        """Write down one answer of the safety record."""
        self.encounter = replace(self.encounter, safety=self.encounter.safety.with_answer(answer))
        await self._save()

    async def log_emergency(self, entry: EmergencyEntry) -> None:
        """Write down one line of the emergency log."""
        self.encounter = replace(self.encounter, emergency=(*self.encounter.emergency, entry))
        await self._save()

    async def keep(self, recording: SoundRecording) -> None:
        """Write down that a sound was recorded; once, however often it is tried."""
        if recording not in self.encounter.recordings:
            recordings = (*self.encounter.recordings, recording)
            self.encounter = replace(self.encounter, recordings=recordings)
        await self._save()

    async def follow(self, call: Call, now: datetime) -> None:
        """Write down how the call stands, if a connection was ever made."""
        if call.chronicle.connected_at is None:
            return
        encounter = self.encounter
        if not encounter.participants:
            encounter = replace(
                encounter, start=call.chronicle.connected_at, participants=self._names
            )
        if encounter.end is not None and call.stage is Stage.CONNECTED:
            # They had parted, and came together again.
            parted = Interruption(encounter.end, now, InterruptionCause.PARTED)
            self._earlier += (parted,)
            encounter = replace(encounter, end=None)
        self.encounter = replace(
            encounter,
            interruptions=self._earlier + call.chronicle.interruptions,
            verified=encounter.verified or call.trust in (Trust.KNOWN_KEY, Trust.VERIFIED),
            relayed=encounter.relayed or call.relayed,
        )
        await self._save()

    async def end(self, now: datetime) -> None:
        """Write down that the people have parted."""
        if self.encounter.participants and self.encounter.end is None:
            self.encounter = replace(self.encounter, end=now)
            await self._save()

    async def _save(self) -> None:
        encounter = self.encounter
        if encounter != self._saved:
            await save_encounter(self._store, encounter)
            self._saved = encounter

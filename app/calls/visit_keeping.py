# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept of the open visit: the Encounter, pictures, recorded sounds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.calls.call import Call
from app.calls.errors import NotInVisit
from app.calls.kept_sounds import KeptSounds
from app.calls.own_media import OwnMedia
from app.calls.stills import Stills
from app.calls.visit_record import VisitRecord
from app.calls.visit_sounds import VisitSounds
from app.media.engine import MediaEngine
from app.records.encounter import EmergencyEntry, Encounter, SafetyAnswer
from app.records.ids import ParticipantId, UserId
from app.records.schedule import Appointment
from app.records.stills import Still
from app.store.database import Store


class VisitKeeping:
    """Belongs to the asyncio thread. One visit at a time; nothing is open before ``begin``."""

    def __init__(
        self,
        store: Store,
        engine: MediaEngine,
        media: OwnMedia,
        clock: Callable[[], datetime],
        user: UserId,
    ) -> None:
        self._store = store
        self._clock = clock
        self._user = user
        self._record: VisitRecord | None = None
        self.sounds = VisitSounds(store, engine, media, self._open, clock, user)
        """Recordings of the stethoscope."""
        self.stills = Stills(store, engine, clock, user)
        """Pictures of the patient: kept or discarded here, taken by ``take_still``."""
        self.kept_sounds = KeptSounds(store, clock, user)
        """Recordings in the patient's record, of earlier visits too."""

    @property
    def encounter(self) -> Encounter | None:
        """The visit as it is written down so far."""
        return None if self._record is None else self._record.encounter

    async def begin(self, appointment: Appointment, names: tuple[str, ...]) -> None:
        """Write down the visit of this appointment from here on."""
        pending = self.sounds.pending_record(appointment.appointment)
        if pending is not None:
            pending.go_on()
            self._record = pending
            return
        self._record = await VisitRecord.begin(self._store, appointment, names, self._clock())

    async def end(self) -> None:
        """Write down that this end of the visit is over, and keep what is being recorded.

        Raises NotInVisit, StoreFull: the sound is that of a voice again all the same, and a
        recording that could not be kept is told of by ``sounds``.
        """
        try:
            await self._open().end(self._clock())
        finally:
            await self.sounds.end()

    async def follow(self, call: Call) -> None:
        """Write down how the call stands. Raises StoreFull."""
        if self._record is not None:
            await self._record.follow(call, self._clock())

    async def take_still(self, call: Call, peer: ParticipantId | None) -> Still:
        """Take a picture of the patient, who is told. Raises NotInVisit, NoPicture."""
        if peer is None:
            raise NotInVisit
        return await self.stills.take(call, self._open().encounter, peer)

    async def record_safety(self, answer: SafetyAnswer) -> None:
        """Write down an answer of the safety record. Raises NotInVisit, StoreFull."""
        await self._open().answer(answer)

    async def log_emergency(self, text: str) -> None:
        """Write down what is done in an emergency, with the time. Raises NotInVisit, StoreFull."""
        await self._open().log_emergency(EmergencyEntry(self._clock(), text, self._user))

    def _open(self) -> VisitRecord:
        if self._record is None:
            raise NotInVisit
        return self._record

# SPDX-License-Identifier: GPL-3.0-or-later
"""Visits as they took place, with their safety records."""

from __future__ import annotations

import msgspec

from app.records.encounter import Encounter
from app.records.ids import AppointmentId, EncounterId, PatientId
from app.records.kept_sounds import KeptSound
from app.store.database import Connection, Store
from app.store.times import to_us


async def save_encounter(store: Store, encounter: Encounter) -> None:
    """Set or replace an encounter."""
    row = (
        encounter.encounter,
        encounter.appointment,
        encounter.patient,
        to_us(encounter.start),
        msgspec.json.encode(encounter),
    )

    def work(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO encounters (encounter, appointment, patient, start_us, body) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (encounter) DO UPDATE SET "
            "appointment = excluded.appointment, patient = excluded.patient, "
            "start_us = excluded.start_us, body = excluded.body",
            row,
        )

    await store.run(work)


async def encounter(store: Store, encounter: EncounterId) -> Encounter | None:
    """Find an encounter."""
    return await _one(store, "encounter = ?", encounter)


async def encounter_of(store: Store, appointment: AppointmentId) -> Encounter | None:
    """Find the latest encounter of an appointment."""
    return await _one(store, "appointment = ? ORDER BY start_us DESC, rowid DESC", appointment)


async def recordings_of(store: Store, patient: PatientId) -> tuple[KeptSound, ...]:
    """List the sounds recorded in a patient's visits, newest first."""

    def work(connection: Connection) -> tuple[KeptSound, ...]:
        rows = connection.execute("SELECT body FROM encounters WHERE patient = ?", (patient,))
        visits = [msgspec.json.decode(row[0], type=Encounter) for row in rows.fetchall()]
        found = [
            KeptSound(recording, visit.patient, visit.encounter)
            for visit in visits
            for recording in visit.recordings
        ]
        return tuple(sorted(found, key=lambda kept: kept.recording.at, reverse=True))

    return await store.run(work)


async def _one(store: Store, where: str, key: str) -> Encounter | None:
    def work(connection: Connection) -> Encounter | None:
        row = connection.execute(
            f"SELECT body FROM encounters WHERE {where} LIMIT 1", (key,)
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Encounter)

    return await store.run(work)

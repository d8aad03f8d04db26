# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the sample profile of today's formats: ``python -m tests.formats.make_profile DIRECTORY``.

Run once for each released format, into a directory of its own that is never changed again; the
test beside this file then shows that the profile opens for ever. Nothing in it is secret.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.records.ids import AppointmentId, LinkId, PatientId, UserId
from app.records.people import Patient
from app.records.schedule import Appointment, JoinLink
from app.store import access_log, appointments, blobs, notes, settings
from app.store.database import Store
from app.vault.argon import Cost
from app.vault.vault import Vault
from tests.store.draft_writer import draft_of, version_of

PASSPHRASE = "fjellrev på vidda i mars"
RECORDING = hashlib.sha256(b"recording").digest() * 100
START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
APPOINTMENT = Appointment(
    AppointmentId("1" * 32),
    Patient(PatientId("a" * 32), "Kari Nordmann", phone="22222222"),
    "Follow-up",
    START,
    START + timedelta(minutes=45),
    link=JoinLink(LinkId("2" * 32), bytes(range(16))),
)


async def fill(profile: Path, key: bytes) -> None:
    """Put one of each into the store."""
    store = await Store.open(profile, key)
    await appointments.save_appointment(store, APPOINTMENT)
    await notes.save_draft(store, draft_of(1))
    await notes.add_version(store, version_of(3), delete_draft=False)
    await blobs.write_blob(store, io.BytesIO(RECORDING), "original", "attachment")
    await access_log.append(
        store, START, UserId("1" * 32), "open", "3" * 32, PatientId("a" * 32), "treatment"
    )
    await settings.put(store, "language", "nb")
    await store.close()


def main() -> None:
    """Make the profile and print its recovery key, for the test to know."""
    profile = Path(sys.argv[1])
    created = Vault(profile, None, Cost(1, 64, 1)).create(PASSPHRASE)
    asyncio.run(fill(profile, created.key))
    for rest in ("ballast", "lock"):
        (profile / rest).unlink()
    print(created.recovery_key)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures taken of patients: the sealed file and whose it is, kept together or not at all."""

from __future__ import annotations

import io

import msgspec

from app.records.ids import PatientId, StillId
from app.records.stills import Still, StillFacts
from app.store.access_log import put_access
from app.store.blobs import NoSuchBlob, blobs_of, open_blob, put_blob, seal_blob
from app.store.database import Connection, Store
from app.store.times import to_us

KEPT, OPENED = "still-kept", "still-opened"
TREATMENT = "treatment"


async def keep_still(store: Store, still: Still) -> None:
    """Seal a picture into its patient's record; it is on the disk on return, and logged.

    Raises:
        StoreFull, StoreFailed: nothing was kept.
    """
    facts = still.facts
    sealed = await seal_blob(store, io.BytesIO(still.png), "original", facts.still)

    def work(connection: Connection) -> None:
        put_blob(connection, sealed)
        connection.execute(
            "INSERT INTO stills (still, patient, encounter, taken_us, body) VALUES (?, ?, ?, ?, ?)",
            (
                facts.still,
                facts.patient,
                facts.encounter,
                to_us(facts.taken),
                msgspec.json.encode(facts),
            ),
        )
        put_access(
            connection, facts.taken, facts.taken_by, KEPT, facts.still, facts.patient, TREATMENT
        )

    try:
        await store.run(work)
    except Exception:
        (store.blobs / sealed.file).unlink(missing_ok=True)
        raise


async def stills_of(store: Store, patient: PatientId) -> tuple[StillFacts, ...]:
    """List the pictures in a patient's record, newest first."""

    def work(connection: Connection) -> tuple[StillFacts, ...]:
        rows = connection.execute(
            "SELECT body FROM stills WHERE patient = ? ORDER BY taken_us DESC, rowid DESC",
            (patient,),
        ).fetchall()
        return tuple(msgspec.json.decode(row[0], type=StillFacts) for row in rows)

    return await store.run(work)


async def open_still(store: Store, still: StillId) -> bytes:
    """Read a picture's file, verified.

    Raises:
        NoSuchBlob: it is not there.
        Tampered: it is not what was written.
    """
    found = await blobs_of(store, still)
    if not found:
        raise NoSuchBlob("row")
    return await open_blob(store, found[0].blob)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Who opened or changed what, when and why; each record names the hash of the one before.

Required by EHDS Annex II 3.2 and pasientjournalloven; security.md 2.12.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from app.records.ids import PatientId, UserId
from app.store.database import Connection, Store
from app.store.times import from_us, to_us

_FIRST: Final = "0" * 64
_COLUMNS: Final = "seq, at_us, actor, action, object_id, patient, purpose, previous, hash"


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One record."""

    seq: int
    at: datetime
    actor: UserId
    action: str
    object_id: str
    patient: PatientId | None
    purpose: str
    hash: str


async def append(
    store: Store,
    at: datetime,
    actor: UserId,
    action: str,
    object_id: str,
    patient: PatientId | None,
    purpose: str,
) -> None:
    """Add a record; it is on the disk when this returns."""
    await store.run(
        lambda connection: put_access(connection, at, actor, action, object_id, patient, purpose)
    )


async def access_rows(store: Store, patient: PatientId | None = None) -> tuple[AccessRow, ...]:
    """List all records, or those about one patient; oldest first."""

    def work(connection: Connection) -> tuple[AccessRow, ...]:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM access_log WHERE ?1 IS NULL OR patient = ?1 ORDER BY seq",
            (patient,),
        ).fetchall()
        return tuple(
            AccessRow(
                row[0],
                from_us(row[1]),
                UserId(row[2]),
                row[3],
                row[4],
                PatientId(row[5]) if row[5] else None,
                row[6],
                row[8],
            )
            for row in rows
        )

    return await store.run(work)


async def counts_of(store: Store, action: str, object_ids: Sequence[str]) -> tuple[int, ...]:
    """Count how often this was done with each of these."""

    def work(connection: Connection) -> tuple[int, ...]:
        query = "SELECT count(*) FROM access_log WHERE object_id = ? AND action = ?"
        rows = (connection.execute(query, (name, action)).fetchone() for name in object_ids)
        return tuple(int(row[0]) for row in rows)

    return await store.run(work)


async def verify_chain(store: Store) -> bool:
    """Tell whether no record was changed, removed from within, or put in between.

    A chain cannot show that its end was cut off.
    """

    def work(connection: Connection) -> bool:
        previous = _FIRST
        rows = connection.execute(f"SELECT {_COLUMNS} FROM access_log ORDER BY seq")
        for number, row in enumerate(rows, 1):
            *record, stated_previous, stated_hash = row
            if record[0] != number or stated_previous != previous:
                return False
            previous = _hash(previous, record)
            if stated_hash != previous:
                return False
        return True

    return await store.run(work)


def put_access(
    connection: Connection,
    at: datetime,
    actor: UserId,
    action: str,
    object_id: str,
    patient: PatientId | None,
    purpose: str,
) -> None:
    """Add a record within the transaction of what it tells about."""
    last = connection.execute("SELECT seq, hash FROM access_log ORDER BY seq DESC LIMIT 1")
    number, previous = last.fetchone() or (0, _FIRST)
    record: list[object] = [
        number + 1,
        to_us(at),
        actor,
        action,
        object_id,
        patient or "",
        purpose,
    ]
    connection.execute(
        f"INSERT INTO access_log ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*record, previous, _hash(previous, record)),
    )


def _hash(previous: str, record: list[object]) -> str:
    body = b"vidda/access/v1\0" + bytes.fromhex(previous) + msgspec.json.encode(record)
    return hashlib.sha256(body).hexdigest()

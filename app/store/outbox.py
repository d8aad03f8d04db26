# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user asked for and the server does not have yet: one row each, until it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import msgspec

from app.records.ids import DeviceId, ParcelId, ReferralId, UserId
from app.store.database import Connection, Store

WAITING: Final = "waiting"
FAILED: Final = "failed"
"""Refused for good; it stays visible until the user decides."""


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A sealed file that waits for its upload; it is never sealed a second time."""

    file: str
    """Its name in the parcel."""
    path: str = field(repr=False)
    size: int
    """Bytes of ciphertext."""
    sha256: str


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One thing to deliver. Its id is chosen when the user asks and repeated for every try."""

    id: str
    kind: str
    referral: ReferralId
    parcel: ParcelId
    spool: tuple[SpooledFile, ...]
    created: float
    """Seconds since 1970, UTC."""
    tries: int = 0
    next_try: float = 0.0
    state: str = WAITING
    recipients: tuple[UserId, ...] = ()
    """Where it does not go to the other side of the case."""
    devices: tuple[DeviceId, ...] = ()
    """What it was sealed for, where ``recipients`` are named."""


_COLUMNS = "id, kind, referral, parcel, spool, created, tries, next_try, state, recipients, devices"


def put(connection: Connection, row: OutboxRow) -> None:
    """Set or replace a row within the transaction that changes what it belongs to."""
    connection.execute(
        f"INSERT INTO outbox ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, referral = excluded.referral, "
        "parcel = excluded.parcel, spool = excluded.spool, created = excluded.created, "
        "tries = excluded.tries, next_try = excluded.next_try, state = excluded.state, "
        "recipients = excluded.recipients, devices = excluded.devices",
        (
            row.id,
            row.kind,
            row.referral,
            row.parcel,
            msgspec.json.encode(row.spool),
            row.created,
            row.tries,
            row.next_try,
            row.state,
            msgspec.json.encode(row.recipients).decode(),
            msgspec.json.encode(row.devices).decode(),
        ),
    )


def drop(connection: Connection, row_id: str) -> None:
    """Remove a row within a transaction."""
    connection.execute("DELETE FROM outbox WHERE id = ?", (row_id,))


async def pending(store: Store) -> tuple[OutboxRow, ...]:
    """List all rows, oldest first."""

    def work(connection: Connection) -> tuple[OutboxRow, ...]:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM outbox ORDER BY created, id").fetchall()
        return tuple(
            OutboxRow(
                row[0],
                row[1],
                ReferralId(row[2]),
                ParcelId(row[3]),
                msgspec.json.decode(row[4], type=tuple[SpooledFile, ...]),
                created=row[5],
                tries=row[6],
                next_try=row[7],
                state=row[8],
                recipients=msgspec.json.decode(row[9], type=tuple[UserId, ...]),
                devices=msgspec.json.decode(row[10], type=tuple[DeviceId, ...]),
            )
            for row in rows
        )

    return await store.run(work)


async def update(store: Store, row: OutboxRow) -> None:
    """Write a row's new tries, time and state; a row that was removed stays removed."""

    def work(connection: Connection) -> None:
        connection.execute(
            "UPDATE outbox SET tries = ?, next_try = ?, state = ? WHERE id = ?",
            (row.tries, row.next_try, row.state, row.id),
        )

    await store.run(work)


async def remove(store: Store, row_id: str) -> None:
    """Remove a row that was delivered."""
    await store.run(lambda connection: drop(connection, row_id))

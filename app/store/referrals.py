# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrals sent and received, replies being written, and parcels seen or refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final, Generic, Literal, TypeVar

import msgspec

from app.records.ids import ParcelId, ReferralId, UserId
from app.records.referral import Referral, ReferralStatus, Reply
from app.store.database import Connection, Store
from app.store.times import from_us, to_us

Role = Literal["sent", "received"]
P = TypeVar("P")

_EARLIEST_US: Final = -(2**62)
_PORTION: Final = 500
"""Referrals read in one go: some milliseconds, so that nobody who saves something waits."""


@dataclass(frozen=True, slots=True)
class StoredReferral:
    """A referral with what only this computer knows of it."""

    referral: Referral
    role: Role
    secret: bytes = field(repr=False)
    """Key material of the feature's own choice; sealed by the store."""


@dataclass(frozen=True, slots=True)
class ReferralPart(Generic[P]):
    """A part of a referral that was sent."""

    part: P
    role: Role
    arrived: datetime | None
    """When it was first taken in here; None where it was sent from here."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A parcel that failed verification."""

    parcel: ParcelId
    cause: str
    at: datetime


async def save_referral(store: Store, referral: Referral, role: Role, secret: bytes) -> None:
    """Set or replace a referral."""
    await store.run(lambda connection: put_referral(connection, referral, role, secret))


async def referral(store: Store, referral: ReferralId) -> StoredReferral | None:
    """Find a referral."""

    def work(connection: Connection) -> StoredReferral | None:
        row = connection.execute(
            "SELECT body, role, secret FROM referrals WHERE referral = ?", (referral,)
        ).fetchone()
        return None if row is None else _stored(*row)

    return await store.run(work)


async def referrals(store: Store, role: Role) -> tuple[StoredReferral, ...]:
    """List the referrals of one direction, drafts included, newest first."""

    def work(connection: Connection) -> tuple[StoredReferral, ...]:
        rows = connection.execute(
            "SELECT body, role, secret FROM referrals WHERE role = ? "
            "ORDER BY created_us DESC, referral",
            (role,),
        ).fetchall()
        return tuple(_stored(*row) for row in rows)

    return await store.run(work)


async def referral_parts(
    store: Store,
    kind: type[P],
    since: datetime | None = None,
    done: tuple[ReferralStatus, ...] = (),
) -> tuple[ReferralPart[P], ...]:
    """Read of every referral but drafts what ``kind`` names, in portions that let others in.

    ``kind`` is a type with some fields of ``Referral``; nothing else is decoded. What came here
    before ``since`` and is ``done`` is left out unread: a received referral was created as it was
    sent. One that was sent from here is read whenever it was begun.
    """
    decoder = msgspec.json.Decoder(kind)
    left_out = ", ".join("?" * len(done))
    query = (
        "SELECT rowid, referral, role, body FROM referrals WHERE rowid > ? AND status <> ? "
        f"AND NOT (role = 'received' AND created_us < ? AND status IN ({left_out})) "
        "ORDER BY rowid LIMIT ?"
    )
    limits = (
        ReferralStatus.DRAFT.value,
        _EARLIEST_US if since is None else to_us(since),
        *(status.value for status in done),
        _PORTION,
    )

    def first_seen(connection: Connection) -> dict[str, int]:
        return dict(
            connection.execute(
                "SELECT referral, min(at_us) FROM parcels_seen WHERE version > 0 GROUP BY referral"
            ).fetchall()
        )

    def portion(connection: Connection, after: int) -> tuple[list[ReferralPart[P]], int]:
        rows = connection.execute(query, (after, *limits)).fetchall()
        parts = []
        for _, name, role, body in rows:
            at_us = seen.get(name) if role == "received" else None
            arrived = None if at_us is None else from_us(at_us)
            parts.append(ReferralPart(decoder.decode(body), role, arrived))
        return parts, rows[-1][0] if rows else 0

    seen = await store.run(first_seen)
    found: list[ReferralPart[P]] = []
    parts, last = await store.run(partial(portion, after=0))
    while parts:
        found += parts
        parts, last = await store.run(partial(portion, after=last))
    return tuple(found)


async def save_reply_draft(store: Store, referral: ReferralId, reply: Reply) -> None:
    """Set or replace the reply that is being written to a referral."""
    body = msgspec.json.encode(reply)

    def work(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO reply_drafts (referral, body) VALUES (?, ?) "
            "ON CONFLICT (referral) DO UPDATE SET body = excluded.body",
            (referral, body),
        )

    await store.run(work)


async def reply_draft(store: Store, referral: ReferralId) -> Reply | None:
    """Find the reply that is being written."""

    def work(connection: Connection) -> Reply | None:
        row = connection.execute(
            "SELECT body FROM reply_drafts WHERE referral = ?", (referral,)
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Reply)

    return await store.run(work)


async def note_seen(
    store: Store,
    parcel: ParcelId,
    referral: ReferralId,
    version: int,
    at: datetime,
    sender: str = "",
) -> None:
    """Remember a verified parcel and the manifest version it carried."""
    await store.run(lambda connection: put_seen(connection, parcel, referral, version, at, sender))


async def was_seen(store: Store, parcel: ParcelId) -> bool:
    """Tell whether a parcel was verified and taken in before."""

    def work(connection: Connection) -> bool:
        row = connection.execute("SELECT 1 FROM parcels_seen WHERE parcel = ?", (parcel,))
        return row.fetchone() is not None

    return await store.run(work)


async def highest_version(store: Store, referral: ReferralId, sender: UserId) -> int:
    """Give the highest manifest version seen of a referral from one sender; 0 where none was."""

    def work(connection: Connection) -> int:
        row = connection.execute(
            "SELECT coalesce(max(version), 0) FROM parcels_seen "
            "WHERE referral = ? AND sender IN (?, '')",
            (referral, sender),
        ).fetchone()
        return int(row[0])

    return await store.run(work)


async def note_refused(store: Store, parcel: ParcelId, cause: str, at: datetime) -> None:
    """Remember a parcel that failed; the first cause stays."""

    def work(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO parcels_refused (parcel, cause, at_us) VALUES (?, ?, ?) "
            "ON CONFLICT (parcel) DO NOTHING",
            (parcel, cause, to_us(at)),
        )

    await store.run(work)


async def refused(store: Store) -> tuple[RefusedRow, ...]:
    """List refused parcels, newest first."""

    def work(connection: Connection) -> tuple[RefusedRow, ...]:
        rows = connection.execute(
            "SELECT parcel, cause, at_us FROM parcels_refused ORDER BY at_us DESC, parcel"
        ).fetchall()
        return tuple(RefusedRow(ParcelId(row[0]), row[1], from_us(row[2])) for row in rows)

    return await store.run(work)


def put_referral(connection: Connection, referral: Referral, role: Role, secret: bytes) -> None:
    """Set or replace a referral within a transaction, say together with its outbox row."""
    connection.execute(
        "INSERT INTO referrals (referral, role, status, created_us, secret, body) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (referral) DO UPDATE SET role = excluded.role, "
        "status = excluded.status, created_us = excluded.created_us, secret = excluded.secret, "
        "body = excluded.body",
        (
            referral.referral,
            role,
            referral.status.value,
            to_us(referral.created),
            secret,
            msgspec.json.encode(referral),
        ),
    )


def put_seen(
    connection: Connection,
    parcel: ParcelId,
    referral: ReferralId,
    version: int,
    at: datetime,
    sender: str,
) -> None:
    """Remember a verified parcel within a transaction; again changes nothing."""
    connection.execute(
        "INSERT INTO parcels_seen (parcel, referral, version, at_us, sender) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (parcel) DO NOTHING",
        (parcel, referral, version, to_us(at), sender),
    )


def remove_reply_draft(connection: Connection, referral: ReferralId) -> None:
    """Drop a reply's draft within the transaction that sends the reply."""
    connection.execute("DELETE FROM reply_drafts WHERE referral = ?", (referral,))


def _stored(body: bytes, role: Role, secret: bytes) -> StoredReferral:
    return StoredReferral(msgspec.json.decode(body, type=Referral), role, secret)

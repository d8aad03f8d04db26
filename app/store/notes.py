# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts, which change, and signed note versions, which the schema keeps from changing.

Nothing here judges a signature: rows come back as stored, and the notes feature verifies them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from app.records.composition import DraftNote
from app.records.ids import CompositionId, PatientId, UserId, VersionId
from app.store.database import Connection, Store
from app.store.note_words import put_words
from app.store.times import to_us


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One signed version: its exact bytes and what vouches for them."""

    version: VersionId
    composition: CompositionId
    patient: PatientId
    number: int
    """1 for the original, then without a gap."""
    raw: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    signer_user: UserId
    signer_key: bytes = field(repr=False)
    hash: str
    """Lower-case hex SHA-256 of ``raw``."""
    signed: float
    """Seconds since 1970, UTC."""
    user_certificate: bytes = field(default=b"", repr=False)
    """The organisation's word for the signer at the time of signing."""


_COLUMNS = (
    "version, composition, patient, number, raw, signature, signer_user, signer_key, hash, "
    "signed, user_certificate"
)


async def save_draft(store: Store, draft: DraftNote) -> None:
    """Set or replace a draft; it is on the disk when this returns."""
    await store.run(lambda connection: put_draft(connection, draft))


async def draft(store: Store, composition: CompositionId) -> DraftNote | None:
    """Find a draft."""

    def work(connection: Connection) -> DraftNote | None:
        row = connection.execute(
            "SELECT body FROM drafts WHERE composition = ?", (composition,)
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=DraftNote)

    return await store.run(work)


async def drafts(store: Store) -> tuple[DraftNote, ...]:
    """List all drafts, the one begun last first."""

    def work(connection: Connection) -> tuple[DraftNote, ...]:
        rows = connection.execute(
            "SELECT body FROM drafts ORDER BY started_us DESC, composition"
        ).fetchall()
        return tuple(msgspec.json.decode(row[0], type=DraftNote) for row in rows)

    return await store.run(work)


async def delete_draft(store: Store, composition: CompositionId) -> None:
    """Throw a draft away, on the author's word."""
    await store.run(lambda connection: _remove_draft(connection, composition))


async def add_version(store: Store, row: VersionRow, delete_draft: bool, words: str = "") -> None:
    """Add a signed version, to be found by these words; with ``delete_draft`` its draft goes in
    the same transaction.

    Raises:
        sqlcipher3.IntegrityError: the number does not follow the last, or the id is taken.
    """

    def work(connection: Connection) -> None:
        put_version(connection, row)
        put_words(connection, row.composition, row.patient, words)
        if delete_draft:
            _remove_draft(connection, row.composition)

    await store.run(work)


async def versions(store: Store, composition: CompositionId) -> tuple[VersionRow, ...]:
    """List a note's versions, oldest first."""
    return (await versions_of(store, (composition,)))[0]


async def versions_of(
    store: Store, compositions: Sequence[CompositionId]
) -> tuple[tuple[VersionRow, ...], ...]:
    """List the versions of each of these notes, oldest first, in one go."""

    def work(connection: Connection) -> tuple[tuple[VersionRow, ...], ...]:
        found = []
        for composition in compositions:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM note_versions WHERE composition = ? ORDER BY number",
                (composition,),
            )
            found.append(tuple(VersionRow(*row) for row in rows))
        return tuple(found)

    return await store.run(work)


async def newest(
    store: Store, patient: PatientId | None, most: int | None
) -> tuple[CompositionId, ...]:
    """List signed notes of one patient, or of all, the one signed last first; at most so many."""

    def work(connection: Connection) -> tuple[CompositionId, ...]:
        found: dict[CompositionId, None] = {}
        where = "" if patient is None else "WHERE patient = ?"
        rows = connection.execute(
            f"SELECT composition FROM note_versions {where} ORDER BY signed DESC, composition",
            () if patient is None else (patient,),
        )
        for (composition,) in rows:
            found[composition] = None
            if len(found) == most:
                break
        return tuple(found)

    return await store.run(work)


def put_draft(connection: Connection, draft: DraftNote) -> None:
    """Set or replace a draft within a transaction."""
    connection.execute(
        "INSERT INTO drafts (composition, patient, started_us, saved_us, body) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (composition) DO UPDATE SET "
        "patient = excluded.patient, started_us = excluded.started_us, "
        "saved_us = excluded.saved_us, body = excluded.body",
        (
            draft.composition,
            draft.patient,
            to_us(draft.started),
            to_us(draft.saved),
            msgspec.json.encode(draft),
        ),
    )


def put_version(connection: Connection, row: VersionRow) -> None:
    """Add a signed version within a transaction."""
    connection.execute(
        f"INSERT INTO note_versions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.version,
            row.composition,
            row.patient,
            row.number,
            row.raw,
            row.signature,
            row.signer_user,
            row.signer_key,
            row.hash,
            row.signed,
            row.user_certificate,
        ),
    )


def _remove_draft(connection: Connection, composition: CompositionId) -> None:
    connection.execute("DELETE FROM drafts WHERE composition = ?", (composition,))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts of safety plans and triages, and their signed versions, which the schema keeps.

Nothing here judges a signature: rows come back as stored, and the safety feature verifies them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from app.records.ids import EncounterId, PatientId, UserId, VersionId
from app.records.safety_plan import SafetyContent, SafetyDraft, SafetyKind, SafetyPlan, kind_of
from app.records.suicide_triage import SuicideTriage
from app.store.access_log import put_access
from app.store.database import Connection, Store
from app.store.times import from_us, to_us


@dataclass(frozen=True, slots=True)
class SafetyRow:
    """One signed version: its exact bytes and what vouches for them."""

    version: VersionId
    patient: PatientId
    kind: SafetyKind
    number: int
    """1 for the first, then without a gap."""
    raw: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    signer_user: UserId
    signer_key: bytes = field(repr=False)
    hash: str
    """Lower-case hex SHA-256 of ``raw``."""
    user_certificate: bytes = field(default=b"", repr=False)
    """The signer's word for the device at the time of signing."""


_COLUMNS = (
    "version, patient, kind, number, raw, signature, signer_user, signer_key, hash, "
    "user_certificate"
)


async def save_draft(store: Store, draft: SafetyDraft) -> None:
    """Set or replace a patient's draft of its kind; it is on the disk when this returns."""

    def work(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO safety_drafts "
            "(patient, kind, encounter, author, started_us, saved_us, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (patient, kind) DO UPDATE SET "
            "encounter = excluded.encounter, author = excluded.author, "
            "started_us = excluded.started_us, saved_us = excluded.saved_us, body = excluded.body",
            (
                draft.patient,
                kind_of(draft.content).value,
                draft.encounter,
                draft.author,
                to_us(draft.started),
                to_us(draft.saved),
                msgspec.json.encode(draft.content),
            ),
        )

    await store.run(work)


async def draft(store: Store, patient: PatientId, kind: SafetyKind) -> SafetyDraft | None:
    """Find a patient's draft of a kind."""

    def work(connection: Connection) -> SafetyDraft | None:
        row = connection.execute(
            "SELECT encounter, author, started_us, saved_us, body FROM safety_drafts "
            "WHERE patient = ? AND kind = ?",
            (patient, kind.value),
        ).fetchone()
        if row is None:
            return None
        encounter = EncounterId(row[0]) if row[0] else None
        content = _content(kind, row[4])
        started, saved = from_us(row[2]), from_us(row[3])
        return SafetyDraft(patient, encounter, UserId(row[1]), content, started, saved)

    return await store.run(work)


async def delete_draft(store: Store, patient: PatientId, kind: SafetyKind) -> None:
    """Throw a draft away, on the author's word."""
    await store.run(lambda connection: _remove_draft(connection, patient, kind))


async def add_version(store: Store, row: SafetyRow, at: datetime, action: str) -> None:
    """Add a signed version, log it as ``action``, and remove its draft: all or nothing.

    Raises:
        sqlcipher3.IntegrityError: the number does not follow the last, or the id is taken.
    """

    def work(connection: Connection) -> None:
        put_version(connection, row)
        _remove_draft(connection, row.patient, row.kind)
        put_access(connection, at, row.signer_user, action, row.version, row.patient, "treatment")

    await store.run(work)


async def versions(store: Store, patient: PatientId, kind: SafetyKind) -> tuple[SafetyRow, ...]:
    """List a patient's signed versions of a kind, oldest first."""

    def work(connection: Connection) -> tuple[SafetyRow, ...]:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM safety_versions WHERE patient = ? AND kind = ? "
            "ORDER BY number",
            (patient, kind.value),
        ).fetchall()
        return tuple(SafetyRow(row[0], row[1], SafetyKind(row[2]), *row[3:]) for row in rows)

    return await store.run(work)


async def patients_with(store: Store, kind: SafetyKind) -> tuple[PatientId, ...]:
    """List the patients of whom there is a signed version of a kind."""

    def work(connection: Connection) -> tuple[PatientId, ...]:
        rows = connection.execute(
            "SELECT DISTINCT patient FROM safety_versions WHERE kind = ? ORDER BY patient",
            (kind.value,),
        ).fetchall()
        return tuple(PatientId(row[0]) for row in rows)

    return await store.run(work)


def put_version(connection: Connection, row: SafetyRow) -> None:
    """Add a signed version within a transaction."""
    connection.execute(
        f"INSERT INTO safety_versions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.version,
            row.patient,
            row.kind.value,
            row.number,
            row.raw,
            row.signature,
            row.signer_user,
            row.signer_key,
            row.hash,
            row.user_certificate,
        ),
    )


def _remove_draft(connection: Connection, patient: PatientId, kind: SafetyKind) -> None:
    connection.execute(
        "DELETE FROM safety_drafts WHERE patient = ? AND kind = ?", (patient, kind.value)
    )


def _content(kind: SafetyKind, body: bytes) -> SafetyContent:
    if kind is SafetyKind.PLAN:
        return msgspec.json.decode(body, type=SafetyPlan)
    return msgspec.json.decode(body, type=SuicideTriage)

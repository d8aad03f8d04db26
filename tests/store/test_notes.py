# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts change; a signed version does not, whatever statement tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlcipher3

from app.records.composition import DraftNote, NoteTemplate, Section, SectionCode
from app.records.ids import CompositionId, EncounterId, PatientId, UserId, VersionId
from app.store import notes
from app.store.database import Connection, Store
from app.store.note_words import with_words
from app.store.notes import VersionRow

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DRAFT = DraftNote(
    CompositionId("c" * 32),
    PatientId("a" * 32),
    EncounterId("e" * 32),
    NoteTemplate.FOLLOW_UP,
    UserId("1" * 32),
    (Section(SectionCode.PLAN, "Ny time om 2 uker.\nBlåbær 😀"), Section(SectionCode.MOOD, "")),
    NOW,
    NOW,
)


def version(
    number: int, composition: str = "c" * 32, patient: str = "a" * 32, signed: float = 1.5
) -> VersionRow:
    return VersionRow(
        VersionId(f"{composition[:16]}{number:016x}"),
        CompositionId(composition),
        PatientId(patient),
        number,
        b"\x00exact bytes " + str(number).encode(),
        bytes(64),
        UserId("1" * 32),
        bytes(32),
        f"{number:064x}",
        signed + number,
        b"certificate",
    )


async def test_drafts(store: Store) -> None:
    assert await notes.draft(store, DRAFT.composition) is None
    await notes.save_draft(store, DRAFT)
    assert await notes.draft(store, DRAFT.composition) == DRAFT
    changed = replace(DRAFT, sections=(), encounter=None, saved=NOW + timedelta(seconds=2))
    await notes.save_draft(store, changed)
    other = replace(DRAFT, composition=CompositionId("d" * 32), started=NOW + timedelta(days=1))
    await notes.save_draft(store, other)
    assert await notes.drafts(store) == (other, changed)
    await notes.delete_draft(store, other.composition)
    assert await notes.drafts(store) == (changed,)


async def test_versions(store: Store) -> None:
    await notes.save_draft(store, DRAFT)
    await notes.add_version(store, version(1), delete_draft=True)
    assert await notes.drafts(store) == ()
    await notes.save_draft(store, DRAFT)
    await notes.add_version(store, version(2), delete_draft=False)
    assert await notes.drafts(store) == (DRAFT,)
    assert await notes.versions(store, DRAFT.composition) == (version(1), version(2))
    assert await notes.versions(store, CompositionId("0" * 32)) == ()


async def test_the_note_signed_last_comes_first(store: Store) -> None:
    for row in (version(1), version(1, "d" * 32, "b" * 32, signed=50.0), version(2)):
        await notes.add_version(store, row, delete_draft=False)
    c, d = CompositionId("c" * 32), CompositionId("d" * 32)
    assert await notes.newest(store, None, None) == (d, c)
    assert await notes.newest(store, None, 1) == (d,)
    assert await notes.newest(store, PatientId("a" * 32), None) == (c,)
    assert await notes.newest(store, PatientId("f" * 32), 9) == ()


async def test_words_are_found_from_their_beginning_and_nothing_typed_is_an_operator(
    store: Store,
) -> None:
    await notes.add_version(store, version(1), False, "Eira Sertralin 100 mg, sover dårlig")
    await notes.add_version(store, version(1, "d" * 32, "b" * 32), False, "Égal: sov godt")
    c, d = CompositionId("c" * 32), CompositionId("d" * 32)

    async def found(words: str, patient: str | None = None, most: int = 9) -> list[CompositionId]:
        who = None if patient is None else PatientId(patient)
        return list(await with_words(store, words, who, most))

    assert await found("sov") == [d, c]
    assert await found("sov", most=1) == [d]
    assert await found("sov", "a" * 32) == [c]
    assert await found("SERTRAL eira") == [c]
    assert await found("sertralin godt") == []
    assert await found("darlig") == [c]
    assert await found("egal") == [d]
    assert await found("ertralin") == []
    for hostile in ('"', "sov OR x", "NEAR(a b)", "text:sov", "*", "-sov", "a^", "sov)", "'; --"):
        await found(hostile)
    assert await found(" ,. ") == []
    assert await found('"sov"') == [d, c]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE note_versions SET raw = x'00'",
        "UPDATE note_versions SET signed = signed + 1 WHERE number = 2",
        "UPDATE OR REPLACE note_versions SET number = 2 WHERE number = 1",
        "DELETE FROM note_versions",
        "DELETE FROM note_versions WHERE number = 2",
        "REPLACE INTO note_versions SELECT * FROM note_versions WHERE number = 2",
        "INSERT OR REPLACE INTO note_versions SELECT version, composition, patient, 3, x'00', "
        "signature, signer_user, signer_key, hash, signed, user_certificate "
        "FROM note_versions WHERE number = 2",
        "INSERT INTO note_versions SELECT * FROM note_versions WHERE number = 2 "
        "ON CONFLICT DO UPDATE SET raw = x'00'",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
async def test_a_signed_version_is_final(store: Store, statement: str, recursive: str) -> None:
    for number in (1, 2):
        await notes.add_version(store, version(number), delete_draft=False)

    def outside(connection: Connection) -> None:
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        connection.execute("BEGIN IMMEDIATE")

    await store.run(outside)
    with pytest.raises(sqlcipher3.IntegrityError):
        await store.run(lambda c: c.execute(statement))
    assert await notes.versions(store, DRAFT.composition) == (version(1), version(2))


@pytest.mark.parametrize(
    "row",
    [
        version(1),
        version(3),
        version(0),
        replace(version(2), version=version(1).version),
        version(2, patient="b" * 32),
    ],
    ids=["again", "gap", "zero", "same-id", "other-patient"],
)
async def test_versions_follow_each_other(store: Store, row: VersionRow) -> None:
    await notes.add_version(store, version(1), delete_draft=False)
    await notes.save_draft(store, DRAFT)
    with pytest.raises(sqlcipher3.IntegrityError):
        await notes.add_version(store, row, delete_draft=True)
    assert await notes.versions(store, DRAFT.composition) == (version(1),)
    assert await notes.drafts(store) == (DRAFT,)


async def test_any_text_survives_the_draft(store: Store) -> None:
    text = "".join(chr(c) for c in range(0x3000) if not 0xD800 <= c < 0xE000) + "\U0010ffff"
    draft = replace(DRAFT, sections=(Section(SectionCode.PLAN, text),))
    await notes.save_draft(store, draft)
    assert await notes.draft(store, DRAFT.composition) == draft


def test_rows_do_not_print_what_they_hold() -> None:
    assert "exact bytes" not in repr(version(1))

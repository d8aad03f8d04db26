# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is changed in the rows of a note, nothing of a version that fails is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlcipher3 import Connection

from app.notes.life_cycle import NoteBroken, NoteUnknown
from app.notes.version_bytes import SIGNATURE_CONTEXT, decode_version, encode_version, version_hash
from app.notes.views import NoteHistory
from app.records.composition import NoteTemplate, Section, SectionCode, VersionKind
from app.records.ids import CompositionId
from app.store import notes
from app.store.notes import VersionRow
from app.vault.identity import OwnIdentity, SigningKey
from tests.notes.conftest import Clinic, make_identity

PLAN = Section(SectionCode.PLAN, "Sertraline 150 mg each morning.")
DOSE = Section(SectionCode.PLAN, "Sertraline 100 mg each morning.")
SECRET = "Sertraline"


@pytest.fixture
async def note(clinic: Clinic) -> CompositionId:
    """Sign a note of three versions."""
    service = clinic.notes
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.TELEPHONE)
    await service.save(replace(draft, sections=(PLAN,)))
    await service.sign(draft.composition, None, clinic.patient)
    await service.add(draft.composition, VersionKind.CORRECTION, (DOSE,), "typing error")
    await service.add(draft.composition, VersionKind.ADDENDUM, (PLAN,), "contact")
    return draft.composition


async def _replace_rows(clinic: Clinic, rows: Sequence[VersionRow]) -> None:
    """Do what only somebody with the store's key and no triggers can do."""

    def work(connection: Connection) -> None:
        for trigger in ("no_update", "no_delete", "in_order"):
            connection.execute(f"DROP TRIGGER IF EXISTS note_versions_{trigger}")
        connection.execute("DELETE FROM note_versions")
        for row in rows:
            notes.put_version(connection, row)

    await clinic.store.run(work)


async def _after(clinic: Clinic, note: CompositionId, rows: Sequence[VersionRow]) -> NoteHistory:
    await _replace_rows(clinic, rows)
    return await clinic.notes.history(note)


def _resigned(row: VersionRow, raw: bytes, by: OwnIdentity) -> VersionRow:
    return replace(
        row,
        raw=raw,
        signature=by.signing_key.sign(SIGNATURE_CONTEXT, raw),
        signer_key=by.signing_key.public,
        hash=version_hash(raw),
    )


async def test_untouched_rows_are_shown(clinic: Clinic, note: CompositionId) -> None:
    history = await _after(clinic, note, await notes.versions(clinic.store, note))
    assert [v.version.number for v in history.versions] == [1, 2, 3]
    assert history.broken == ()


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("field", ["raw", "signature", "signer_key", "user_certificate"])
async def test_one_flipped_bit_hides_the_version_and_all_after_it(
    clinic: Clinic, note: CompositionId, number: int, field: str
) -> None:
    rows = list(await notes.versions(clinic.store, note))
    value = bytearray(getattr(rows[number - 1], field))
    value[len(value) // 2] ^= 4
    rows[number - 1] = replace(rows[number - 1], **{field: bytes(value)})
    history = await _after(clinic, note, rows)
    assert [v.version.number for v in history.versions] == list(range(1, number))
    assert [b.number for b in history.broken] == list(range(number, 4))
    assert history.broken[0].cause == ("signer" if field == "user_certificate" else "signature")
    assert SECRET not in repr(history.broken)


@pytest.mark.parametrize("gone", [1, 2, 3])
async def test_a_removed_version_is_missed(clinic: Clinic, note: CompositionId, gone: int) -> None:
    rows = await notes.versions(clinic.store, note)
    history = await _after(clinic, note, [row for row in rows if row.number != gone])
    assert [v.version.number for v in history.versions] == list(range(1, gone))
    assert history.broken[0].cause == "chain"
    with pytest.raises(NoteBroken):
        await clinic.notes.add(note, VersionKind.ADDENDUM, (PLAN,), "more")


async def test_a_removed_note_is_missed(clinic: Clinic, note: CompositionId) -> None:
    history = await _after(clinic, note, [])
    assert history.versions == ()
    assert [b.number for b in history.broken] == [1, 2, 3]


async def test_swapped_and_renumbered_versions_are_noticed(
    clinic: Clinic, note: CompositionId
) -> None:
    first, second, third = await notes.versions(clinic.store, note)
    swapped = [first, replace(third, number=2), replace(second, number=3)]
    history = await _after(clinic, note, swapped)
    assert [v.version.number for v in history.versions] == [1]
    assert [b.cause for b in history.broken] == ["chain", "chain"]


async def test_a_version_of_another_note_does_not_belong(
    clinic: Clinic, note: CompositionId
) -> None:
    service = clinic.notes
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.TELEPHONE)
    await service.save(replace(draft, sections=(PLAN,)))
    await service.sign(draft.composition, None, clinic.patient)
    (stranger,) = await notes.versions(clinic.store, draft.composition)
    rows = await notes.versions(clinic.store, note)
    moved = replace(stranger, composition=note)
    history = await _after(clinic, note, [moved, *rows[1:]])
    assert history.versions == ()
    assert history.broken[0].cause == "chain"


async def test_a_signature_by_somebody_unknown_does_not_count(
    clinic: Clinic, note: CompositionId
) -> None:
    stranger = make_identity("Mallory", SigningKey.generate())
    rows = list(await notes.versions(clinic.store, note))
    forged = _resigned(rows[0], rows[0].raw.replace(b"150", b"900"), stranger)
    history = await _after(clinic, note, [forged, *rows[1:]])
    assert history.versions == ()
    assert history.broken[0].cause == "signer"


async def test_a_colleague_cannot_sign_in_the_author_s_name(
    clinic: Clinic, note: CompositionId
) -> None:
    rows = list(await notes.versions(clinic.store, note))
    forged = _resigned(rows[0], rows[0].raw.replace(b"150", b"900"), clinic.jon)
    forged = replace(forged, user_certificate=rows[0].user_certificate, signer_user=clinic.jon.user)
    history = await _after(clinic, note, [forged, *rows[1:]])
    assert history.broken[0].cause == "signer"


async def test_without_the_directory_a_colleague_is_unknown(
    clinic: Clinic, note: CompositionId
) -> None:
    history = await clinic.service_of(clinic.jon).history(note)
    assert history.versions == ()
    assert history.broken[0].cause == "signer"
    known = await clinic.service_of(clinic.jon, clinic.astrid).history(note)
    assert len(known.versions) == 3


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (2, {"previous_hash": "0" * 64}),
        (2, {"number": 3}),
        (2, {"kind": VersionKind.ORIGINAL}),
        (1, {"kind": VersionKind.ADDENDUM}),
        (1, {"composition": CompositionId("9" * 32)}),
    ],
)
async def test_what_is_signed_must_fit_its_place(
    clinic: Clinic, note: CompositionId, number: int, change: dict[str, object]
) -> None:
    rows = list(await notes.versions(clinic.store, note))
    version = replace(decode_version(rows[number - 1].raw), **change)
    rows[number - 1] = _resigned(rows[number - 1], encode_version(version), clinic.astrid)
    history = await _after(clinic, note, rows)
    assert [v.version.number for v in history.versions] == list(range(1, number))
    assert history.broken[0].cause == "chain"


async def test_a_newer_format_is_never_shown(clinic: Clinic, note: CompositionId) -> None:
    rows = list(await notes.versions(clinic.store, note))
    newer = rows[2].raw[:8] + b"\x02" + rows[2].raw[9:]
    rows[2] = _resigned(rows[2], newer, clinic.astrid)
    history = await _after(clinic, note, rows)
    assert [v.version.number for v in history.versions] == [1, 2]
    assert history.broken[0].cause == "format"


async def test_an_unknown_note_is_named_as_such(clinic: Clinic) -> None:
    with pytest.raises(NoteUnknown):
        await clinic.notes.history(CompositionId("9" * 32))

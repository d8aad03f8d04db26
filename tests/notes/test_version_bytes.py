# SPDX-License-Identifier: GPL-3.0-or-later
"""The exact bytes of a signed version: round trip, one writing only, nothing but one error."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notes.version_bytes import (
    NO_PREVIOUS,
    UnreadableVersion,
    decode_version,
    encode_version,
    version_hash,
)
from app.records.composition import (
    NoteHeader,
    NoteTemplate,
    NoteVersion,
    Section,
    SectionCode,
    VersionKind,
)
from app.records.ids import CompositionId, EncounterId, PatientId, UserId, VersionId

GOLDEN = (
    b'VIDDANOT\x01{"version":"11111111111111111111111111111111","composition":'
    b'"22222222222222222222222222222222","patient":"33333333333333333333333333333333",'
    b'"encounter":null,"number":1,"kind":"original","template":"follow-up","header":{'
    b'"patient_name":"Eira Multemyr","patient_birth_date":"1992-03-04","author_name":'
    b'"Astrid Fonnedal","author_role":"Psychiatrist","author_hpr":"0000001","unit":'
    b'"DPS Viddal","visit_start":"","visit_end":"","safety":[["place","Elgveien 7"]],'
    b'"technical":[]},"sections":[["plan","Sertralin 100 mg. \xc3\x98kt s\xc3\xb8vn."]],'
    b'"reason":"","author":"44444444444444444444444444444444",'
    b'"signed":"2026-10-26T10:41:07.000250Z","previous_hash":"' + b"0" * 64 + b'"}'
)
"""What version 1 of the format looks like for ever: stored notes depend on it."""


def _golden() -> NoteVersion:
    return NoteVersion(
        version=VersionId("1" * 32),
        composition=CompositionId("2" * 32),
        patient=PatientId("3" * 32),
        encounter=None,
        number=1,
        kind=VersionKind.ORIGINAL,
        template=NoteTemplate.FOLLOW_UP,
        header=NoteHeader(
            patient_name="Eira Multemyr",
            patient_birth_date="1992-03-04",
            author_name="Astrid Fonnedal",
            author_role="Psychiatrist",
            author_hpr="0000001",
            unit="DPS Viddal",
            visit_start="",
            visit_end="",
            safety=(("place", "Elgveien 7"),),
        ),
        sections=(Section(SectionCode.PLAN, "Sertralin 100 mg. Økt søvn."),),
        reason="",
        author=UserId("4" * 32),
        signed=datetime(2026, 10, 26, 10, 41, 7, 250, tzinfo=UTC),
        previous_hash=NO_PREVIOUS,
    )


_texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
_ids = st.binary(min_size=16, max_size=16).map(bytes.hex)
_times = st.datetimes(
    min_value=datetime(1990, 1, 1),
    max_value=datetime(2200, 1, 1),
    timezones=st.sampled_from((UTC, timezone(timedelta(hours=2)))),
)
_headers = st.builds(
    NoteHeader,
    patient_name=_texts,
    patient_birth_date=_texts,
    author_name=_texts,
    author_role=_texts,
    author_hpr=_texts,
    unit=_texts,
    visit_start=_texts,
    visit_end=_texts,
    safety=st.lists(st.tuples(_texts, _texts), max_size=3).map(tuple),
    technical=st.lists(_texts, max_size=3).map(tuple),
)
versions = st.builds(
    NoteVersion,
    version=_ids.map(VersionId),
    composition=_ids.map(CompositionId),
    patient=_ids.map(PatientId),
    encounter=st.none() | _ids.map(EncounterId),
    number=st.integers(1, 2**40),
    kind=st.sampled_from(VersionKind),
    template=st.sampled_from(NoteTemplate),
    header=_headers,
    sections=st.lists(st.builds(Section, st.sampled_from(SectionCode), _texts), max_size=5).map(
        tuple
    ),
    reason=_texts,
    author=_ids.map(UserId),
    signed=_times,
    previous_hash=st.binary(min_size=32, max_size=32).map(bytes.hex),
)


@given(versions)
def test_what_is_written_is_read_again(version: NoteVersion) -> None:
    assert decode_version(encode_version(version)) == version


@given(st.binary(max_size=300))
def test_only_one_error_leaves_the_reader(raw: bytes) -> None:
    for head in (b"", b"VIDDANOT", b"VIDDANOT\x01", b"VIDDANOT\x01{"):
        with pytest.raises(UnreadableVersion):
            decode_version(head + raw)


@given(versions, st.data())
def test_a_changed_bit_is_refused_or_changes_the_content(
    version: NoteVersion, data: st.DataObject
) -> None:
    raw = bytearray(encode_version(version))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    try:
        other = decode_version(bytes(raw))
    except UnreadableVersion:
        return
    assert other != version
    assert version_hash(bytes(raw)) != version_hash(encode_version(version))


def test_the_format_stays_as_it_is() -> None:
    assert encode_version(_golden()) == GOLDEN
    assert decode_version(GOLDEN) == _golden()


@pytest.mark.parametrize(
    "raw",
    [
        GOLDEN[:-1],
        GOLDEN + b" ",
        GOLDEN.replace(b'"number":1,', b'"number": 1,'),
        GOLDEN.replace(b'"number":1,', b'"number":1,"number":1,'),
        GOLDEN.replace(b'"number":1,', b'"number":1,"shown":true,'),
        GOLDEN.replace(b'"number":1,', b'"number":0,'),
        GOLDEN.replace(b"original", b"replaced"),
        GOLDEN.replace(b'"22222222222222222222222222222222"', b'"../../etc/passwd"'),
        GOLDEN.replace(b"10:41:07.000250Z", b"10:41:07.000250"),
        GOLDEN.replace(b"10:41:07.000250Z", b"12:41:07.000250+02:00"),
        b"VIDDANOX" + GOLDEN[8:],
    ],
)
def test_any_other_writing_of_the_same_thing_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableVersion) as caught:
        decode_version(raw)
    assert not caught.value.newer


def test_a_newer_format_is_named_as_such() -> None:
    with pytest.raises(UnreadableVersion) as caught:
        decode_version(GOLDEN[:8] + b"\x02" + GOLDEN[9:])
    assert caught.value.newer


def test_what_the_format_cannot_say_is_not_written() -> None:
    with pytest.raises(ValueError, match="aware"):
        encode_version(replace(_golden(), signed=datetime(2026, 10, 26)))
    with pytest.raises(ValueError, match="from 1"):
        encode_version(replace(_golden(), number=0))

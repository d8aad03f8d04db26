# SPDX-License-Identifier: GPL-3.0-or-later
"""The exact bytes of a signed note version: what is hashed, signed, kept and read again.

Layout: eight bytes of magic, one byte of format, then JSON. A signature covers these bytes as
they lie in the store, never a second writing of the same content; so reading refuses every
writing but its own: unknown or doubled fields, other spacing, another format.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec

from app.errors import KnownError
from app.records.composition import (
    NoteHeader,
    NoteTemplate,
    NoteVersion,
    Section,
    SectionCode,
    VersionKind,
)
from app.records.ids import CompositionId, EncounterId, PatientId, UserId, VersionId, is_id

SIGNATURE_CONTEXT = "vidda/note/v1"
NO_PREVIOUS = "0" * 64
_MAGIC = b"VIDDANOT"
_FORMAT = 1
_HEAD = len(_MAGIC) + 1


class UnreadableVersion(KnownError):
    """A signed text in this note has a form that this program cannot read. Nothing was changed.

    ``newer`` tells that a later program wrote it: bring this one up to date.
    """

    def __init__(self, newer: bool) -> None:
        super().__init__()
        self.newer = newer


class _HeaderForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    patient_name: str
    patient_birth_date: str
    author_name: str
    author_role: str
    author_hpr: str
    unit: str
    visit_start: str
    visit_end: str
    safety: tuple[tuple[str, str], ...]
    technical: tuple[str, ...]


class _VersionForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Format 1. Its own description, so that a change of the records never changes it."""

    version: str
    composition: str
    patient: str
    encounter: str | None
    number: int
    kind: str
    template: str
    header: _HeaderForm
    sections: tuple[tuple[str, str], ...]
    reason: str
    author: str
    signed: datetime
    previous_hash: str


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_VersionForm)


def encode_version(version: NoteVersion) -> bytes:
    """Write a version as the bytes that are signed and kept.

    Raises:
        ValueError: the version breaks a rule of the format (a time without zone, number 0).
    """
    if version.signed.utcoffset() is None:
        raise ValueError("times are aware")
    if version.number < 1:
        raise ValueError("versions count from 1")
    header = version.header
    form = _VersionForm(
        version=version.version,
        composition=version.composition,
        patient=version.patient,
        encounter=version.encounter,
        number=version.number,
        kind=version.kind.value,
        template=version.template.value,
        header=_HeaderForm(
            patient_name=header.patient_name,
            patient_birth_date=header.patient_birth_date,
            author_name=header.author_name,
            author_role=header.author_role,
            author_hpr=header.author_hpr,
            unit=header.unit,
            visit_start=header.visit_start,
            visit_end=header.visit_end,
            safety=header.safety,
            technical=header.technical,
        ),
        sections=tuple((section.code.value, section.text) for section in version.sections),
        reason=version.reason,
        author=version.author,
        signed=version.signed.astimezone(UTC),
        previous_hash=version.previous_hash,
    )
    return _MAGIC + bytes((_FORMAT,)) + _encoder.encode(form)


def decode_version(raw: bytes) -> NoteVersion:
    """Read the bytes of a version; anything but what ``encode_version`` writes is refused.

    Raises:
        UnreadableVersion: not a version, damaged, or of a newer program.
    """
    if raw[: len(_MAGIC)] != _MAGIC or len(raw) <= _HEAD:
        raise UnreadableVersion(newer=False)
    if raw[len(_MAGIC)] != _FORMAT:
        raise UnreadableVersion(newer=raw[len(_MAGIC)] > _FORMAT)
    try:
        version = _record(_decoder.decode(raw[_HEAD:]))
        same = encode_version(version) == raw
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError) as error:
        raise UnreadableVersion(newer=False) from error
    if not same:
        raise UnreadableVersion(newer=False)
    return version


def version_hash(raw: bytes) -> str:
    """Name the exact bytes of a version: lower-case hex SHA-256."""
    return hashlib.sha256(raw).hexdigest()


def _record(form: _VersionForm) -> NoteVersion:
    ids = (form.version, form.composition, form.patient, form.author)
    if not all(map(is_id, ids)) or (form.encounter is not None and not is_id(form.encounter)):
        raise ValueError("not an id")
    header = form.header
    return NoteVersion(
        version=VersionId(form.version),
        composition=CompositionId(form.composition),
        patient=PatientId(form.patient),
        encounter=None if form.encounter is None else EncounterId(form.encounter),
        number=form.number,
        kind=VersionKind(form.kind),
        template=NoteTemplate(form.template),
        header=NoteHeader(
            patient_name=header.patient_name,
            patient_birth_date=header.patient_birth_date,
            author_name=header.author_name,
            author_role=header.author_role,
            author_hpr=header.author_hpr,
            unit=header.unit,
            visit_start=header.visit_start,
            visit_end=header.visit_end,
            safety=header.safety,
            technical=header.technical,
        ),
        sections=tuple(Section(SectionCode(code), text) for code, text in form.sections),
        reason=form.reason,
        author=UserId(form.author),
        signed=form.signed,
        previous_hash=form.previous_hash,
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""What a note may become next: which draft may be signed, what may be added to a signed note.

    (begin) -> draft -> original -> correction | addendum -> …

A signed version never changes and never goes away (hpl. § 42: corrections are dated additions,
nothing is made unreadable). Pure: no store, no clock, no keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.errors import KnownError
from app.notes.version_bytes import NO_PREVIOUS
from app.notes.views import NoteHistory, VerifiedVersion
from app.records.composition import (
    SECTIONS,
    DraftNote,
    NoteHeader,
    NoteTemplate,
    NoteVersion,
    Section,
    SectionCode,
    VersionKind,
)
from app.records.encounter import Encounter, SafetyField
from app.records.ids import CompositionId, UserId, VersionId
from app.records.text import mended


class SafetyIncomplete(KnownError):
    """Questions from the start of the visit are unanswered, so the note cannot be signed yet.

    Your text is saved. Ask them, or write "not obtained" with the reason.
    """

    def __init__(self, fields: tuple[SafetyField, ...]) -> None:
        super().__init__()
        self.fields = fields


class NothingWritten(KnownError):
    """There is no text to sign yet. Write in at least one section first."""


class ReasonMissing(KnownError):
    """A correction or addendum needs a reason. Write why it is made, then sign again."""


class NotInThisNote(KnownError):
    """A correction can only replace what this note says. Write an addendum for anything new."""

    def __init__(self, sections: tuple[SectionCode, ...]) -> None:
        super().__init__()
        self.sections = sections


class NoteUnknown(KnownError):
    """This note is not on this computer. Nothing was changed."""


class NoteBroken(KnownError):
    """A signed version in this note does not match its signature, so nothing can be added to it.

    Nothing was changed. Tell whoever runs Vidda at your organisation.
    """


class AlreadySigned(KnownError):
    """This note is signed already and stays as it is. Write an addendum or a correction."""


class NotYourDraft(KnownError):
    """This draft is by another person, and only the author can sign it. Nothing was changed."""


def new_draft(
    draft_of: DraftNote, sections: Sequence[Section], template: NoteTemplate, saved: datetime
) -> DraftNote:
    """Put a new state of writing into a draft, in the order of its template, empty texts left out.

    Texts of sections that the template does not have stay, at the end: changing the template
    must never lose a word.
    """
    written = {section.code: mended(section.text) for section in sections if section.text.strip()}
    order = [*SECTIONS[template], *(code for code in SectionCode if code in written)]
    kept = tuple(Section(code, written[code]) for code in dict.fromkeys(order) if code in written)
    return replace(draft_of, template=template, sections=kept, saved=saved)


def missing_before_signing(encounter: Encounter | None) -> tuple[SafetyField, ...]:
    """List the questions that hold up the signature; none for a note without a visit."""
    return encounter.safety.missing() if encounter is not None else ()


def check_may_sign(draft: DraftNote, encounter: Encounter | None, signer: UserId) -> None:
    """Let a draft pass that may be signed now.

    Raises:
        NotYourDraft, NothingWritten, SafetyIncomplete
    """
    if draft.author != signer:
        raise NotYourDraft
    _check_written(draft.sections)
    if missing := missing_before_signing(encounter):
        raise SafetyIncomplete(missing)


def _check_written(sections: Sequence[Section]) -> None:
    if not any(section.text.strip() for section in sections):
        raise NothingWritten


def original_of(
    draft: DraftNote, version: VersionId, header: NoteHeader, now: datetime
) -> NoteVersion:
    """Make the first version of a note."""
    return NoteVersion(
        version=version,
        composition=draft.composition,
        patient=draft.patient,
        encounter=draft.encounter,
        number=1,
        kind=VersionKind.ORIGINAL,
        template=draft.template,
        header=header,
        sections=tuple(section for section in draft.sections if section.text.strip()),
        reason="",
        author=draft.author,
        signed=now,
        previous_hash=NO_PREVIOUS,
    )


def addition_to(
    history: NoteHistory,
    *,
    version: VersionId,
    kind: VersionKind,
    sections: Sequence[Section],
    reason: str,
    header: NoteHeader,
    author: UserId,
    now: datetime,
) -> NoteVersion:
    """Make the next version of a signed note.

    Raises:
        NoteUnknown, NoteBroken, NothingWritten, ReasonMissing, NotInThisNote
    """
    if kind is VersionKind.ORIGINAL:
        raise ValueError("an original is made by signing a draft")
    if history.broken:
        raise NoteBroken
    if not history.versions:
        raise NoteUnknown
    _check_written(sections)
    if not reason.strip():
        raise ReasonMissing
    written = tuple(Section(s.code, mended(s.text)) for s in sections if s.text.strip())
    original, last = history.versions[0].version, history.versions[-1]
    if kind is VersionKind.CORRECTION:
        there = {section.code for section in original.sections}
        if unknown := tuple(s.code for s in written if s.code not in there):
            raise NotInThisNote(unknown)
    return NoteVersion(
        version=version,
        composition=original.composition,
        patient=original.patient,
        encounter=original.encounter,
        number=last.version.number + 1,
        kind=kind,
        template=original.template,
        header=header,
        sections=written,
        reason=mended(reason.strip()),
        author=author,
        signed=max(now, last.version.signed),
        previous_hash=last.hash,
    )


def current_text(versions: Sequence[VerifiedVersion], code: SectionCode) -> str:
    """Read one section as it stands after all corrections."""
    text = ""
    for verified in versions:
        if verified.version.kind is VersionKind.ADDENDUM:
            continue
        for section in verified.version.sections:
            if section.code is code:
                text = section.text
    return text


def follows(
    version: NoteVersion, before: VerifiedVersion | None, composition: CompositionId
) -> bool:
    """Tell whether a version stands in its place: right note, number, kind, chain and order."""
    if version.composition != composition:
        return False
    if before is None:
        return (
            version.number == 1
            and version.kind is VersionKind.ORIGINAL
            and version.previous_hash == NO_PREVIOUS
        )
    first = before.version
    return (
        version.number == first.number + 1
        and version.kind is not VersionKind.ORIGINAL
        and version.previous_hash == before.hash
        and version.patient == first.patient
        and version.encounter == first.encounter
        and version.signed >= first.signed
    )

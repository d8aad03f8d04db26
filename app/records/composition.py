# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes (FHIR R4 Composition): drafts that change, and signed versions that never do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.records.ids import CompositionId, EncounterId, PatientId, UserId, VersionId


class NoteTemplate(Enum):
    """Kinds of note that a clinician may start."""

    FIRST_VISIT = "first-visit"
    FOLLOW_UP = "follow-up"
    MEDICATION_REVIEW = "medication-review"
    TELEPHONE = "telephone"
    SOAP = "soap"


class SectionCode(Enum):
    """Sections a note is made of."""

    SINCE_LAST_TIME = "since-last-time"
    HISTORY = "history"
    APPEARANCE = "appearance"
    MOOD = "mood"
    AFFECT = "affect"
    SPEECH = "speech"
    THOUGHT = "thought"
    PERCEPTION = "perception"
    COGNITION = "cognition"
    INSIGHT = "insight"
    SUICIDALITY = "suicidality"
    VIOLENCE = "violence"
    MEDICATION = "medication"
    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    ASSESSMENT = "assessment"
    PLAN = "plan"


MENTAL_STATUS = (
    SectionCode.APPEARANCE,
    SectionCode.MOOD,
    SectionCode.AFFECT,
    SectionCode.SPEECH,
    SectionCode.THOUGHT,
    SectionCode.PERCEPTION,
    SectionCode.COGNITION,
    SectionCode.INSIGHT,
    SectionCode.SUICIDALITY,
    SectionCode.VIOLENCE,
)

SECTIONS: dict[NoteTemplate, tuple[SectionCode, ...]] = {
    NoteTemplate.FIRST_VISIT: (
        SectionCode.HISTORY,
        *MENTAL_STATUS,
        SectionCode.ASSESSMENT,
        SectionCode.PLAN,
    ),
    NoteTemplate.FOLLOW_UP: (
        SectionCode.SINCE_LAST_TIME,
        SectionCode.APPEARANCE,
        SectionCode.MOOD,
        SectionCode.AFFECT,
        SectionCode.SPEECH,
        SectionCode.SUICIDALITY,
        SectionCode.PLAN,
    ),
    NoteTemplate.MEDICATION_REVIEW: (
        SectionCode.SINCE_LAST_TIME,
        SectionCode.MEDICATION,
        SectionCode.SUICIDALITY,
        SectionCode.PLAN,
    ),
    NoteTemplate.TELEPHONE: (SectionCode.SINCE_LAST_TIME, SectionCode.PLAN),
    NoteTemplate.SOAP: (
        SectionCode.SUBJECTIVE,
        SectionCode.OBJECTIVE,
        SectionCode.ASSESSMENT,
        SectionCode.PLAN,
    ),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One headed text of a note, plain text."""

    code: SectionCode
    text: str


@dataclass(frozen=True, slots=True)
class DraftNote:
    """A note that is being written; one row that autosave replaces."""

    composition: CompositionId
    patient: PatientId
    encounter: EncounterId | None
    template: NoteTemplate
    author: UserId
    sections: tuple[Section, ...]
    started: datetime
    saved: datetime

    def text_of(self, code: SectionCode) -> str:
        """Take the text of one section, or an empty text."""
        return next((s.text for s in self.sections if s.code is code), "")


class VersionKind(Enum):
    """Why a version exists. Norwegian law (hpl. § 42): corrections are dated additions."""

    ORIGINAL = "original"
    CORRECTION = "correction"
    ADDENDUM = "addendum"


@dataclass(frozen=True, slots=True)
class NoteHeader:
    """What stands above a signed note; printed as written at the time of signing."""

    patient_name: str
    patient_birth_date: str
    author_name: str
    author_role: str
    author_hpr: str
    unit: str
    visit_start: str
    visit_end: str
    safety: tuple[tuple[str, str], ...] = ()
    """Field and value, in the order of the safety record."""
    technical: tuple[str, ...] = ()
    """Participants, interruptions, verification, in words."""


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """One signed version, decoded from its exact bytes after they were verified."""

    version: VersionId
    composition: CompositionId
    patient: PatientId
    encounter: EncounterId | None
    number: int
    """1 for the original, then 2, 3 …"""
    kind: VersionKind
    template: NoteTemplate
    header: NoteHeader
    sections: tuple[Section, ...]
    """For a correction, only the sections that it replaces."""
    reason: str
    author: UserId
    signed: datetime
    previous_hash: str
    """Lower-case hex SHA-256 of the exact bytes of the version before; 64 zeros for the first."""

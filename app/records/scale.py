# SPDX-License-Identifier: GPL-3.0-or-later
"""Rating scales (FHIR R4 Questionnaire), what was answered, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.records.ids import EncounterId, PatientId, ScaleResponseId, UserId

Answers = tuple[tuple[str, int], ...]
"""(item, value), in the order of the scale's items; at most one of each."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A text in the languages that the scale's file has."""

    texts: tuple[tuple[str, str], ...]
    """(language, text); the first stands in for languages that are not there."""

    def text(self, language: str) -> str:
        """Give the text in a language; Norwegian in either form for one that has the other."""
        found = dict(self.texts)
        for wanted in (language, *(("nb", "nn") if language in ("nb", "nn", "no") else ())):
            if wanted in found:
                return found[wanted]
        return self.texts[0][1]


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One of an item's answers."""

    value: int
    words: Worded
    code: str = ""
    """LOINC answer code."""


@dataclass(frozen=True, slots=True)
class ScaleItem:
    """One question."""

    item: str
    words: Worded
    options: tuple[AnswerOption, ...]
    code: str = ""
    """LOINC."""
    scored: bool = True
    """Whether it counts in the total."""
    required: bool = True
    """Whether there is a total without it."""

    def option(self, value: int) -> AnswerOption | None:
        """Find an answer by its value."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True)
class Band:
    """What totals from ``least`` to ``most``, both included, are called."""

    band: str
    least: int
    most: int
    words: Worded


class AlertLevel(Enum):
    """How much an answer calls for an action."""

    ALERT = "alert"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """An answer that calls for an action, whatever the total is."""

    item: str
    least: int
    """This value and each above it."""
    level: AlertLevel
    words: Worded


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale as its file says it."""

    scale: str
    """Its short name: phq-9."""
    version: str
    """Of the file: a response says by which it was scored."""
    title: Worded
    introduction: Worded
    items: tuple[ScaleItem, ...]
    licence: str
    bands: tuple[Band, ...] = ()
    """Without a gap over all totals; none where the scale has none."""
    alerts: tuple[AlertRule, ...] = ()
    remark: Worded | None = None
    """Stands with every score, as that it is no diagnosis."""
    zero_remark: tuple[tuple[str, Worded], ...] = ()
    """(item, text) that stands with a score where the item was answered with nought."""
    code: str = ""
    """LOINC of the panel."""
    total_code: str = ""
    """LOINC of the total."""
    by_patient: bool = True
    """Whether patients fill it in; else a clinician rates."""

    def item(self, name: str) -> ScaleItem | None:
        """Find an item."""
        return next((item for item in self.items if item.item == name), None)

    @property
    def least(self) -> int:
        """The lowest total there can be."""
        return sum(min(o.value for o in item.options) for item in self.items if item.scored)

    @property
    def most(self) -> int:
        """The highest total there can be."""
        return sum(max(o.value for o in item.options) for item in self.items if item.scored)


@dataclass(frozen=True, slots=True)
class Score:
    """What whole answers come to (FHIR R4 Observation)."""

    total: int
    band: Band | None
    alerts: tuple[AlertRule, ...]
    """The most urgent one of each item."""


class FilledIn(Enum):
    """How answers came about."""

    BY_PATIENT = "by-patient"
    READ_ALOUD = "read-aloud"
    BY_CLINICIAN = "by-clinician"


class AlertAct(Enum):
    """What a clinician did upon an alert; one of these closes it."""

    ASKED = "asked"
    """The patient was asked directly."""
    TRIAGE_OPENED = "triage-opened"
    PLAN_OPENED = "plan-opened"
    HANDED_OVER = "handed-over"
    JUDGED = "judged"
    """With the reason in words."""


@dataclass(frozen=True, slots=True)
class AlertAction:
    """One act upon a response's alerts."""

    act: AlertAct
    at: datetime
    by: UserId
    words: str = ""
    upon: tuple[tuple[str, AlertLevel], ...] = ()
    """(item, level) of the alerts that were known by then."""


@dataclass(frozen=True, slots=True)
class ScaleResponse:
    """Answers to a scale (FHIR R4 QuestionnaireResponse); scored once they are whole."""

    response: ScaleResponseId
    patient: PatientId
    encounter: EncounterId | None
    scale: str
    version: str
    language: str
    answers: Answers
    filled_in: FilledIn
    author: UserId
    """Who keeps it; for a patient's own answers, whom they were given to."""
    begun: datetime
    finished: datetime | None = None
    total: int | None = None
    """As it was scored when it was finished, by this version of the scale."""
    band: str = ""
    alerts: tuple[tuple[str, AlertLevel], ...] = ()
    """(item, level)"""
    actions: tuple[AlertAction, ...] = ()

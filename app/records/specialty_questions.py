# SPDX-License-Identifier: GPL-3.0-or-later
"""What each specialty has to know, as closed questions (FHIR R4 Questionnaire items); pure.

Sources: the Norwegian and American practice guides for store and forward in the design's list —
dermatology: site, duration, treatment tried; fundus: mydriasis, diabetes, HbA1c, acuity, blood
pressure, earlier grade; ear, nose and throat: side and device; stethoscopy: posture and filter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.records.referral import ReferralForm, Specialty

MAX_TEXT: Final = 500


class AnswerKind(Enum):
    """Questionnaire.item.type, as far as it is needed."""

    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``key`` is its linkId and the key of its words on the screen."""

    key: str
    kind: AnswerKind
    required: bool = False
    choices: tuple[str, ...] = ()
    least: float = -math.inf
    most: float = math.inf
    unless: tuple[str, str] | None = None
    """Not asked where another question (key) has this answer (FHIR enableWhen, negated)."""


def _choice(key: str, *choices: str, required: bool = False) -> Question:
    return Question(key, AnswerKind.CHOICE, required, choices)


_GRADES: Final = ("none", "mild", "moderate", "severe", "proliferative", "not-known")
"""International Clinical Diabetic Retinopathy severity scale (Wilkinson et al. 2003)."""

QUESTIONS: Final[dict[Specialty, tuple[Question, ...]]] = {
    Specialty.DERMATOLOGY: (Question("treatment-tried", AnswerKind.TEXT),),
    Specialty.EAR_NOSE_THROAT: (
        _choice("side", "right", "left", "both", "middle", required=True),
        _choice(
            "ent-device", "video-otoscope", "endoscope", "phone-adapter", "other", required=True
        ),
        Question("treatment-tried", AnswerKind.TEXT),
    ),
    Specialty.HEART_AND_LUNG: (
        _choice(
            "posture", "sitting", "lying", "left-side", "leaning-forward", "standing", required=True
        ),
        _choice("filter", "unfiltered", "bell", "diaphragm", "not-known", required=True),
        Question("stethoscope", AnswerKind.TEXT),
    ),
    Specialty.FUNDUS: (
        _choice("mydriasis", "yes", "no", required=True),
        _choice("diabetes", "type-1", "type-2", "gestational", "other", "none", required=True),
        Question(
            "diabetes-years", AnswerKind.NUMBER, True, least=0, most=99, unless=("diabetes", "none")
        ),
        Question("hba1c", AnswerKind.NUMBER, least=15, most=250, unless=("diabetes", "none")),
        Question("acuity-right", AnswerKind.NUMBER, least=0, most=2.5),
        Question("acuity-left", AnswerKind.NUMBER, least=0, most=2.5),
        Question("blood-pressure", AnswerKind.TEXT),
        _choice("earlier-grade", *_GRADES),
    ),
}
"""In the order in which they are asked. HbA1c in mmol/mol (IFCC), acuity decimal."""


def asked(form: ReferralForm) -> tuple[Question, ...]:
    """List the questions that are to be asked, given what is answered already."""
    given = dict(form.answers)
    return tuple(
        question
        for question in QUESTIONS[form.specialty]
        if question.unless is None or given.get(question.unless[0]) != question.unless[1]
    )


def unanswered(form: ReferralForm) -> tuple[Question, ...]:
    """List what must still be answered, an impossible answer among it, in order."""
    given = dict(form.answers)
    return tuple(
        question
        for question in asked(form)
        if not is_answer(question, given.get(question.key, ""))
        and (question.required or given.get(question.key, ""))
    )


def is_answer(question: Question, text: str) -> bool:
    """Tell whether a text answers the question: one of its choices, a number in its range."""
    match question.kind:
        case AnswerKind.CHOICE:
            return text in question.choices
        case AnswerKind.NUMBER:
            number = read_number(text)
            return number is not None and question.least <= number <= question.most
        case AnswerKind.TEXT:
            return 0 < len(text) <= MAX_TEXT


def read_number(text: str) -> float | None:
    """Read "0,8" or "0.8"; None for what is no finite number."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def known_answers(form: ReferralForm) -> tuple[tuple[Question, str], ...]:
    """Give the valid answers to questions that are asked; what a stranger added is left out."""
    given = dict(form.answers)
    return tuple(
        (question, given[question.key])
        for question in asked(form)
        if question.key in given and is_answer(question, given[question.key])
    )

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

from app.records.referral import Specialty

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
    unless: tuple[str, tuple[str, ...]] | None = None
    """Not asked where another question (key) has one of these answers (FHIR enableWhen)."""


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
            "diabetes-years",
            AnswerKind.NUMBER,
            True,
            least=0,
            most=99,
            unless=("diabetes", ("none",)),
        ),
        Question("hba1c", AnswerKind.NUMBER, least=15, most=250, unless=("diabetes", ("none",))),
        Question("acuity-right", AnswerKind.NUMBER, least=0, most=2.5),
        Question("acuity-left", AnswerKind.NUMBER, least=0, most=2.5),
        Question("blood-pressure", AnswerKind.TEXT),
        _choice("earlier-grade", *_GRADES),
    ),
}
"""In the order in which they are asked. HbA1c in mmol/mol (IFCC), acuity decimal."""


def _eye(side: str) -> tuple[Question, ...]:
    gradable = f"gradable-{side}"
    unseen = (gradable, ("no", "not-sent"))
    return (
        _choice(gradable, "yes", "no", "not-sent", required=True),
        Question(f"icdr-{side}", AnswerKind.CHOICE, True, _GRADES[:-1], unless=unseen),
        Question(
            f"macular-oedema-{side}",
            AnswerKind.CHOICE,
            True,
            ("no", "yes", "not-known"),
            unless=unseen,
        ),
    )


def _drum(side: str) -> Question:
    return _choice(
        f"drum-{side}",
        "normal",
        "effusion",
        "acute-infection",
        "perforation",
        "retraction",
        "wax",
        "other",
        "not-sent",
        required=True,
    )


REPLY_QUESTIONS: Final[dict[Specialty, tuple[Question, ...]]] = {
    Specialty.DERMATOLOGY: (
        _choice("skin-action", "benign", "watch", "treat", "excise-or-refer", required=True),
    ),
    Specialty.EAR_NOSE_THROAT: (
        _drum("right"),
        _drum("left"),
        _choice("throat-finding", "normal", "tonsillitis", "other", "not-sent"),
    ),
    Specialty.HEART_AND_LUNG: (
        _choice("heart-finding", "normal", "innocent-murmur", "murmur", "not-known", required=True),
        _choice("lung-finding", "normal", "wheeze", "crackles", "other", "not-sent"),
    ),
    Specialty.FUNDUS: (*_eye("right"), *_eye("left")),
}
"""What a specialist of this kind answers in closed words, beside the assessment."""

Answers = tuple[tuple[str, str], ...]


def asked(questions: tuple[Question, ...], answers: Answers) -> tuple[Question, ...]:
    """List the questions that are to be asked, given what is answered already."""
    given = dict(answers)
    return tuple(
        question
        for question in questions
        if question.unless is None or given.get(question.unless[0]) not in question.unless[1]
    )


def unanswered(questions: tuple[Question, ...], answers: Answers) -> tuple[Question, ...]:
    """List what must still be answered, an impossible answer among it, in order."""
    given = dict(answers)
    return tuple(
        question
        for question in asked(questions, answers)
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


def known_answers(
    questions: tuple[Question, ...], answers: Answers
) -> tuple[tuple[Question, str], ...]:
    """Give the valid answers to questions that are asked; what a stranger added is left out."""
    given = dict(answers)
    return tuple(
        (question, given[question.key])
        for question in asked(questions, answers)
        if question.key in given and is_answer(question, given[question.key])
    )

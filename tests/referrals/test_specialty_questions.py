# SPDX-License-Identifier: GPL-3.0-or-later
"""What each specialty has to know: what is asked, what answers, what is still missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.referral import Specialty
from app.records.specialty_questions import (
    QUESTIONS,
    REPLY_QUESTIONS,
    AnswerKind,
    Answers,
    Question,
    asked,
    is_answer,
    known_answers,
    read_number,
    unanswered,
)

COMPLETE = {
    Specialty.DERMATOLOGY: {},
    Specialty.EAR_NOSE_THROAT: {"side": "left", "ent-device": "endoscope"},
    Specialty.HEART_AND_LUNG: {"posture": "sitting", "filter": "bell"},
    Specialty.FUNDUS: {"mydriasis": "no", "diabetes": "type-2", "diabetes-years": "12"},
}


def answered(specialty: Specialty, **changes: str) -> tuple[tuple[Question, ...], Answers]:
    given = COMPLETE[specialty] | {key.replace("_", "-"): text for key, text in changes.items()}
    return QUESTIONS[specialty], tuple(given.items())


@pytest.mark.parametrize("specialty", Specialty)
def test_the_required_answers_are_enough(specialty: Specialty) -> None:
    assert unanswered(*answered(specialty)) == ()
    required = {q.key for q in QUESTIONS[specialty] if q.required}
    assert {q.key for q in unanswered(QUESTIONS[specialty], ())} == required


def test_who_has_no_diabetes_is_not_asked_for_how_long() -> None:
    healthy = answered(Specialty.FUNDUS, diabetes="none", diabetes_years="")
    assert unanswered(*healthy) == ()
    keys = [q.key for q in asked(*healthy)]
    assert "diabetes-years" not in keys and "hba1c" not in keys
    # What was answered before the answer that makes it void is not shown either.
    void = answered(Specialty.FUNDUS, diabetes="none", hba1c="60")
    assert "hba1c" not in [q.key for q, _ in known_answers(*void)]


@pytest.mark.parametrize(
    ("key", "text", "good"),
    [
        ("diabetes-years", "0", True),
        ("diabetes-years", "-1", False),
        ("diabetes-years", "100", False),
        ("diabetes-years", "a while", False),
        ("hba1c", "53", True),
        ("hba1c", "7.0", False),
        ("acuity-right", "0,8", True),
        ("acuity-right", "6/9", False),
        ("acuity-right", "nan", False),
        ("acuity-right", "inf", False),
        ("earlier-grade", "severe", True),
        ("earlier-grade", "Severe", False),
    ],
)
def test_impossible_answers_are_none(key: str, text: str, good: bool) -> None:
    question = next(q for q in QUESTIONS[Specialty.FUNDUS] if q.key == key)
    assert is_answer(question, text) is good
    wrong = unanswered(*answered(Specialty.FUNDUS, **{key: text}))
    assert (question in wrong) is not good


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=600)), max_size=8))
def test_a_strangers_answers_are_shown_only_where_they_answer(
    given: list[tuple[str, str]],
) -> None:
    for specialty in Specialty:
        shown = known_answers(QUESTIONS[specialty], tuple(given))
        assert all(is_answer(question, text) for question, text in shown)


def test_keys_are_unique_and_choices_are_choices() -> None:
    for questions in (*QUESTIONS.values(), *REPLY_QUESTIONS.values()):
        keys = [q.key for q in questions]
        assert len(keys) == len(set(keys))
        for q in questions:
            assert bool(q.choices) is (q.kind is AnswerKind.CHOICE)
            assert q.unless is None or q.unless[0] in keys


def test_numbers_are_read_as_people_write_them() -> None:
    assert (read_number(" 0,8 "), read_number("12"), read_number("")) == (0.8, 12.0, None)


def test_an_eye_that_cannot_be_graded_is_not_graded() -> None:
    questions = REPLY_QUESTIONS[Specialty.FUNDUS]
    seen: Answers = (
        ("gradable-right", "yes"),
        ("icdr-right", "moderate"),
        ("macular-oedema-right", "no"),
        ("gradable-left", "no"),
        ("icdr-left", "severe"),
    )
    assert unanswered(questions, seen) == ()
    # A grade from before it was found not gradable is neither shown nor counted.
    assert "icdr-left" not in [question.key for question, _ in known_answers(questions, seen)]
    assert [q.key for q in unanswered(questions, seen[:1])] == [
        "icdr-right",
        "macular-oedema-right",
        "gradable-left",
        "icdr-left",
        "macular-oedema-left",
    ]

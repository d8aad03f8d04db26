# SPDX-License-Identifier: GPL-3.0-or-later
"""The path through the questions, over every combination of yes, no and not answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from app.records.suicide_triage import IDEATION_CODES, SuicideTriage, TriageAct, TriageItem
from app.safety.triage import (
    ActionsMissing,
    AnswersDisagree,
    JudgementMissing,
    QuestionsOpen,
    path_of,
    still_to_do,
    to_sign,
    with_action,
    with_answer,
)

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ALL = [
    tuple((item, yes) for item, yes in zip(TriageItem, row, strict=True) if yes is not None)
    for row in product((True, False, None), repeat=len(TriageItem))
]


def test_all_combinations_follow_the_rule() -> None:
    assert len(ALL) == 3**7
    for answers in ALL:
        given = {item.value: yes for item, yes in answers}
        path = path_of(answers)
        asked = {item.value for item in path.asked}
        assert {"1", "2", "6-lifetime"} <= asked
        if given.get("2") is True:
            assert {"3", "4", "5"} <= asked
        if given.get("6-lifetime") is True:
            assert "6-three-months" in asked
        # High exactly when one of the three is affirmed, and what was affirmed is never hidden.
        assert path.high == any(given.get(n) for n in ("4", "5", "6-three-months"))
        assert {n for n, yes in given.items() if yes} <= asked
        assert path.level == max((int(n) for n in "12345" if given.get(n)), default=0)
        assert {item.value for item in path.open} == asked - set(given)
        if not any(given.get(n) for n in ("2", "3", "4", "5")):
            assert not asked & {"3", "4", "5"}
        wrong = {item.value for item in path.contradicting}
        deeper = {n for n in ("3", "4", "5") if given.get(n) and given.get("2") is False}
        recent = given.get("6-three-months") and given.get("6-lifetime") is False
        assert wrong == deeper | ({"6-three-months"} if recent else set())


def test_only_whole_answers_are_signed_and_high_only_with_its_actions() -> None:
    for answers in ALL:
        path = path_of(answers)
        triage = SuicideTriage(answers, "My judgement.")
        if path.open:
            with pytest.raises(QuestionsOpen):
                to_sign(triage)
        elif path.contradicting:
            with pytest.raises(AnswersDisagree):
                to_sign(triage)
        elif path.high:
            assert still_to_do(triage) == tuple(TriageAct)
            with pytest.raises(ActionsMissing):
                to_sign(triage)
            opened = with_action(triage, TriageAct.PLAN_OPENED, NOW)
            with pytest.raises(ActionsMissing):
                to_sign(opened)
            done = to_sign(with_action(opened, TriageAct.INFORMED, NOW, "Head of unit"))
            assert done.outcome is not None
            assert done.outcome.high
        else:
            outcome = to_sign(triage).outcome
            assert outcome is not None
            assert not outcome.high
            assert outcome.level == path.level
            assert outcome.code == (IDEATION_CODES[path.level - 1] if path.level else "")


def test_answers_to_questions_that_are_not_asked_are_not_signed() -> None:
    triage = SuicideTriage(judgement="None of it.")
    for item in TriageItem:
        triage = with_answer(triage, item, False)
    signed = to_sign(triage)
    items = [item for item, _ in signed.answers]
    assert items == [TriageItem.WISH, TriageItem.THOUGHTS, TriageItem.BEHAVIOUR]


def test_without_a_judgement_in_words_nothing_is_signed() -> None:
    triage = SuicideTriage()
    for item in (TriageItem.WISH, TriageItem.THOUGHTS, TriageItem.BEHAVIOUR):
        triage = with_answer(triage, item, False)
    with pytest.raises(JudgementMissing):
        to_sign(replace(triage, judgement="  \n"))


def test_answers_and_actions_are_changed_and_taken_back() -> None:
    triage = with_answer(SuicideTriage(), TriageItem.THOUGHTS, True)
    triage = with_answer(triage, TriageItem.WISH, False)
    assert triage.answers == ((TriageItem.WISH, False), (TriageItem.THOUGHTS, True))
    assert with_answer(triage, TriageItem.WISH, None).answers == ((TriageItem.THOUGHTS, True),)
    later = NOW.replace(hour=10)
    told = with_action(triage, TriageAct.INFORMED, NOW, "Sondre")
    assert with_action(told, TriageAct.INFORMED, later, "Sondre") == told
    assert with_action(told, TriageAct.INFORMED, later, " ").actions == ()
    # Half a character from a broken paste can be stored.
    assert with_action(told, TriageAct.INFORMED, later, "\ud800").actions[0].words == "\ufffd"

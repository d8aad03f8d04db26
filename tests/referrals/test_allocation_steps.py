# SPDX-License-Identifier: GPL-3.0-or-later
"""A coordinator's choices among the steps of a case: whose it is, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import ReferralId, UserId
from app.records.referral import CaseStep, Outcome, Referral, ReferralStatus, StepKind
from app.referrals.steps import (
    MAX_REASON_TEXT,
    arrived,
    is_for,
    may_tell,
    with_step,
    without_step,
)
from app.referrals.whose import Part, coordinator_of, other_end, part_of
from tests.fakes.referrals import form

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
GP, KARI, EIRA, MONA = (UserId(letter * 32) for letter in "abcd")
CASE = Referral(ReferralId("e" * 32), form(), (), ReferralStatus.RECEIVED, GP, KARI, NOW, sent=NOW)


def at(hours: int, kind: StepKind, by: UserId, to: UserId | None = None) -> CaseStep:
    return CaseStep(kind, NOW + timedelta(hours=hours), by, to=to)


TO_EIRA = at(1, StepKind.ALLOCATED, KARI, EIRA)
EIRA_BEGAN = at(2, StepKind.REVIEW_BEGAN, EIRA)
TO_MONA = at(3, StepKind.ALLOCATED, KARI, MONA)
MONA_BEGAN = at(4, StepKind.REVIEW_BEGAN, MONA)
MORE = at(5, StepKind.MORE_ASKED, MONA)
ANSWERED = at(6, StepKind.ANSWERED, MONA)
STEPS = (TO_EIRA, EIRA_BEGAN, TO_MONA, MONA_BEGAN)


@given(st.permutations(STEPS), st.integers(0, len(STEPS)))
def test_in_any_order_the_case_is_the_same(told: list[CaseStep], count: int) -> None:
    told = told[:count]
    case = CASE
    for step in [*told, *told]:
        case = with_step(case, step)
    assert set(case.steps) == set(told)
    chosen = [step.to for step in STEPS if step in told and step.kind is StepKind.ALLOCATED]
    holder = chosen[-1] if chosen else KARI
    assert case.answerer == holder
    begun = {step.by for step in told if step.kind is StepKind.REVIEW_BEGAN}
    if holder in begun:
        assert case.status is ReferralStatus.IN_REVIEW
    else:
        waits = ReferralStatus.ALLOCATED if chosen else ReferralStatus.RECEIVED
        assert case.status is waits


def test_what_is_answered_is_not_opened_by_a_choice() -> None:
    case = with_step(with_step(CASE, TO_EIRA), replace(ANSWERED, by=EIRA))
    assert case.status is ReferralStatus.ANSWERED
    assert with_step(case, TO_MONA).status is ReferralStatus.ANSWERED


@pytest.mark.parametrize("by", [GP, EIRA, MONA])
def test_only_whom_it_was_sent_to_may_choose(by: UserId) -> None:
    assert may_tell(CASE, TO_EIRA)
    assert not may_tell(CASE, replace(TO_EIRA, by=by))


@pytest.mark.parametrize("to", [None, GP, KARI, UserId("nobody")])
def test_a_choice_names_somebody_else(to: UserId | None) -> None:
    assert not may_tell(CASE, replace(TO_EIRA, to=to))


def test_a_choice_is_whole_and_nothing_else_names_anybody() -> None:
    assert may_tell(CASE, replace(TO_EIRA, reason="x" * MAX_REASON_TEXT))
    assert not may_tell(CASE, replace(TO_EIRA, reason="x" * (MAX_REASON_TEXT + 1)))
    assert not may_tell(CASE, replace(TO_EIRA, outcome=Outcome(True, True, "Well")))
    chosen = with_step(CASE, TO_EIRA)
    assert may_tell(chosen, EIRA_BEGAN)
    assert not may_tell(chosen, replace(EIRA_BEGAN, to=MONA))
    assert not may_tell(chosen, replace(EIRA_BEGAN, reason="Why"))


def test_who_was_never_chosen_tells_nothing_and_who_was_still_may() -> None:
    assert not may_tell(CASE, EIRA_BEGAN)
    moved = with_step(with_step(CASE, TO_EIRA), TO_MONA)
    assert may_tell(moved, EIRA_BEGAN)
    assert may_tell(moved, MONA_BEGAN)


def test_that_there_is_an_answer_is_told_to_the_coordinator_alone() -> None:
    for step in (MORE, ANSWERED):
        assert is_for(CASE, step, KARI)
        assert not any(is_for(CASE, step, reader) for reader in (GP, EIRA, MONA))
    assert all(is_for(CASE, TO_EIRA, reader) for reader in (GP, EIRA, MONA))


def test_a_choice_that_never_arrived_is_taken_back_to_what_was() -> None:
    first = with_step(CASE, TO_EIRA)
    assert without_step(first, TO_EIRA) == CASE
    second = with_step(with_step(first, EIRA_BEGAN), TO_MONA)
    assert second.status is ReferralStatus.ALLOCATED
    back = without_step(second, TO_MONA)
    assert (back.answerer, back.status) == (EIRA, ReferralStatus.IN_REVIEW)
    answered = replace(second, status=ReferralStatus.ANSWERED)
    assert without_step(answered, TO_MONA).status is ReferralStatus.ANSWERED


def test_what_arrives_of_an_allocated_case_is_with_somebody() -> None:
    sent = replace(CASE, status=ReferralStatus.SENT)
    assert arrived(sent).status is ReferralStatus.RECEIVED
    chosen = replace(sent, steps=(TO_EIRA,))
    assert arrived(chosen).status is ReferralStatus.ALLOCATED


def test_whose_a_case_is() -> None:
    chosen = with_step(CASE, TO_EIRA)
    moved = with_step(chosen, TO_MONA)
    assert part_of(CASE, KARI, coordinates=True) is Part.ALLOCATE
    assert part_of(moved, KARI, coordinates=True) is Part.ALLOCATE
    # A specialist to whom it was sent, or who was chosen, whatever their role is else.
    assert part_of(CASE, KARI, coordinates=False) is Part.ANSWER
    assert part_of(chosen, EIRA, coordinates=True) is Part.ANSWER
    assert part_of(moved, EIRA, coordinates=False) is Part.READ
    assert part_of(moved, MONA, coordinates=False) is Part.ANSWER


def test_who_speaks_to_whom() -> None:
    moved = with_step(with_step(CASE, TO_EIRA), TO_MONA)
    assert (other_end(CASE, "sent"), other_end(moved, "sent")) == (KARI, MONA)
    assert other_end(moved, "received") == GP
    assert (coordinator_of(CASE), coordinator_of(moved)) == (None, KARI)

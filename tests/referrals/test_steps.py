# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps of a case are a set: in any order, again and again, never back, only by whose they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import ReferralId, UserId
from app.records.referral import CaseStep, Outcome, Referral, ReferralStatus, StepKind
from app.referrals.steps import MAX_OUTCOME_TEXT, may_tell, with_step
from tests.fakes.referrals import form

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
GP, SPECIALIST, STRANGER = UserId("a" * 32), UserId("b" * 32), UserId("c" * 32)
SENT = Referral(
    ReferralId("d" * 32), form(), (), ReferralStatus.SENT, GP, SPECIALIST, NOW, sent=NOW
)
STEPS = (
    CaseStep(StepKind.REVIEW_BEGAN, NOW + timedelta(hours=1), SPECIALIST),
    CaseStep(StepKind.ACKNOWLEDGED, NOW + timedelta(hours=2), GP),
    CaseStep(StepKind.OUTCOME, NOW + timedelta(days=9), GP, Outcome(True, True, "Well")),
)


@given(st.lists(st.sampled_from(STEPS), max_size=8))
def test_in_any_order_and_again_the_case_is_the_same(told: list[CaseStep]) -> None:
    case = SENT
    for step in told:
        case = with_step(case, step)
    known = [step for step in STEPS if step in told]
    assert list(case.steps) == known
    after = {
        StepKind.REVIEW_BEGAN: ReferralStatus.IN_REVIEW,
        StepKind.ACKNOWLEDGED: ReferralStatus.ACKNOWLEDGED,
        StepKind.OUTCOME: ReferralStatus.OUTCOME_REPORTED,
    }
    assert case.status is (after[known[-1].kind] if known else ReferralStatus.SENT)
    assert (case.outcome is not None) is (STEPS[2] in told)


@pytest.mark.parametrize("step", STEPS)
def test_each_tells_only_their_own_part(step: CaseStep) -> None:
    assert may_tell(SENT, step)
    other = GP if step.by == SPECIALIST else SPECIALIST
    for somebody in (other, STRANGER):
        assert not may_tell(SENT, replace(step, by=somebody))
    assert not may_tell(SENT, replace(step, at=datetime(2026, 11, 26)))


def test_an_outcome_is_whole_and_nothing_else_has_one() -> None:
    outcome = STEPS[2]
    assert not may_tell(SENT, replace(outcome, outcome=None))
    long = Outcome(True, True, "x" * (MAX_OUTCOME_TEXT + 1))
    assert not may_tell(SENT, replace(outcome, outcome=long))
    assert not may_tell(SENT, replace(STEPS[1], outcome=Outcome(True, True, "Well")))


def test_what_has_gone_further_is_not_taken_back() -> None:
    answered = replace(SENT, status=ReferralStatus.ANSWERED)
    assert with_step(answered, STEPS[0]).status is ReferralStatus.ANSWERED

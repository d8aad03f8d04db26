# SPDX-License-Identifier: GPL-3.0-or-later
"""What the steps of a case make of it; pure.

Steps are a set: each is told once, may come again and in any order, and never takes a case back;
only a coordinator's new choice lets a review begin anew.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from app.records.ids import UserId, is_id
from app.records.referral import CaseStep, Referral, ReferralStatus, StepKind

_FROM_SPECIALIST: Final = (StepKind.REVIEW_BEGAN, StepKind.MORE_ASKED, StepKind.ANSWERED)
_LEADS_TO: Final = {
    StepKind.REVIEW_BEGAN: ReferralStatus.IN_REVIEW,
    StepKind.MORE_ASKED: ReferralStatus.MORE_WANTED,
    StepKind.ANSWERED: ReferralStatus.ANSWERED,
    StepKind.ACKNOWLEDGED: ReferralStatus.ACKNOWLEDGED,
    StepKind.OUTCOME: ReferralStatus.OUTCOME_REPORTED,
}
_TO_COORDINATOR: Final = (StepKind.MORE_ASKED, StepKind.ANSWERED)
_ORDER: Final = tuple(ReferralStatus)
MAX_OUTCOME_TEXT: Final = 4000
MAX_REASON_TEXT: Final = 500


def may_tell(referral: Referral, step: CaseStep) -> bool:
    """Tell whether a step is its author's to tell, and whether what it says is whole.

    A specialist's is told by the recipient or by whom the recipient ever chose, a sender's by the
    sender, and a choice by the recipient alone.
    """
    if step.at.tzinfo is None or not _is_whole(step):
        return False
    if step.kind is StepKind.ALLOCATED:
        itself = (referral.sender, referral.recipient)
        return step.by == referral.recipient and step.to not in itself
    if step.kind in _FROM_SPECIALIST:
        return step.by in answerers(referral)
    return step.by == referral.sender


def is_for(referral: Referral, step: CaseStep, reader: UserId) -> bool:
    """Tell whether a step is this reader's to hear: that there is an answer is told to the
    coordinator; the sender has the answer itself, and another specialist's case goes on."""
    return step.kind not in _TO_COORDINATOR or reader == referral.recipient


def answerers(referral: Referral) -> frozenset[UserId]:
    """Give who may answer: the recipient, and everybody whom the recipient ever chose."""
    chosen = (step.to for step in referral.steps if step.kind is StepKind.ALLOCATED)
    return frozenset(user for user in (referral.recipient, *chosen) if user is not None)


def with_step(referral: Referral, step: CaseStep) -> Referral:
    """Add a step; what is further on already stays there. The same step again changes nothing."""
    if step in referral.steps:
        return referral
    steps = tuple(sorted((*referral.steps, step), key=lambda each: each.at))
    told = dataclasses.replace(referral, steps=steps)
    if step.version != referral.version:
        # It was taken before the last addition, and tells nothing of how the case stands now.
        return told
    if step.kind is StepKind.ALLOCATED:
        return _with_somebody(told)
    if step.kind is StepKind.REVIEW_BEGAN and step.by != told.answerer:
        # By somebody who has it no more, or whose choice is not known here yet.
        return told
    return dataclasses.replace(told, status=max(told.status, _LEADS_TO[step.kind], key=_place))


def without_step(referral: Referral, step: CaseStep) -> Referral:
    """Take back a choice that never reached whom it named."""
    steps = tuple(each for each in referral.steps if each != step)
    left = dataclasses.replace(referral, steps=steps)
    return left if _place(left.status) > _place(ReferralStatus.IN_REVIEW) else arrived(left)


def arrived(referral: Referral) -> Referral:
    """Let a case stand as it does when it has come: with whom it was given to, if with anybody."""
    here = dataclasses.replace(referral, status=ReferralStatus.RECEIVED)
    return _with_somebody(here) if here.allocation is not None else here


def _with_somebody(referral: Referral) -> Referral:
    """Say of an allocated case whether the one it is with has begun."""
    if _place(referral.status) > _place(ReferralStatus.IN_REVIEW):
        return referral
    begun = any(
        step.kind is StepKind.REVIEW_BEGAN
        and (step.by, step.version) == (referral.answerer, referral.version)
        for step in referral.steps
    )
    status = ReferralStatus.IN_REVIEW if begun else ReferralStatus.ALLOCATED
    return dataclasses.replace(referral, status=status)


def _is_whole(step: CaseStep) -> bool:
    if step.kind is StepKind.ALLOCATED:
        named = step.to is not None and is_id(step.to) and len(step.reason) <= MAX_REASON_TEXT
        return named and step.outcome is None
    if step.to is not None or step.reason:
        return False
    if step.kind is not StepKind.OUTCOME:
        return step.outcome is None
    return step.outcome is not None and len(step.outcome.text) <= MAX_OUTCOME_TEXT


def _place(status: ReferralStatus) -> int:
    return _ORDER.index(status)

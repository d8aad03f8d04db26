# SPDX-License-Identifier: GPL-3.0-or-later
"""What the steps of a case make of it; pure.

Steps are a set: each is told once, may come again and in any order, and never takes a case back.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from app.records.referral import CaseStep, Referral, ReferralStatus, StepKind

_FROM_SPECIALIST: Final = (StepKind.REVIEW_BEGAN,)
_LEADS_TO: Final = {
    StepKind.REVIEW_BEGAN: ReferralStatus.IN_REVIEW,
    StepKind.ACKNOWLEDGED: ReferralStatus.ACKNOWLEDGED,
    StepKind.OUTCOME: ReferralStatus.OUTCOME_REPORTED,
}
_ORDER: Final = tuple(ReferralStatus)
MAX_OUTCOME_TEXT: Final = 4000


def may_tell(referral: Referral, step: CaseStep) -> bool:
    """Tell whether a step is its author's to tell: a specialist's by the recipient, a sender's
    by the sender; and whether what it says is whole."""
    author = referral.recipient if step.kind in _FROM_SPECIALIST else referral.sender
    if step.by != author or step.at.tzinfo is None:
        return False
    outcome = step.outcome
    if step.kind is not StepKind.OUTCOME:
        return outcome is None
    return outcome is not None and len(outcome.text) <= MAX_OUTCOME_TEXT


def with_step(referral: Referral, step: CaseStep) -> Referral:
    """Add a step; what is further on already stays there. The same step again changes nothing."""
    if step in referral.steps:
        return referral
    steps = tuple(sorted((*referral.steps, step), key=lambda each: each.at))
    if step.version != referral.version:
        # It was taken before the last addition, and tells nothing of how the case stands now.
        return dataclasses.replace(referral, steps=steps)
    status = max(referral.status, _LEADS_TO[step.kind], key=_ORDER.index)
    return dataclasses.replace(referral, steps=steps, status=status)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose a case is that has come: to answer, to allocate, or somebody else's by now; pure."""

from __future__ import annotations

from enum import Enum
from typing import Final

from app.records.ids import UserId
from app.records.referral import Referral, ReferralStatus


class Part(Enum):
    """What somebody has to do with a case that was sent to them."""

    ANSWER = "answer"
    ALLOCATE = "allocate"
    READ = "read"
    """It was theirs to answer, and was given to somebody else. They keep it to read."""


ALLOCATABLE: Final = (
    ReferralStatus.RECEIVED,
    ReferralStatus.ALLOCATED,
    ReferralStatus.IN_REVIEW,
    ReferralStatus.MORE_WANTED,
)
"""Until there is an answer, it may be given to another."""

ANSWERED: Final = (
    ReferralStatus.ANSWERED,
    ReferralStatus.ACKNOWLEDGED,
    ReferralStatus.OUTCOME_REPORTED,
)
"""Nothing is left to do for those it was sent to."""


def is_open(status: ReferralStatus) -> bool:
    """Tell whether a case waits for somebody to answer it, or to send what the answer needs."""
    return status not in ANSWERED


def part_of(referral: Referral, user: UserId, *, coordinates: bool) -> Part:
    """Tell what is this user's part; ``coordinates`` says whether their role is that."""
    if coordinates and referral.recipient == user:
        return Part.ALLOCATE
    return Part.ANSWER if referral.answerer == user else Part.READ


def other_end(referral: Referral, role: str) -> UserId | None:
    """Tell whom this end of a case, "sent" or "received", speaks to.

    The sender speaks to whoever answered, and before that to whoever is to answer.
    """
    if role != "sent":
        return referral.sender
    return referral.answerer if referral.reply is None else referral.reply.author


def coordinator_of(referral: Referral) -> UserId | None:
    """Tell who has chosen who answers, if anybody did."""
    return None if referral.allocation is None else referral.recipient

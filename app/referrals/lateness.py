# SPDX-License-Identifier: GPL-3.0-or-later
"""How late an answer is, and how much waits; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from app.records.referral import ReferralStatus
from app.referrals.views import ReferralRow, ReferralsView
from app.referrals.whose import Part
from app.referrals.working_time import waits_too_long

TO_ANSWER: Final = (
    ReferralStatus.RECEIVED,
    ReferralStatus.ALLOCATED,
    ReferralStatus.IN_REVIEW,
)
_TO_READ: Final = (ReferralStatus.ANSWERED, ReferralStatus.MORE_WANTED)
_WAITED_FOR: Final = (ReferralStatus.SENDING, ReferralStatus.SENT, *TO_ANSWER)


class Lateness(Enum):
    """How much of the time to an answer is over."""

    IN_TIME = "in-time"
    HALF_TIME = "half-time"
    """Half of it or more."""
    OVERDUE = "overdue"


def lateness(
    status: ReferralStatus, sent: datetime | None, due: datetime | None, now: datetime
) -> Lateness | None:
    """Judge a referral; None where no answer is waited for."""
    if status not in _WAITED_FOR or sent is None or due is None:
        return None
    if now >= due:
        return Lateness.OVERDUE
    return Lateness.HALF_TIME if now >= sent + (due - sent) / 2 else Lateness.IN_TIME


def row_lateness(row: ReferralRow, now: datetime) -> Lateness | None:
    """Judge a line of a list; what was given to somebody else is theirs to hurry with."""
    if row.part is Part.READ:
        return None
    return lateness(row.status, row.sent, row.due, now)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of the referrals needs this user."""

    to_answer: int = 0
    to_read: int = 0
    """Answers that came."""
    overdue: int = 0
    """Of those to answer."""
    first_due: datetime | None = None
    """Of those to answer, the nearest deadline, past ones too."""
    lateness: Lateness | None = None
    """Of that one."""
    to_allocate: int = 0
    """What a coordinator has to give to somebody."""
    unallocated: int = 0
    """Of those to allocate, those that have waited too long for it."""


def waiting_in(view: ReferralsView, now: datetime) -> Waiting:
    """Count what waits, and find what is most pressing."""
    mine = [row for row in view.inbox if row.part is Part.ANSWER]
    open_ = [row for row in mine if row.status in TO_ANSWER]
    due = [row for row in open_ if row.due is not None]
    first = min(due, key=lambda row: row.due or now, default=None)
    return Waiting(
        to_answer=len(open_),
        to_read=sum(row.status in _TO_READ for row in view.sent),
        overdue=sum(row_lateness(row, now) is Lateness.OVERDUE for row in open_),
        first_due=None if first is None else first.due,
        lateness=None if first is None else row_lateness(first, now),
        to_allocate=len(view.to_allocate),
        unallocated=sum(waits_too_long(row.sent, now) for row in view.to_allocate),
    )

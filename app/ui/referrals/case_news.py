# SPDX-License-Identifier: GPL-3.0-or-later
"""What is new in the referrals, to be told once and without a word of the case; pure."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Final

from app.records.ids import ReferralId
from app.records.referral import ReferralStatus
from app.referrals.lateness import Lateness, row_lateness
from app.referrals.views import ReferralRow, ReferralsView
from app.referrals.whose import Part
from app.referrals.working_time import waits_too_long


class CaseNews(Enum):
    """What is told. The most urgent comes first."""

    OVERDUE = "overdue"
    UNALLOCATED = "unallocated"
    """A coordinator has given it to nobody for too long."""
    OVERDUE_ELSEWHERE = "overdue-elsewhere"
    """Of a case that a coordinator gave to somebody."""
    HALF_TIME = "half-time"
    """Half of the time to the answer is over."""
    CAME = "came"
    TO_ALLOCATE = "to-allocate"
    TO_ALLOCATE_AGAIN = "to-allocate-again"
    """It was given to somebody who did not get it, or cannot answer any more."""
    GIVEN_AWAY = "given-away"
    """It was this user's to answer until now."""
    ANSWERED = "answered"
    MORE_WANTED = "more-wanted"


_OF_ANSWERS: Final = {
    ReferralStatus.ANSWERED: CaseNews.ANSWERED,
    ReferralStatus.MORE_WANTED: CaseNews.MORE_WANTED,
}
_OF_PARTS: Final = {
    Part.ANSWER: CaseNews.CAME,
    Part.ALLOCATE: CaseNews.TO_ALLOCATE,
    Part.READ: CaseNews.GIVEN_AWAY,
}
_OF_TIME: Final = (
    CaseNews.OVERDUE,
    CaseNews.UNALLOCATED,
    CaseNews.OVERDUE_ELSEWHERE,
    CaseNews.HALF_TIME,
)


class NewsWatch:
    """Remembers what has been told. What was there at the start is shown by the lists alone."""

    def __init__(self) -> None:
        self._known: set[tuple[ReferralId, int, CaseNews]] | None = None

    def look(self, view: ReferralsView, now: datetime) -> tuple[CaseNews, ...]:
        """Give what is new since the last look, each kind once."""
        found = {
            *((row.referral, row.version, _OF_PARTS[row.part]) for row in view.inbox),
            *((row.referral, row.version, _of_choice(row)) for row in view.to_allocate),
            *(
                (row.referral, row.version, _OF_ANSWERS[row.status])
                for row in view.sent
                if row.status in _OF_ANSWERS
            ),
            *((row.referral, row.version, kind) for row in view.inbox for kind in _late(row, now)),
            *(
                (row.referral, row.version, CaseNews.UNALLOCATED)
                for row in view.to_allocate
                if waits_too_long(row.sent, now)
            ),
            *(
                (row.referral, row.version, CaseNews.OVERDUE_ELSEWHERE)
                for row in (*view.allocated, *view.to_allocate)
                if row_lateness(row, now) is Lateness.OVERDUE
            ),
        }
        if self._known is None:
            # Time that has run out meanwhile is told all the same.
            self._known = {each for each in found if each[2] not in _OF_TIME}
        fresh = {kind for *_, kind in found - self._known}
        self._known |= found
        return tuple(kind for kind in CaseNews if kind in fresh)


def _of_choice(row: ReferralRow) -> CaseNews:
    again = row.came_back is not None or row.with_since is not None
    return CaseNews.TO_ALLOCATE_AGAIN if again else CaseNews.TO_ALLOCATE


def _late(row: ReferralRow, now: datetime) -> tuple[CaseNews, ...]:
    match row_lateness(row, now):
        case Lateness.OVERDUE:
            return (CaseNews.OVERDUE,)
        case Lateness.HALF_TIME:
            return (CaseNews.HALF_TIME,)
        case _:
            return ()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a calendar has room; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Final

OPENS: Final = time(8)
CLOSES: Final = time(16)
"""Of the days on which a time is proposed; any other can be chosen by hand."""
STEP: Final = timedelta(minutes=15)
_WORKING_DAYS: Final = 5
_MOST_DAYS: Final = 40


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch of a calendar that is taken."""

    start: datetime
    end: datetime
    patient_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is taken, and between which moments a visit can be proposed."""

    busy: tuple[Busy, ...]
    earliest: datetime
    latest: datetime

    def first_free(self, minutes: int) -> datetime | None:
        """Find the first free time on a working day, on this computer's clock; None for none."""
        length = timedelta(minutes=minutes)
        for start in _starts(self.earliest, length):
            if start > self.latest:
                return None
            if self.clash(start, minutes) is None:
                return start
        return None

    def clash(self, start: datetime, minutes: int) -> Busy | None:
        """Tell what is planned at that time already, the first of it."""
        end = start + timedelta(minutes=minutes)
        return first(each for each in self.busy if each.start < end and each.end > start)


def first(found: Iterable[Busy]) -> Busy | None:
    """Give the earliest of these."""
    return min(found, key=lambda each: each.start, default=None)


def _starts(earliest: datetime, length: timedelta) -> Iterator[datetime]:
    """List times in working hours, a quarter of an hour apart, none before ``earliest``."""
    first_day = earliest.astimezone().date()
    for number in range(_MOST_DAYS):
        day = first_day + timedelta(days=number)
        if day.weekday() >= _WORKING_DAYS:
            continue
        # Built from each day's own clock: a day may have 23 or 25 hours.
        start = datetime.combine(day, OPENS).astimezone().astimezone(UTC)
        closes = datetime.combine(day, CLOSES).astimezone().astimezone(UTC)
        while start + length <= closes:
            if start >= earliest:
                yield start
            start += STEP

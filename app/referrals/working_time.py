# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a case has waited for a coordinator, in hours in which one is at work; pure.

Services of Médecins Sans Frontières allocate within 0.2 to 0.96 hours in the median
(doi:10.3389/fpubh.2014.00233, 10.3389/fpubh.2019.00226): more than one is too long.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

OPENS: Final = time(8)
CLOSES: Final = time(16)
LONGEST_WAIT: Final = timedelta(hours=1)
_WORKING_DAYS: Final = range(5)
"""Monday to Friday; public holidays are not known here and count as any day."""


def waits_too_long(since: datetime | None, now: datetime, zone: tzinfo | None = None) -> bool:
    """Tell whether a case is to be shown in red; ``zone`` as for ``working_time``."""
    return since is not None and working_time(since, now, LONGEST_WAIT, zone) > LONGEST_WAIT


def working_time(
    since: datetime, until: datetime, enough: timedelta, zone: tzinfo | None = None
) -> timedelta:
    """Sum the working hours between two moments; of more than ``enough`` it says some of them.

    ``zone`` is where the hours are kept; None is this computer's own.
    """
    total = timedelta()
    day = since.astimezone(zone).date()
    last = until.astimezone(zone).date()
    while day <= last and total <= enough:
        if day.weekday() in _WORKING_DAYS:
            begin = max(since, _at(day, OPENS, zone))
            end = min(until, _at(day, CLOSES, zone))
            total += max(end - begin, timedelta())
        day += timedelta(days=1)
    return total


def _at(day: date, hour: time, zone: tzinfo | None) -> datetime:
    if zone is None:
        # Not with a fixed offset: that of this day, which a change of summer time may separate.
        return datetime.combine(day, hour).astimezone()
    return datetime.combine(day, hour, zone)

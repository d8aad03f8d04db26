# SPDX-License-Identifier: GPL-3.0-or-later
"""Read dates and times as people write them."""

from __future__ import annotations

import re
from datetime import date, time


def read_date(text: str) -> date | None:
    """Read a date as people write it: 24.11.1974, 24/11/74 is refused, 1974-11-24 is fine."""
    cleaned = text.strip()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cleaned):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[./ ](\d{1,2})[./ ](\d{4})", cleaned):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Read a time of day as people write it: 9:30, 09.30, 0930."""
    found = re.fullmatch(r"(\d{1,2})[:. ]?(\d{2})", text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    return time(hour, minute) if hour < 24 and minute < 60 else None

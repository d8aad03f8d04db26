# SPDX-License-Identifier: GPL-3.0-or-later
"""Times and dates as people say them, in the reader's language and time zone."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from PySide6.QtCore import QCoreApplication, QDate, QLocale


def local(moment: datetime) -> datetime:
    """Bring a stored time (aware, UTC) to this computer's time zone."""
    return moment.astimezone()


def clock(moment: datetime) -> str:
    """Write hours and minutes: "09:38"."""
    return local(moment).strftime("%H:%M")


def long_day(day: date) -> str:
    """Write a day as a heading: "Tuesday 24 November"."""
    text = QLocale().toString(QDate(day.year, day.month, day.day), f"dddd {_day_form()} MMMM")
    return text[:1].upper() + text[1:]


def short_day(day: date) -> str:
    """Write a day in a line: "24 November 2026"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), f"{_day_form()} MMMM yyyy")


def _day_form() -> str:
    # Norwegian writes the day as an ordinal: "24. november".
    return "d." if QLocale().language() is QLocale.Language.NorwegianBokmal else "d"


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Count full minutes, never below nought."""
    return max(0, int((later - earlier).total_seconds() // 60))


def age_words(age: int | None) -> str:
    """Write an age: "52 years", or nothing when it is not known."""
    if age is None:
        return ""
    if age == 1:
        return QCoreApplication.translate("Moments", "1 year")
    return QCoreApplication.translate("Moments", "{count} years").format(count=age)


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

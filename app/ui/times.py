# SPDX-License-Identifier: GPL-3.0-or-later
"""Times as people read them: in the zone and the language of this computer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale


def hour_minute(at: datetime) -> str:
    """Write a time of day: 10:45."""
    return at.astimezone().strftime("%H:%M")


def hour_minute_second(at: datetime) -> str:
    """Write a time of day with seconds: 10:57:41."""
    return at.astimezone().strftime("%H:%M:%S")


def heading_day(day: date) -> str:
    """Write a day as a heading: Tuesday 24 November."""
    text = _day(day, "dddd d. MMMM" if _norwegian() else "dddd d MMMM")
    return text[:1].upper() + text[1:]


def long_day(day: date) -> str:
    """Write a day with its year: 26 October 2026."""
    return _day(day, "d. MMMM yyyy" if _norwegian() else "d MMMM yyyy")


def short_day(day: date) -> str:
    """Write a day without its year: 2 November."""
    return _day(day, "d. MMMM" if _norwegian() else "d MMMM")


def day_and_minute(at: datetime) -> str:
    """Write a day and a time: 2 November 09:12."""
    return f"{short_day(at.astimezone().date())} {hour_minute(at)}"


def local_day(at: datetime) -> date:
    """Take the day on this computer's calendar."""
    return at.astimezone().date()


def length(time: timedelta) -> str:
    """Write how long something has lasted: 12:46, 1:02:03."""
    seconds = max(0, int(time.total_seconds()))
    hours, minutes = divmod(seconds // 60, 60)
    rest = f"{minutes:02d}:{seconds % 60:02d}"
    return f"{hours}:{rest}" if hours else rest


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Count full minutes, never below nought."""
    return max(0, int((later - earlier).total_seconds() // 60))


def left(until: datetime, now: datetime) -> str:
    """Say how much time there is, or how much too late it is: "2 days left", "overdue 3 h"."""
    rest = (until - now).total_seconds()
    minutes = int(abs(rest)) // 60
    hours, days = minutes // 60, minutes // (24 * 60)
    if rest <= 0:
        if days > 1:
            return QCoreApplication.translate("Moments", "overdue {n} days").format(n=days)
        if hours:
            return QCoreApplication.translate("Moments", "overdue {n} h").format(n=hours)
        return QCoreApplication.translate("Moments", "overdue {n} min").format(n=minutes)
    if days > 1:
        return QCoreApplication.translate("Moments", "{n} days left").format(n=days)
    if days:
        pattern = QCoreApplication.translate("Moments", "1 day {n} h left")
        return pattern.format(n=hours - 24)
    if hours:
        return QCoreApplication.translate("Moments", "{n} h left").format(n=hours)
    return QCoreApplication.translate("Moments", "{n} min left").format(n=max(1, minutes))


def age_words(age: int | None) -> str:
    """Write an age: "52 years", or nothing when it is not known."""
    if age is None:
        return ""
    if age == 1:
        return QCoreApplication.translate("Moments", "1 year")
    return QCoreApplication.translate("Moments", "{count} years").format(count=age)


def _day(day: date, form: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def _norwegian() -> bool:
    return QLocale().language() == QLocale.Language.NorwegianBokmal

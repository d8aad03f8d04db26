# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for who has a case, since when, and how long it has waited for somebody."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.ui import times


def with_whom(name: str, since: datetime, now: datetime) -> str:
    """Say who a coordinator gave a case to, and when; "" is somebody the directory has no more."""
    when = times.hour_minute(since)
    if times.local_day(since) != times.local_day(now):
        when = times.day_and_minute(since)
    if not name:
        pattern = QCoreApplication.translate("Allocation", "Given to a specialist {when}")
        return pattern.format(when=when)
    pattern = QCoreApplication.translate("Allocation", "With {name} since {when}")
    return pattern.format(name=name, when=when)


def waits(since: datetime, now: datetime) -> str:
    """Say how long a case has waited for somebody to be chosen."""
    minutes = times.minutes_between(since, now)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days > 1:
        return QCoreApplication.translate("Allocation", "Has waited {n} days").format(n=days)
    if hours:
        pattern = QCoreApplication.translate("Allocation", "Has waited {hours} h {minutes} min")
        return pattern.format(hours=hours, minutes=minutes % 60)
    return QCoreApplication.translate("Allocation", "Has waited {n} min").format(n=minutes)


def open_cases(count: int) -> str:
    """Say how many cases somebody has to answer, as the coordinator knows it."""
    if count == 0:
        return QCoreApplication.translate("Allocation", "No open case from you")
    if count == 1:
        return QCoreApplication.translate("Allocation", "1 open case from you")
    return QCoreApplication.translate("Allocation", "{n} open cases from you").format(n=count)


def nobody_left() -> str:
    """Say that whoever had a case can no longer answer it."""
    return QCoreApplication.translate(
        "Allocation", "Whoever had it no longer has access. Choose somebody else."
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for what waits at other places of the program."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.referrals.lateness import Lateness, Waiting
from app.ui import times
from app.ui.today.aside import Need

translate = QCoreApplication.translate

_LOOKS = {
    Lateness.HALF_TIME: ("warn", "hourglass-medium"),
    Lateness.OVERDUE: ("danger", "warning-circle-fill"),
}


def needs(referrals: Waiting, notes_to_sign: int, now: datetime) -> tuple[Need, ...]:
    """List what waits, most pressing first; nothing for a count of nought."""
    found: list[Need] = []
    if referrals.to_allocate:
        title = (
            translate("Needs", "1 referral to allocate")
            if referrals.to_allocate == 1
            else translate("Needs", "{count} referrals to allocate").format(
                count=referrals.to_allocate
            )
        )
        late = ""
        if referrals.unallocated:
            pattern = translate("Needs", "{count} waiting for more than an hour")
            late = pattern.format(count=referrals.unallocated)
        tone, icon = ("danger", "warning-circle-fill") if late else ("", "tray")
        found.append(Need("referrals", icon, title, late, tone))
    if referrals.to_answer:
        title = (
            translate("Needs", "1 referral to answer")
            if referrals.to_answer == 1
            else translate("Needs", "{count} referrals to answer").format(count=referrals.to_answer)
        )
        tone, icon = "", "tray"
        if referrals.lateness in _LOOKS:
            tone, icon = _LOOKS[referrals.lateness]
        found.append(Need("referrals", icon, title, _time_left(referrals, now), tone))
    if referrals.to_read:
        title = (
            translate("Needs", "1 answer to read")
            if referrals.to_read == 1
            else translate("Needs", "{count} answers to read").format(count=referrals.to_read)
        )
        found.append(Need("referrals", "tray", title))
    if notes_to_sign:
        found.append(
            Need(
                "notes",
                "note-pencil",
                translate("Needs", "1 note to sign")
                if notes_to_sign == 1
                else translate("Needs", "{count} notes to sign").format(count=notes_to_sign),
            )
        )
    return tuple(found)


def _time_left(referrals: Waiting, now: datetime) -> str:
    """Say of the most pressing one how much time there is, and how many are too late."""
    if referrals.first_due is None:
        return ""
    left = times.left(referrals.first_due, now)
    if referrals.overdue > 1:
        pattern = translate("Needs", "{count} are late, the first {left}")
        return pattern.format(count=referrals.overdue, left=left)
    if referrals.to_answer == 1:
        return left[:1].upper() + left[1:]
    return translate("Needs", "The first: {left}").format(left=left)

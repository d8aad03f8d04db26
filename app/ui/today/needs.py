# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for what waits at other places of the program."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.today.aside import Need

translate = QCoreApplication.translate


def needs(new_referrals: int, notes_to_sign: int) -> tuple[Need, ...]:
    """List what waits, most pressing first; nothing for a count of nought."""
    found: list[Need] = []
    if new_referrals:
        found.append(
            Need(
                "referrals",
                "tray",
                translate("Needs", "1 referral to answer")
                if new_referrals == 1
                else translate("Needs", "{count} referrals to answer").format(count=new_referrals),
            )
        )
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

# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a visit: questions of the session start, qualities of connection, roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.calls.views import ConnectionQuality
from app.records.encounter import SafetyField

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class SafetyWords:
    """How one question of the session start is shown and asked."""

    label: str
    """Short, over the value in a cell."""
    question: str
    """Whole, over the field in the form."""
    missing: str
    """For the line that says what holds up the signature."""
    choices: tuple[str, ...] = ()
    """Answers that one press writes."""


def safety_words(field: SafetyField) -> SafetyWords:
    """Give the words of one question. clinical.md F3."""
    match field:
        case SafetyField.INTRODUCED:
            return SafetyWords(
                translate("Safety", "You, introduced"),
                translate("Safety", "Have you said your name, role and workplace?"),
                translate("Safety", "that you introduced yourself"),
                (translate("Safety", "Name, role and workplace said"),),
            )
        case SafetyField.IDENTITY:
            return SafetyWords(
                translate("Safety", "Identity"),
                translate("Safety", "How was the patient's identity checked?"),
                translate("Safety", "the patient's identity"),
                (
                    translate("Safety", "eID, read back"),
                    translate("Safety", "Photo ID shown"),
                    translate("Safety", "Known to me, read back"),
                ),
            )
        case SafetyField.PLACE:
            return SafetyWords(
                translate("Safety", "Place now"),
                translate("Safety", "Where is the patient now? Address and municipality"),
                translate("Safety", "where the patient is"),
            )
        case SafetyField.PHONE:
            return SafetyWords(
                translate("Safety", "Phone to ring back"),
                translate("Safety", "Which phone can reach the patient now?"),
                translate("Safety", "a phone to ring back"),
            )
        case SafetyField.SUPPORT:
            return SafetyWords(
                translate("Safety", "Support person"),
                translate("Safety", "Name, relation, phone, and may they be rung?"),
                translate("Safety", "a support person"),
                (translate("Safety", "Declined by the patient"),),
            )
        case SafetyField.EMERGENCY:
            return SafetyWords(
                translate("Safety", "Local emergency help"),
                translate("Safety", "Which emergency numbers hold where the patient is?"),
                translate("Safety", "local emergency numbers"),
                ("113, 116 117",),
            )
        case SafetyField.PRESENT:
            return SafetyWords(
                translate("Safety", "Who is present"),
                translate("Safety", "Who is present on both sides, with their role?"),
                translate("Safety", "who is present"),
                (translate("Safety", "Nobody else on either side"),),
            )
        case SafetyField.PRIVATE:
            return SafetyWords(
                translate("Safety", "Private and safe"),
                translate("Safety", "Is the place private and safe? Not driving?"),
                translate("Safety", "that the place is private and safe"),
                (
                    translate("Safety", "Alone, at home"),
                    translate("Safety", "Private room, not driving"),
                ),
            )
        case SafetyField.CONSENT:
            return SafetyWords(
                translate("Safety", "Agrees to video"),
                translate(
                    "Safety", "Is the patient informed, and agrees to video without recording?"
                ),
                translate("Safety", "that the patient agrees to video"),
                (translate("Safety", "Informed, agrees, no recording"),),
            )
        case SafetyField.FALLBACK:
            return SafetyWords(
                translate("Safety", "If the call breaks"),
                translate("Safety", "Who rings whom if the call breaks, and after how long?"),
                translate("Safety", "who rings if the call breaks"),
                (translate("Safety", "I ring the patient after 2 minutes"),),
            )
        case SafetyField.SUITABLE:
            return SafetyWords(
                translate("Safety", "Suitable for video"),
                translate("Safety", "Is video suitable today?"),
                translate("Safety", "whether video is suitable today"),
                (
                    translate("Safety", "Yes"),
                    translate("Safety", "No, goes on by phone"),
                    translate("Safety", "No, meets in person"),
                ),
            )
        case SafetyField.LANGUAGE:
            return SafetyWords(
                translate("Safety", "Language, interpreter"),
                translate("Safety", "Which language? Is an interpreter needed?"),
                translate("Safety", "the language"),
                (translate("Safety", "Norwegian, no interpreter"),),
            )
        case _:
            assert_never(field)


def quality_words(quality: ConnectionQuality) -> str:
    """Say a level of connection in words."""
    match quality:
        case ConnectionQuality.NONE:
            return translate("Call", "No connection")
        case ConnectionQuality.POOR:
            return translate("Call", "Poor connection")
        case ConnectionQuality.WEAK:
            return translate("Call", "Weak connection")
        case ConnectionQuality.GOOD:
            return translate("Call", "Good connection")
        case _:
            assert_never(quality)

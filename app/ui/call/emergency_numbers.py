# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom to ring in an emergency, from the safety record. Pure: it never dials anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.records.encounter import SafetyField
from app.ui.call.view import VisitView

translate = QCoreApplication.translate
_NUMBER = re.compile(r"\+?\d[\d  -]{4,}\d")


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """One number with whose it is."""

    key: str
    number: str
    """"" when nobody has recorded it."""
    name: str
    detail: str
    field: SafetyField | None = None
    """Which question records it."""


def value_of(view: VisitView, field: SafetyField) -> str:
    """Read an answer; one that was not obtained is none."""
    answer = view.encounter.safety.answer(field) if view.encounter is not None else None
    return answer.value if answer is not None and not answer.not_obtained else ""


def number_in(text: str) -> str:
    """Find the telephone number in an answer, or ""."""
    found = _NUMBER.search(text)
    return found.group().strip(" -") if found else ""


def emergency_numbers(view: VisitView) -> tuple[EmergencyNumber, ...]:
    """List the numbers; once the call is gone, the patient and the support person come first."""
    support = value_of(view, SafetyField.SUPPORT)
    phone = value_of(view, SafetyField.PHONE)
    if not phone and view.appointment is not None:
        phone = view.appointment.patient.phone
    public = (
        EmergencyNumber(
            "113",
            "113",
            translate("Emergency", "Ambulance"),
            translate("Emergency", "Acute danger"),
        ),
        EmergencyNumber(
            "116117",
            "116 117",
            translate("Emergency", "Out-of-hours doctor"),
            translate("Emergency", "Day and night"),
        ),
    )
    own = (
        EmergencyNumber(
            "support",
            number_in(support),
            translate("Emergency", "Support person"),
            support or translate("Emergency", "Not recorded"),
            SafetyField.SUPPORT,
        ),
        EmergencyNumber(
            "phone",
            number_in(phone) or phone,
            translate("Emergency", "{name}, own phone").format(name=view.name),
            translate("Emergency", "If the picture breaks: ring this first"),
            SafetyField.PHONE,
        ),
    )
    if call_is_gone(view):
        return (own[1], own[0], *public)
    return (*public, *own)


def rung_at(view: VisitView, number: EmergencyNumber) -> datetime | None:
    """Tell when a number was last logged as rung."""
    if view.encounter is None:
        return None
    wanted = rung_words(number)
    return next((e.at for e in reversed(view.encounter.emergency) if e.text == wanted), None)


def rung_words(number: EmergencyNumber) -> str:
    """Say that a number was rung, for the log."""
    return translate("Emergency", "{number} rung, {name}").format(
        number=number.number, name=number.name
    )


def call_is_gone(view: VisitView) -> bool:
    """Tell whether the patient can no longer be seen and heard."""
    return view.call.connected_at is not None and view.call.reconnecting_since is not None

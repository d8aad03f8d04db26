# SPDX-License-Identifier: GPL-3.0-or-later
"""Referral content for tests."""

from __future__ import annotations

from datetime import date

from app.records.referral import (
    Certainty,
    Decision,
    Finding,
    PictureQuality,
    ReferralForm,
    Reply,
    Specialty,
    Urgency,
)


def form(question: str = "Melanoma?", **changes: object) -> ReferralForm:
    """Fill in a dermatology referral."""
    fields: dict[str, object] = {
        "specialty": Specialty.DERMATOLOGY,
        "patient_name": "Astrid Canary Solbakken",
        "patient_birth_date": date(1961, 4, 12),
        "question": question,
        "urgency": Urgency.THREE_DAYS,
        "history": "Grown over three months",
        "body_site": "Left lower leg",
        "duration": "3 months",
        "consent": True,
    }
    return ReferralForm(**(fields | changes))  # type: ignore[arg-type]


def reply(assessment: str = "Pigmented lesion, excise") -> Reply:
    """Answer it."""
    return Reply(
        quality=PictureQuality.GOOD,
        findings=(Finding(1, "Blue-white veil"),),
        assessment=assessment,
        certainty=Certainty.PROBABLE,
        decision=Decision.REFER_IN_PERSON,
        treatment="Excision with 2 mm margin",
        patient_text="The mark should be removed.",
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Referral content for tests."""

from __future__ import annotations

from datetime import date

from app.records.ids import AttachmentId
from app.records.presentation import Channel, Presentation, Scale, Viewed
from app.records.referral import (
    Certainty,
    Decision,
    Finding,
    PictureQuality,
    ReferralForm,
    Reply,
    Shape,
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
        findings=(
            Finding(1, "Blue-white veil"),
            Finding(2, "Here", AttachmentId("a" * 32), 0.2, 0.3, None, Shape.ARROW, 0.4, 0.5),
            Finding(3, "In this frame", AttachmentId("b" * 32), at_s=1.25),
        ),
        assessment=assessment,
        certainty=Certainty.PROBABLE,
        decision=Decision.REFER_IN_PERSON,
        treatment="Excision with 2 mm margin",
        patient_text="The mark should be removed.",
        viewed=(
            Viewed(AttachmentId("a" * 32), Presentation(Channel.RED_FREE, True, 5), Scale(31.4)),
        ),
    )

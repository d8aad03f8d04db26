# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the closed sets of a referral, in the language of the windows."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from app.records.media_facts import QualityProblem, QualityVerdict
from app.records.referral import (
    Certainty,
    Decision,
    PictureQuality,
    ReferralStatus,
    Slot,
    Specialty,
    Urgency,
)
from app.referrals.errors import Hindrance
from app.ui import times


def specialty(value: Specialty) -> str:
    """Name a specialty."""
    return {
        Specialty.DERMATOLOGY: QCoreApplication.translate("Referrals", "Dermatology"),
        Specialty.EAR_NOSE_THROAT: QCoreApplication.translate("Referrals", "Ear, nose and throat"),
        Specialty.HEART_AND_LUNG: QCoreApplication.translate("Referrals", "Heart and lung sounds"),
        Specialty.FUNDUS: QCoreApplication.translate("Referrals", "Back of the eye"),
    }[value]


def slot(value: Slot) -> str:
    """Name a view that is asked for."""
    return {
        Slot.REGION: QCoreApplication.translate("Referrals", "Region"),
        Slot.LANDMARK: QCoreApplication.translate("Referrals", "With a landmark"),
        Slot.CLOSE_UP: QCoreApplication.translate("Referrals", "Close-up"),
        Slot.OBLIQUE: QCoreApplication.translate("Referrals", "From an angle"),
        Slot.FUNDUS_RIGHT: QCoreApplication.translate("Referrals", "Right eye"),
        Slot.FUNDUS_LEFT: QCoreApplication.translate("Referrals", "Left eye"),
        Slot.EAR_RIGHT: QCoreApplication.translate("Referrals", "Right ear"),
        Slot.EAR_LEFT: QCoreApplication.translate("Referrals", "Left ear"),
        Slot.THROAT: QCoreApplication.translate("Referrals", "Throat"),
        Slot.HEART_AORTIC: QCoreApplication.translate("Referrals", "Aortic"),
        Slot.HEART_PULMONARY: QCoreApplication.translate("Referrals", "Pulmonic"),
        Slot.HEART_TRICUSPID: QCoreApplication.translate("Referrals", "Tricuspid"),
        Slot.HEART_MITRAL: QCoreApplication.translate("Referrals", "Mitral"),
        Slot.LUNGS: QCoreApplication.translate("Referrals", "Lungs"),
        Slot.OTHER: QCoreApplication.translate("Referrals", "Another picture or sound"),
    }[value]


def slot_hint(value: Slot) -> str:
    """Say how this view is taken."""
    return {
        Slot.REGION: QCoreApplication.translate("Referrals", "The whole region, from a metre away"),
        Slot.LANDMARK: QCoreApplication.translate(
            "Referrals", "With a knee, an ear or the navel in view"
        ),
        Slot.CLOSE_UP: QCoreApplication.translate(
            "Referrals", "As near as it stays sharp, with a ruler beside"
        ),
        Slot.OBLIQUE: QCoreApplication.translate(
            "Referrals", "From the side, to show what is raised"
        ),
        Slot.FUNDUS_RIGHT: QCoreApplication.translate("Referrals", "Optic disc and macula in view"),
        Slot.FUNDUS_LEFT: QCoreApplication.translate("Referrals", "Optic disc and macula in view"),
        Slot.EAR_RIGHT: QCoreApplication.translate("Referrals", "The whole eardrum, wax removed"),
        Slot.EAR_LEFT: QCoreApplication.translate("Referrals", "The whole eardrum, wax removed"),
        Slot.THROAT: QCoreApplication.translate("Referrals", "Both tonsils and the palate"),
        Slot.HEART_AORTIC: QCoreApplication.translate(
            "Referrals", "Second space between the ribs, right of the breastbone"
        ),
        Slot.HEART_PULMONARY: QCoreApplication.translate(
            "Referrals", "Second space between the ribs, left of the breastbone"
        ),
        Slot.HEART_TRICUSPID: QCoreApplication.translate(
            "Referrals", "Fourth space, at the left edge of the breastbone"
        ),
        Slot.HEART_MITRAL: QCoreApplication.translate(
            "Referrals", "Fifth space, in the line below the middle of the collar bone"
        ),
        Slot.LUNGS: QCoreApplication.translate(
            "Referrals", "Where it is heard; deep breaths with an open mouth"
        ),
    }.get(value, "")


def symptom(key: str) -> str:
    """Name a symptom of the skin."""
    return {
        "grows": QCoreApplication.translate("Referrals", "Grows"),
        "itches": QCoreApplication.translate("Referrals", "Itches"),
        "bleeds": QCoreApplication.translate("Referrals", "Bleeds"),
        "painful": QCoreApplication.translate("Referrals", "Painful"),
        "scab": QCoreApplication.translate("Referrals", "Scab"),
    }.get(key, key)


def urgency(value: Urgency) -> str:
    """Name a wanted time to the answer."""
    return {
        Urgency.SAME_DAY: QCoreApplication.translate("Referrals", "Same day"),
        Urgency.THREE_DAYS: QCoreApplication.translate("Referrals", "3 days"),
        Urgency.TEN_DAYS: QCoreApplication.translate("Referrals", "10 days"),
    }[value]


def status(value: ReferralStatus) -> str:
    """Name where a referral stands."""
    return {
        ReferralStatus.DRAFT: QCoreApplication.translate("Referrals", "Draft"),
        ReferralStatus.SENDING: QCoreApplication.translate("Referrals", "On its way"),
        ReferralStatus.SENT: QCoreApplication.translate("Referrals", "Sent"),
        ReferralStatus.RECEIVED: QCoreApplication.translate("Referrals", "Received"),
        ReferralStatus.ALLOCATED: QCoreApplication.translate("Referrals", "With a specialist"),
        ReferralStatus.IN_REVIEW: QCoreApplication.translate("Referrals", "Being reviewed"),
        ReferralStatus.MORE_WANTED: QCoreApplication.translate("Referrals", "More wanted"),
        ReferralStatus.ANSWERED: QCoreApplication.translate("Referrals", "Answered"),
        ReferralStatus.ACKNOWLEDGED: QCoreApplication.translate("Referrals", "Answer read"),
        ReferralStatus.OUTCOME_REPORTED: QCoreApplication.translate("Referrals", "Outcome told"),
    }[value]


def picture_quality(value: PictureQuality) -> str:
    """Name the specialist's judgement of what was sent."""
    return {
        PictureQuality.GOOD: QCoreApplication.translate("Referrals", "Good"),
        PictureQuality.LIMITED: QCoreApplication.translate("Referrals", "Limited"),
        PictureQuality.NOT_USABLE: QCoreApplication.translate("Referrals", "Not usable"),
    }[value]


def certainty(value: Certainty) -> str:
    """Name a degree of certainty."""
    return {
        Certainty.CERTAIN: QCoreApplication.translate("Referrals", "Certain"),
        Certainty.PROBABLE: QCoreApplication.translate("Referrals", "Probable"),
        Certainty.POSSIBLE: QCoreApplication.translate("Referrals", "Possible"),
    }[value]


def decision(value: Decision) -> str:
    """Name what shall happen."""
    return {
        Decision.TREAT_AT_GP: QCoreApplication.translate("Referrals", "Treat at the GP"),
        Decision.SEND_MORE: QCoreApplication.translate("Referrals", "Send more"),
        Decision.VIDEO_VISIT: QCoreApplication.translate("Referrals", "Video visit"),
        Decision.REFER_IN_PERSON: QCoreApplication.translate("Referrals", "Refer in person"),
        Decision.ADMIT_NOW: QCoreApplication.translate("Referrals", "Admit now"),
        Decision.OPEN: QCoreApplication.translate("Referrals", "Not decided yet"),
    }[value]


def verdict(value: QualityVerdict, problems: tuple[QualityProblem, ...]) -> str:
    """Name a judgement in one or two words."""
    if value is QualityVerdict.GOOD:
        return QCoreApplication.translate("Referrals", "Good")
    return (
        problem(problems[0]) if problems else QCoreApplication.translate("Referrals", "Look again")
    )


def problem(value: QualityProblem) -> str:
    """Name what is wrong with a recording."""
    return {
        QualityProblem.BLURRED: QCoreApplication.translate("Referrals", "Blurred"),
        QualityProblem.DARK: QCoreApplication.translate("Referrals", "Too dark"),
        QualityProblem.BRIGHT: QCoreApplication.translate("Referrals", "Too bright"),
        QualityProblem.SMALL: QCoreApplication.translate("Referrals", "Too small"),
        QualityProblem.NO_SCALE: QCoreApplication.translate("Referrals", "No scale"),
        QualityProblem.SILENT: QCoreApplication.translate("Referrals", "Silent"),
        QualityProblem.CLIPPED: QCoreApplication.translate("Referrals", "Too loud"),
        QualityProblem.CONTACT_NOISE: QCoreApplication.translate("Referrals", "Contact noise"),
        QualityProblem.SHORT: QCoreApplication.translate("Referrals", "Too short"),
    }[value]


def how_to_do_better(value: QualityProblem) -> str:
    """Say in one sentence how the next try gets better."""
    return {
        QualityProblem.BLURRED: QCoreApplication.translate(
            "Referrals", "Rest your elbow and hold still, 30 cm away"
        ),
        QualityProblem.DARK: QCoreApplication.translate(
            "Referrals", "Turn towards a window or a lamp"
        ),
        QualityProblem.BRIGHT: QCoreApplication.translate("Referrals", "Turn away from the lamp"),
        QualityProblem.SMALL: QCoreApplication.translate(
            "Referrals", "Use the camera's full size, at least 800 by 600"
        ),
        QualityProblem.NO_SCALE: QCoreApplication.translate("Referrals", "Lay a ruler beside it"),
        QualityProblem.SILENT: QCoreApplication.translate(
            "Referrals", "Check that the stethoscope is connected"
        ),
        QualityProblem.CLIPPED: QCoreApplication.translate("Referrals", "Turn the input down"),
        QualityProblem.CONTACT_NOISE: QCoreApplication.translate(
            "Referrals", "Hold the stethoscope still on the skin"
        ),
        QualityProblem.SHORT: QCoreApplication.translate("Referrals", "Record 10 to 20 seconds"),
    }[value]


def hindrance(value: Hindrance) -> str:
    """Say what keeps a referral, that it is safe, and what to do."""
    return {
        Hindrance.SERVER_FULL: QCoreApplication.translate(
            "Referrals",
            "The server's disk is full. Everything is kept here and goes out by itself when there"
            " is room. Tell your administrator.",
        ),
        Hindrance.QUOTA: QCoreApplication.translate(
            "Referrals",
            "Your share of the server's disk is used up. Everything is kept here and goes out by"
            " itself when there is room. Ask your administrator for more.",
        ),
        Hindrance.NO_ACCESS: QCoreApplication.translate(
            "Referrals",
            "This computer no longer has access. Everything is kept here. Ask your administrator.",
        ),
        Hindrance.RECIPIENT_GONE: QCoreApplication.translate(
            "Referrals",
            "The recipient no longer has access, so it was not sent. Choose somebody else and send"
            " it again.",
        ),
        Hindrance.CLOCK: QCoreApplication.translate(
            "Referrals",
            "This computer's clock is wrong, so it was not sent. It is kept here. Set date and time"
            " right and send it again.",
        ),
        Hindrance.SPOILT: QCoreApplication.translate(
            "Referrals",
            "Files on this computer were damaged or removed before all were sent. The text is kept"
            " here. Look at the recordings and send it again.",
        ),
        Hindrance.DISK_FULL: QCoreApplication.translate(
            "Referrals",
            "This computer's disk is full, so what lies on the server cannot come in. It stays"
            " there and comes by itself when you have freed some space.",
        ),
        Hindrance.ADDED: QCoreApplication.translate(
            "Referrals",
            "The sender has added something for the one who had it before. Allocate it again, so"
            " that it reaches the one who has it now.",
        ),
        Hindrance.REFUSED: QCoreApplication.translate(
            "Referrals",
            "The server does not take it. It is kept here. Try again, and tell your administrator"
            " if it stays so.",
        ),
    }[value]


def time_left(seconds: float) -> str:
    """Say roughly how long an upload will still take."""
    if seconds < 60:
        return QCoreApplication.translate("Referrals", "less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 60:
        return QCoreApplication.translate("Referrals", "about {n} min left").format(n=minutes)
    hours = round(minutes / 60)
    return QCoreApplication.translate("Referrals", "about {n} h left").format(n=hours)


def due_in(due: datetime | None, now: datetime) -> str:
    """Say how long there is until the answer is wanted."""
    if due is None:
        return ""
    left = due - now
    if left <= timedelta(0):
        pattern = QCoreApplication.translate("Referrals", "Answer {overdue}")
        return pattern.format(overdue=times.left(due, now))
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    days, hours = divmod(hours, 24)
    if days:
        pattern = QCoreApplication.translate("Referrals", "Answer due in {days} d {hours} h")
        return pattern.format(days=days, hours=hours)
    pattern = QCoreApplication.translate("Referrals", "Answer due in {hours} h {minutes} min")
    return pattern.format(hours=hours, minutes=minutes)

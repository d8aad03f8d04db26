# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases that a coordinator has to allocate, has allocated, or that were somebody's before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.records.ids import ReferralId, UserId
from app.records.referral import CaseStep, Referral, ReferralStatus, Slot, Specialty, StepKind
from app.referrals.views import Candidate, OpenReferral, ReferralRow
from app.referrals.whose import Part
from tests.ui.test_referral_screens import HENRIK, SIGRUN, attachment, referral

NOW = datetime(2026, 11, 24, 12, 0).astimezone()
"""A Tuesday's noon, wherever this runs."""
KARI = replace(SIGRUN, user=UserId("d" * 32), name="Kari Moen", role="Coordinator")
MONA = replace(SIGRUN, user=UserId("e" * 32), name="Mona Lie")
TO_SIGRUN = CaseStep(StepKind.ALLOCATED, NOW - timedelta(hours=1), KARI.user, to=SIGRUN.user)
TO_MONA = CaseStep(StepKind.ALLOCATED, NOW, KARI.user, to=MONA.user, reason="On leave")
CANDIDATES = (Candidate(SIGRUN, 3), Candidate(MONA, 0))


def case(*steps: CaseStep, status: ReferralStatus = ReferralStatus.RECEIVED) -> Referral:
    return replace(
        referral(attachment(1, Slot.CLOSE_UP)),
        sender=HENRIK.user,
        recipient=KARI.user,
        sent=NOW - timedelta(hours=2),
        steps=steps,
        status=status,
    )


def opened(case: Referral, part: Part, **more: object) -> OpenReferral:
    whole: dict[str, object] = {"mine": False, "number": 1, "of": 1, "part": part} | more
    return OpenReferral(case, HENRIK, KARI, **whole)  # type: ignore[arg-type]


def row(number: int, part: Part, minutes: int, **more: object) -> ReferralRow:
    sent = NOW - timedelta(minutes=minutes)
    plain = ReferralRow(
        ReferralId(f"{number:032x}"),
        f"Patient {number}",
        Specialty.DERMATOLOGY,
        "Excise?",
        "Henrik Lyngås",
        ReferralStatus.RECEIVED,
        sent,
        sent + timedelta(days=3),
        part=part,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


WAITS = row(1, Part.ALLOCATE, 20)
WAITS_LONG = row(2, Part.ALLOCATE, 80)
LEFT = row(3, Part.ALLOCATE, 90, status=ReferralStatus.ALLOCATED, with_since=NOW)
GIVEN = row(
    4,
    Part.ALLOCATE,
    90,
    status=ReferralStatus.ALLOCATED,
    with_name="Sigrun Aasheim",
    with_since=NOW,
)

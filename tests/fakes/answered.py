# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole referrals that have been through everything, in any number, for stores to hold."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import msgspec

from app.records.ids import AttachmentId, ReferralId, UserId
from app.records.media_facts import MediaType, Quality, QualityProblem, QualityVerdict
from app.records.referral import (
    SLOTS,
    Addition,
    Attachment,
    CaseStep,
    Decision,
    Outcome,
    PictureQuality,
    Referral,
    ReferralStatus,
    SignedReply,
    Slot,
    Specialty,
    StepKind,
    Urgency,
)
from app.referrals.case_facts import CaseFacts
from tests.fakes.referrals import form, reply

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
GP, SPECIALIST = UserId("a" * 32), UserId("b" * 32)


def answered_referral(
    number: int, sender: UserId = GP, recipient: UserId = SPECIALIST, *, now: datetime = NOW
) -> Referral:
    """Make one whose specialty, urgency, quality, decision and times go with its number.

    Every eighth waits for its answer; of every sixteenth more was wanted, and added.
    """
    sent = now - timedelta(hours=5 * (number % 200) + 1)
    specialty = tuple(Specialty)[number % 4]
    one = Referral(
        referral=ReferralId(f"{number:032x}"),
        form=form(specialty=specialty, urgency=tuple(Urgency)[number % 3]),
        attachments=tuple(_recording(number, slot) for slot in SLOTS[specialty][:3]),
        status=ReferralStatus.RECEIVED,
        sender=sender,
        recipient=recipient,
        created=sent,
        sent=sent,
    )
    if number % 8 == 0:
        return one
    opened = sent + timedelta(minutes=7 + number % 50)
    signed = opened + timedelta(minutes=20 + 13 * (number % 90))
    said = dataclasses.replace(
        reply(),
        quality=tuple(PictureQuality)[number % 3],
        decision=tuple(Decision)[number % 5],
    )
    answer = SignedReply(said, recipient, "Sigrun Aasheim", "University hospital", signed)
    told = Outcome(number % 3 > 0, number % 4 > 0, "Astrid Canary Solbakken is well")
    done = dataclasses.replace(
        one,
        status=ReferralStatus.OUTCOME_REPORTED,
        reply=answer,
        steps=(
            CaseStep(StepKind.REVIEW_BEGAN, opened, recipient),
            CaseStep(StepKind.ACKNOWLEDGED, signed + timedelta(hours=1), sender),
            CaseStep(StepKind.OUTCOME, signed + timedelta(days=14), sender, told),
        ),
    )
    if number % 16 != 7:
        return done
    added = Addition("Astrid Canary, again", (one.attachments[-1].attachment,), signed)
    second = dataclasses.replace(answer, signed=signed + timedelta(hours=3))
    wanted = dataclasses.replace(
        answer, reply=dataclasses.replace(said, decision=Decision.SEND_MORE)
    )
    return dataclasses.replace(done, reply=second, additions=(added,), earlier_replies=(wanted,))


def facts_of(referral: Referral) -> CaseFacts:
    """Read a referral as statistics do."""
    return msgspec.json.decode(msgspec.json.encode(referral), type=CaseFacts)


def _recording(number: int, slot: Slot) -> Attachment:
    quality = Quality(QualityVerdict.GOOD)
    if number % 5 == 0:
        problem = tuple(QualityProblem)[number % 9]
        quality = Quality(QualityVerdict.LOOK_AGAIN, (problem,))
    place = tuple(Slot).index(slot)
    return Attachment(
        AttachmentId(f"{number:016x}{place:016x}"),
        slot,
        "Astrid Canary Solbakken, close",
        MediaType.JPEG,
        2_000_000,
        "1" * 64,
        "2" * 64,
        quality,
        "Astrid Canary Solbakken could not hold still",
    )

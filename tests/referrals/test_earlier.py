# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pictures a referral is compared with: the same patient's, from before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.records.ids import AttachmentId, ReferralId, UserId
from app.records.media_facts import MediaType, Quality, QualityVerdict
from app.records.referral import Attachment, Referral, ReferralStatus, Slot
from app.referrals.listing import earlier_pictures
from tests.fakes.referrals import form

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def referral(number: int, days_ago: int, *kinds: MediaType) -> Referral:
    quality = Quality(QualityVerdict.GOOD)
    attachments = tuple(
        Attachment(AttachmentId(f"{n:032x}"), Slot.OTHER, "", kind, 1, "0" * 64, "0" * 64, quality)
        for n, kind in enumerate(kinds)
    )
    sent = NOW - timedelta(days=days_ago)
    return Referral(
        ReferralId(f"{number:032x}"),
        form("?"),
        attachments,
        ReferralStatus.RECEIVED,
        UserId("a" * 32),
        None,
        sent,
        sent,
    )


def test_pictures_of_the_same_patient_from_before_newest_first() -> None:
    shown = referral(1, 0, MediaType.JPEG)
    older = referral(2, 900, MediaType.JPEG)
    old = referral(3, 30, MediaType.WAV, MediaType.PNG, MediaType.MP4)
    shouted = replace(
        old, form=replace(old.form, patient_name=f" {old.form.patient_name.upper()} ")
    )
    found = earlier_pictures(shown, [shown, older, shouted])
    assert [(e.referral, e.attachment.media_type) for e in found] == [
        (old.referral, MediaType.PNG),
        (older.referral, MediaType.JPEG),
    ]


def test_nobody_else_and_nothing_later() -> None:
    shown = referral(1, 10, MediaType.JPEG)
    old = referral(2, 30, MediaType.JPEG)
    later = referral(3, 2, MediaType.JPEG)
    other_day = replace(old, form=replace(old.form, patient_birth_date=date(1999, 1, 1)))
    other_name = replace(old, form=replace(old.form, patient_name="Somebody Else"))
    draft = replace(old, sent=None)
    assert earlier_pictures(shown, [shown, later, other_day, other_name, draft]) == ()
    nameless = replace(shown, form=replace(shown.form, patient_birth_date=None))
    unborn = replace(old, form=replace(old.form, patient_birth_date=None))
    assert earlier_pictures(nameless, [old, unborn]) == ()

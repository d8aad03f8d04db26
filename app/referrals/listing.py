# SPDX-License-Identifier: GPL-3.0-or-later
"""Put the lists together that the screens show; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from app.attachments.intake import kind_of
from app.records.ids import ReferralId, UserId
from app.records.media_facts import MediaKind
from app.records.people import Practitioner
from app.records.referral import Referral, ReferralStatus
from app.referrals.errors import Hindrance
from app.referrals.views import (
    EarlierPicture,
    OutboxView,
    ReferralRow,
    ReferralsView,
    RefusedParcel,
)

_MOST_EARLIER: Final = 24
_FAR: Final = datetime.max.replace(tzinfo=UTC)
_DONE: Final = (
    ReferralStatus.MORE_WANTED,
    ReferralStatus.ANSWERED,
    ReferralStatus.ACKNOWLEDGED,
    ReferralStatus.OUTCOME_REPORTED,
)

People = Callable[[UserId], Practitioner | None]


def view_of(
    received: Iterable[Referral],
    sent: Iterable[Referral],
    outbox: OutboxView,
    refused: Iterable[RefusedParcel],
    people: People,
    came_back: Mapping[ReferralId, Hindrance],
    inbox_hindrance: Hindrance | None,
) -> ReferralsView:
    """Order all referrals: the inbox by deadline with open ones first, the others by age."""

    def row(referral: Referral, other: UserId | None) -> ReferralRow:
        why = came_back.get(referral.referral)
        return dataclasses.replace(_row(referral, other, people), came_back=why)

    own = tuple(sent)
    drafts = [r for r in own if r.status is ReferralStatus.DRAFT]
    under_way = [r for r in own if r.status is not ReferralStatus.DRAFT]
    under_way.sort(key=lambda r: r.sent or r.created, reverse=True)
    return ReferralsView(
        inbox=tuple(row(r, r.sender) for r in in_inbox_order(received)),
        sent=tuple(row(r, r.recipient) for r in under_way),
        drafts=tuple(row(r, r.recipient) for r in drafts),
        outbox=outbox,
        refused=tuple(refused),
        inbox_hindrance=inbox_hindrance,
    )


def in_inbox_order(received: Iterable[Referral]) -> list[Referral]:
    """Put what is still to be answered first, then the nearest deadline."""
    return sorted(received, key=lambda r: (r.status in _DONE, r.due or _FAR, r.referral))


def earlier_pictures(shown: Referral, others: Iterable[Referral]) -> tuple[EarlierPicture, ...]:
    """List the pictures of earlier referrals of the same patient, newest first.

    The same patient is who has the same name and the same date of birth; without a date of
    birth nobody is.
    """
    if shown.sent is None or shown.form.patient_birth_date is None:
        return ()
    found = [
        EarlierPicture(other.referral, attachment, other.sent)
        for other in others
        if other.sent is not None
        and other.sent < shown.sent
        and other.form.patient_birth_date == shown.form.patient_birth_date
        and _same(other.form.patient_name, shown.form.patient_name)
        for attachment in other.attachments
        if kind_of(attachment.media_type) is MediaKind.PICTURE
    ]
    found.sort(key=lambda each: each.sent, reverse=True)
    return tuple(found[:_MOST_EARLIER])


def _same(name: str, other: str) -> bool:
    return " ".join(name.casefold().split()) == " ".join(other.casefold().split())


def _row(referral: Referral, other: UserId | None, people: People) -> ReferralRow:
    person = None if other is None else people(other)
    return ReferralRow(
        referral=referral.referral,
        patient_name=referral.form.patient_name,
        specialty=referral.form.specialty,
        question=referral.form.question,
        other_name="" if person is None else person.name,
        status=referral.status,
        sent=referral.last_sent,
        due=referral.due,
        version=referral.version,
    )

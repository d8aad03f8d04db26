# SPDX-License-Identifier: GPL-3.0-or-later
"""Put the lists together that the screens show; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from app.records.ids import ReferralId, UserId
from app.records.people import Practitioner
from app.records.referral import Referral, ReferralStatus
from app.referrals.errors import Hindrance
from app.referrals.views import OutboxView, ReferralRow, ReferralsView, RefusedParcel

_FAR: Final = datetime.max.replace(tzinfo=UTC)
_DONE: Final = (
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


def _row(referral: Referral, other: UserId | None, people: People) -> ReferralRow:
    person = None if other is None else people(other)
    return ReferralRow(
        referral=referral.referral,
        patient_name=referral.form.patient_name,
        specialty=referral.form.specialty,
        question=referral.form.question,
        other_name="" if person is None else person.name,
        status=referral.status,
        sent=referral.sent,
        due=referral.due,
    )

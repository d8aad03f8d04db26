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
from app.referrals.whose import ANSWERED, Part, is_open, part_of

_MOST_EARLIER: Final = 24
_FAR: Final = datetime.max.replace(tzinfo=UTC)
_DONE: Final = (
    ReferralStatus.MORE_WANTED,
    *ANSWERED,
)

People = Callable[[UserId], Practitioner | None]


def view_of(
    received: Iterable[Referral],
    sent: Iterable[Referral],
    outbox: OutboxView,
    refused: Iterable[RefusedParcel],
    people: People | None,
    came_back: Mapping[ReferralId, Hindrance],
    inbox_hindrance: Hindrance | None,
    reader: UserId,
    *,
    coordinates: bool = False,
    reachable: Callable[[UserId], bool] = lambda _: True,
) -> ReferralsView:
    """Order all referrals: the inbox by deadline with open ones first, the others by age.

    ``people`` is None where the directory is not known yet. ``reader`` is whose lists these are;
    ``coordinates`` whether their role is that; ``reachable`` whether somebody has a computer in
    force.
    """

    def part(referral: Referral) -> Part:
        return part_of(referral, reader, coordinates=coordinates)

    def row(referral: Referral, other: UserId | None) -> ReferralRow:
        why = came_back.get(referral.referral)
        return dataclasses.replace(_row(referral, other, people), came_back=why)

    def came_row(referral: Referral) -> ReferralRow:
        return dataclasses.replace(row(referral, referral.sender), part=part(referral))

    came = tuple(received)
    to_choose = [r for r in came if part(r) is Part.ALLOCATE]
    waiting = [r for r in to_choose if _needs_somebody(r, reachable, came_back)]
    waiting.sort(key=lambda r: r.sent or r.created)
    given = [r for r in to_choose if r not in waiting]
    inbox = [r for r in came if part(r) is not Part.ALLOCATE]

    own = tuple(sent)
    drafts = [r for r in own if r.status is ReferralStatus.DRAFT]
    under_way = [r for r in own if r.status is not ReferralStatus.DRAFT]
    under_way.sort(key=lambda r: r.sent or r.created, reverse=True)
    return ReferralsView(
        inbox=tuple(came_row(r) for r in in_inbox_order(inbox, reader)),
        sent=tuple(row(r, r.recipient) for r in under_way),
        drafts=tuple(row(r, r.recipient) for r in drafts),
        outbox=outbox,
        refused=tuple(refused),
        to_allocate=tuple(came_row(r) for r in waiting),
        allocated=tuple(came_row(r) for r in in_inbox_order(given)),
        coordinates=coordinates,
        inbox_hindrance=inbox_hindrance,
    )


def in_inbox_order(received: Iterable[Referral], reader: UserId | None = None) -> list[Referral]:
    """Put what is still to be answered first, by this ``reader`` if one is named, then the nearest
    deadline."""

    def others(referral: Referral) -> bool:
        return reader is not None and referral.answerer != reader

    return sorted(
        received, key=lambda r: (r.status in _DONE or others(r), r.due or _FAR, r.referral)
    )


def _needs_somebody(
    referral: Referral,
    reachable: Callable[[UserId], bool],
    came_back: Mapping[ReferralId, Hindrance],
) -> bool:
    """Tell whether a coordinator has to choose: nobody was, or whoever was cannot answer."""
    if not is_open(referral.status):
        return False
    if referral.allocation is None or referral.referral in came_back:
        return True
    return referral.answerer is None or not reachable(referral.answerer)


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


def _row(referral: Referral, other: UserId | None, people: People | None) -> ReferralRow:
    person = None if other is None or people is None else people(other)
    to = None if referral.allocation is None else referral.allocation.to
    chosen = None if to is None or people is None else people(to)
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
        with_name="" if chosen is None else chosen.name,
        with_since=None if referral.allocation is None else referral.allocation.at,
    )

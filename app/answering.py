# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign a specialist's answer together with the visit that it promises.

Referrals and schedule do not know each other; here they meet, in an order that no crash turns into
a promise without a visit: the answer's draft is on the disk, then the visit stands on the server
and here, then the answer goes. Who dies between finds draft and visit again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.errors import KnownError
from app.records.ids import ReferralId
from app.records.referral import Decision, Referral, Reply, Urgency
from app.records.schedule import OfferedVisit
from app.referrals.errors import WrongStatus
from app.referrals.service import ReferralService
from app.schedule.free_time import Calendar
from app.schedule.planning import NotPlanned
from app.schedule.service import ScheduleService
from app.schedule.views import VisitWish

_log = logging.getLogger(__name__)

NOTICE: Final = timedelta(days=1)
"""So long ahead a visit is proposed at least: its patient hears of it from the sender."""
SHORT_NOTICE: Final = timedelta(hours=2)
"""The same, where an answer is wanted within the day."""


class VisitNotOffered(KnownError):
    """There is no connection to the server, so no visit could be planned and the answer was not
    sent. It is kept here as a draft. Sign and send it again when you are online."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of visits with an answer that was sent."""

    visit: OfferedVisit | None
    """The one that it tells of."""
    other_stands: bool
    """One that this answer does not tell of: an earlier one did, or it cannot be cancelled now."""


class Answering:
    """What an answer needs of both features. Belongs to the asyncio thread."""

    def __init__(
        self,
        referrals: ReferralService,
        schedule: ScheduleService,
        clock: Callable[[], datetime],
    ) -> None:
        self._referrals = referrals
        self._schedule = schedule
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def calendar(self, referral: Referral) -> Calendar:
        """Give the specialist's calendar without this referral's own visit, and from when to when
        one can be proposed.
        """
        short = referral.form.urgency is Urgency.SAME_DAY
        earliest = self._clock() + (SHORT_NOTICE if short else NOTICE)
        return await self._schedule.calendar(earliest, referral.referral)

    async def reply(self, referral: Referral, reply: Reply, reason: str) -> Answered:
        """Sign and send an answer; a video visit is planned before.

        ``reason`` stands in the specialist's day and nowhere else. A visit of which an earlier
        answer has told stands until another takes its place, or its host cancels it.

        Raises:
            VisitNotPlannable, VisitNotOffered, RefusedByServer: the visit could not be planned.
            NoDevice, NoSuchReferral, WrongStatus, StoreFull: the answer could not be sent.
                In each case it stays a draft, and no visit is left that nobody was told of, or
                it is found again with the next try.
        """
        number, told = referral.referral, _told(referral)
        async with self._one_at_a_time:
            # Refuses what is answered already, whose visit is promised.
            await self._referrals.save_reply_draft(number, reply)
            visit = await self._planned(referral, reply, reason, told)
            try:
                await self._referrals.reply(number, replace(reply, visit=visit))
            except WrongStatus:
                raise
            except KnownError:
                # Nothing was sent, so nobody knows of this visit.
                await self._keep_only(number, told)
                raise
            stands = await self._keep_only(number, told if visit is None else {visit.start})
            return Answered(visit, visit is None and stands)

    async def _planned(
        self, referral: Referral, reply: Reply, reason: str, told: Collection[datetime]
    ) -> OfferedVisit | None:
        if reply.decision is not Decision.VIDEO_VISIT or reply.visit is None:
            return None
        form, wish = referral.form, reply.visit
        try:
            return await self._schedule.offer(
                referral.referral,
                VisitWish(
                    form.patient_name, form.patient_birth_date, reason, wish.start, wish.minutes
                ),
                told,
            )
        except NotPlanned as error:
            raise VisitNotOffered from error

    async def _keep_only(self, number: ReferralId, starts: Collection[datetime]) -> bool:
        """Take back visits that are not wanted; tells whether one stands, maybe because it cannot
        be taken back now.
        """
        try:
            return await self._schedule.keep_only(number, starts)
        except KnownError as error:
            _log.info("a visit was not taken back: %s", type(error).__name__)
            return True


def _told(referral: Referral) -> frozenset[datetime]:
    """List when the visits begin of which earlier answers have told."""
    replies = (*referral.earlier_replies, referral.reply)
    visits = (each.reply.visit for each in replies if each is not None)
    return frozenset(visit.start for visit in visits if visit is not None)

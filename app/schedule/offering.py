# SPDX-License-Identifier: GPL-3.0-or-later
"""The visit that answers a referral: there is at most one that still stands, and it is real."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Final

from app.records.ids import AppointmentId, ReferralId
from app.records.schedule import Appointment, AppointmentStatus, OfferedVisit
from app.schedule.booking import Booking
from app.schedule.doors import Doors
from app.schedule.free_time import Busy, Calendar
from app.schedule.planning import LONGEST, NotPlanned
from app.schedule.views import VisitWish
from app.signaling.http import ServerUnreachable
from app.store import appointments
from app.store.database import Store
from signaling_server.wire import MAX_DAYS_AHEAD

_STANDS: Final = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)


class Offering:
    """Plans, finds again and takes back visits of referrals. Belongs to the asyncio thread.

    A program that dies between the visit and the answer that tells of it finds the visit by
    its referral, so that asking again makes no second one.
    """

    def __init__(
        self,
        store: Store,
        doors: Doors,
        booking: Booking,
        cancel: Callable[[AppointmentId], Awaitable[None]],
    ) -> None:
        """``cancel`` cancels a planned visit, here and on the server."""
        self._store = store
        self._doors = doors
        self._booking = booking
        self._cancel = cancel

    async def offer(
        self,
        referral: ReferralId,
        wish: VisitWish,
        told: Collection[datetime] = (),
    ) -> OfferedVisit:
        """Have the visit of a referral stand at this time, and give it with the patient's link.

        One that stands at another time is cancelled, unless an earlier answer has ``told`` of it.

        Raises:
            VisitNotPlannable, NotPlanned, RefusedByServer, StoreFull: as for any visit.
        """
        start, minutes = wish.start.astimezone(UTC), wish.minutes
        self._booking.check(wish.patient_name, start, minutes)
        try:
            for visit in await self._standing(referral):
                if _is_at(visit, start, minutes) and await self._is_whole(visit):
                    return OfferedVisit(visit.start, minutes, self._doors.address(visit))
                if visit.start == start or visit.start not in told:
                    await self._cancel(visit.appointment)
        except ServerUnreachable as error:
            raise NotPlanned from error
        made = await self._booking.plan(
            wish.patient_name, wish.birth_date, "", wish.reason, start, minutes, referral
        )
        return OfferedVisit(start, minutes, made.link)

    async def calendar(self, now: datetime, earliest: datetime, besides: ReferralId) -> Calendar:
        """Give what is planned besides this referral's own visit, and when one can be."""
        latest = now + timedelta(days=MAX_DAYS_AHEAD)
        planned = await appointments.appointments_between(self._store, now - LONGEST, latest)
        busy = tuple(
            Busy(visit.start, visit.end, visit.patient.name)
            for visit in planned
            if visit.status in _STANDS and visit.based_on != besides
        )
        return Calendar(busy, max(now, earliest), latest)

    async def keep_only(self, referral: ReferralId, starts: Collection[datetime]) -> bool:
        """Cancel what was planned for a referral but for the visits that begin then; tell whether
        one stands.

        Raises:
            ServerUnreachable, RefusedByServer, StoreFull: it is still planned.
        """
        kept = False
        for visit in await self._standing(referral):
            if visit.start in starts:
                kept = True
            else:
                await self._cancel(visit.appointment)
        return kept

    async def _standing(self, referral: ReferralId) -> tuple[Appointment, ...]:
        found = await appointments.appointments_for(self._store, referral)
        return tuple(visit for visit in found if visit.status in _STANDS)

    async def _is_whole(self, visit: Appointment) -> bool:
        """Tell whether its door can be opened: the server still has it, and its link works."""
        link = visit.link
        if link is None or link.revoked:
            return False
        return await self._doors.stands(visit.appointment)


def _is_at(visit: Appointment, start: datetime, minutes: int) -> bool:
    return (visit.start, visit.length) == (start, timedelta(minutes=minutes))

# SPDX-License-Identifier: GPL-3.0-or-later
"""The day's visits: planned, moved out of the way, and shown with who is at the door."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from app.errors import KnownError
from app.records.ids import AppointmentId, ParticipantId, ReferralId
from app.records.schedule import Appointment, AppointmentStatus, OfferedVisit
from app.schedule.booking import Booking, new_link
from app.schedule.day import bounds_of_day, day_view
from app.schedule.doors import Doors
from app.schedule.free_time import Calendar
from app.schedule.offering import Offering
from app.schedule.planning import NoLink, NoSuchVisit, NotPlanned, VisitNotPlannable, check_open
from app.schedule.views import Connection, DayView, NewVisit, VisitWish
from app.signaling.http import ServerClient
from app.signaling.login import Tokens
from app.signaling.sealed_texts import Author, seal_text
from app.signaling.session import Session
from app.signaling.session_events import ConnectionChanged, SessionEnded, SessionEvent
from app.store import appointments
from app.store.database import Store
from app.tasks import Tasks
from app.vault.identity import OwnIdentity
from signaling_server.wire import (
    MAX_DAYS_AHEAD,
    AppointmentState,
    Participant,
    RoomChanged,
    Send,
)
from signaling_server.wire import Welcome as Welcomed

_log = logging.getLogger(__name__)
_MESSAGE_S: Final = 15.0
T = TypeVar("T")


class ScheduleService:
    """The schedule of one clinician. Belongs to the asyncio thread.

    Names and reasons stay in the store; the server gets ids, times, public keys and cards
    that are sealed under the link's secret.
    """

    def __init__(
        self,
        store: Store,
        session: Session,
        client: ServerClient,
        tokens: Tokens,
        identity: OwnIdentity,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._session = session
        self._doors = Doors(store, client, tokens, identity)
        self._clock = clock
        self._tasks = Tasks()
        self._watchers: list[Callable[[DayView], None]] = []
        self._rooms: dict[AppointmentId, tuple[Participant, ...]] = {}
        self._hosted: set[AppointmentId] = set()
        self._connection = Connection.CONNECTING
        self._offline_since: datetime | None = None
        self._view: DayView | None = None
        self._changed = asyncio.Event()
        self._booking = Booking(store, self._doors, clock)
        self._offering = Offering(store, self._doors, self._booking, self.cancel)
        self._remove_listener: Callable[[], None] | None = None

    async def start(self) -> None:
        """Begin to follow the session and the day."""
        self._remove_listener = self._session.add_listener(self._hear)
        match self._session.online:
            case True:
                self._hear(ConnectionChanged(True))
            case False:
                self._hear(ConnectionChanged(False))
            case None:
                pass
        await self.refresh()
        self._tasks.start(self._follow(), "schedule")

    async def close(self) -> None:
        """Stop following; watchers hear no more."""
        if self._remove_listener is not None:
            self._remove_listener()
        await self._tasks.close()
        self._watchers.clear()

    async def watch(self, watcher: Callable[[DayView], None]) -> Callable[[], None]:
        """Show the present day to ``watcher`` at once, then each change; the result ends that."""
        view = self._view if self._view is not None else await self._read()
        self._watchers.append(watcher)
        watcher(view)

        def unwatch() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return unwatch

    async def refresh(self) -> None:
        """Read the day again, because something else has changed the store."""
        view = await self._read()
        if view == self._view:
            return
        self._view = view
        for watcher in tuple(self._watchers):
            watcher(view)

    async def plan(
        self,
        patient_name: str,
        birth_date: date | None,
        phone: str,
        reason: str,
        start: datetime,
        minutes: int,
    ) -> NewVisit:
        """Plan a visit and make the patient's link.

        Raises:
            VisitNotPlannable: with the cause.
            NotPlanned: offline; nothing was saved, and what the server may have got is undone.
        """
        visit = await self._made(
            self._booking.plan(patient_name, birth_date, phone, reason, start, minutes)
        )
        await self.refresh()
        return visit

    async def calendar(self, earliest: datetime, besides: ReferralId) -> Calendar:
        """Give what is planned besides a referral's own visit, to propose a time for that one."""
        return await self._offering.calendar(self._clock(), earliest, besides)

    async def offer(
        self,
        referral: ReferralId,
        wish: VisitWish,
        told: Collection[datetime] = (),
    ) -> OfferedVisit:
        """Have the visit that answers a referral stand at this time, however often it is asked.

        Others of this referral go, but for those that an earlier answer has ``told`` of.
        Raises as ``plan``.
        """
        offered = await self._made(self._offering.offer(referral, wish, told))
        await self.refresh()
        return offered

    async def keep_only(self, referral: ReferralId, starts: Collection[datetime]) -> bool:
        """Cancel what was planned for a referral but for the visits that begin then; tell whether
        one stands.

        Raises:
            ServerUnreachable, RefusedByServer: it is still planned.
        """
        return await self._offering.keep_only(referral, starts)

    async def link_of(self, appointment: AppointmentId) -> str:
        """Write the patient's link again. Secret, for the patient only.

        Raises:
            NoSuchVisit, NoLink.
        """
        return self._doors.address(await self._known(appointment))

    async def reissue_link(self, appointment: AppointmentId) -> str:
        """Make a new link; the old one is dead from now on.

        Raises:
            ServerUnreachable: if the old link was closed already, it stays closed; try again.
            NoSuchVisit, VisitOver.
        """
        visit = check_open(await self._known(appointment))
        # The old door closes first: whatever breaks, a lost link never stays open.
        visit = replace(await self._doors.close(visit), link=new_link())
        await self._doors.open(visit)
        await appointments.save_appointment(self._store, visit)
        return self._doors.address(visit)

    async def revoke_link(self, appointment: AppointmentId) -> None:
        """Close the patient's door for ever.

        Raises:
            ServerUnreachable: it is still open.
            NoSuchVisit.
        """
        await self._doors.close(await self._known(appointment))

    async def cancel(self, appointment: AppointmentId) -> None:
        """Cancel a visit; its link is dead.

        Raises:
            ServerUnreachable: it is still planned.
            NoSuchVisit, VisitOver.
        """
        await self._close_visit(appointment, AppointmentStatus.CANCELLED, "")

    async def did_not_take_place(self, appointment: AppointmentId, reason: str) -> None:
        """Note that a visit did not happen, and why.

        Raises:
            ServerUnreachable: nothing was noted.
            NoSuchVisit, VisitOver.
        """
        await self._close_visit(appointment, AppointmentStatus.NOSHOW, reason.strip())

    async def message(
        self, appointment: AppointmentId, participant: ParticipantId, text: str
    ) -> None:
        """Send somebody at the door a short message that the server cannot read.

        Raises:
            NoLink, TextTooLong, RefusedByServer, ServerUnreachable, SessionOver.
        """
        visit = await self._known(appointment)
        if visit.link is None:
            raise NoLink
        sealed = seal_text(visit.link.secret, appointment, Author.HOST, text)
        message = Send(self._session.new_id(), appointment, participant, sealed)
        await self._session.send(message, timeout_s=_MESSAGE_S)

    async def _close_visit(
        self, appointment: AppointmentId, status: AppointmentStatus, outcome: str
    ) -> None:
        check_open(await self._known(appointment))
        await self._doors.end(appointment, AppointmentState(status.value))
        await appointments.set_status(self._store, appointment, status, outcome)
        await self.refresh()

    async def _known(self, appointment: AppointmentId) -> Appointment:
        found = await appointments.appointment(self._store, appointment)
        if found is None:
            raise NoSuchVisit
        return found

    def _hear(self, event: SessionEvent) -> None:
        match event:
            case Welcomed(resumed=False):
                # The server tells anew who is where; whoever it leaves out has gone.
                self._rooms.clear()
                self._hosted.clear()
            case RoomChanged(appointment=appointment, participants=participants):
                key = AppointmentId(appointment)
                self._rooms[key] = participants
                (self._hosted.add if event.host_present else self._hosted.discard)(key)
            case ConnectionChanged(online=True):
                self._connection, self._offline_since = Connection.ONLINE, None
                self._tasks.start(self._undo_unfinished(), "undo half-planned visits")
            case ConnectionChanged(online=False) | SessionEnded():
                if self._connection is not Connection.OFFLINE:
                    self._connection, self._offline_since = Connection.OFFLINE, self._clock()
            case _:
                return
        self._changed.set()

    async def _made(self, making: Coroutine[Any, Any, T]) -> T:
        try:
            return await making
        except (VisitNotPlannable, NotPlanned):
            raise
        except KnownError:
            self._tasks.start(self._undo_unfinished(), "undo a half-planned visit")
            raise

    async def _undo_unfinished(self) -> None:
        try:
            await self._booking.undo_unfinished()
        except KnownError as error:
            _log.info("half-planned visits not undone yet: %s", type(error).__name__)

    async def _follow(self) -> None:
        while True:
            now = self._clock()
            until_tomorrow = (bounds_of_day(now)[1] - now).total_seconds()
            try:
                # A minute at a time: a suspended computer wakes up on another day.
                async with asyncio.timeout(min(60.0, max(until_tomorrow, 0.0) + 0.1)):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            try:
                await self.refresh()
            except KnownError as error:
                _log.warning("the day could not be read: %s", type(error).__name__)

    async def _read(self) -> DayView:
        now = self._clock()
        start, end = bounds_of_day(now)
        visits = await appointments.appointments_between(self._store, start, end)
        later = end + timedelta(days=MAX_DAYS_AHEAD)
        coming = await appointments.appointments_between(self._store, end, later)
        at_door = {visit.appointment: visit for visit in visits if visit.appointment in self._rooms}
        for key in set(self._rooms) - set(at_door):
            other = await appointments.appointment(self._store, key)
            if other is not None:
                at_door[key] = other
        return day_view(
            visits,
            at_door,
            self._rooms,
            self._connection,
            self._offline_since,
            now.astimezone().date(),
            self._hosted,
            coming,
        )

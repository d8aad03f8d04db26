# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out what clients ask for over the WebSocket: checks, writes down, tells the rooms."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from typing import Final, assert_never

import msgspec

from signaling_server import audit, links, schedule
from signaling_server.accounts import Staff
from signaling_server.database import Database
from signaling_server.hub import Client, Hub
from signaling_server.ids import AppointmentId, LinkId, ParticipantId, UserId
from signaling_server.limits import Clock
from signaling_server.links import Seat
from signaling_server.refusal import Refusal
from signaling_server.room_events import (
    GuestAdmitted,
    GuestDismissed,
    GuestKnocked,
    HostEntered,
    LinkClosed,
    MessageSent,
    ParticipantLeft,
    VisitEnded,
    WordsRelayed,
)
from signaling_server.wire import (
    MAX_RELAY_BYTES,
    MAX_SEALED_MESSAGE_BYTES,
    Admit,
    AppointmentState,
    Dismiss,
    DismissalReason,
    Done,
    Enter,
    ErrorCode,
    Finish,
    Knock,
    Leave,
    Ping,
    Pong,
    Refused,
    Relay,
    Send,
)
from signaling_server.wire_http import Appointment

Request = Enter | Knock | Admit | Dismiss | Relay | Send | Leave | Finish | Ping

CHECKS: Final = frozenset({None, "fine", "weak", "failed", "skipped"})
_CALL: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")


class Visits:
    """Every request of a client, once, in order for one appointment."""

    def __init__(self, database: Database, hub: Hub, clock: Clock) -> None:
        self._database = database
        self._hub = hub
        self._clock = clock
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def carry_out(self, client: Client, request: Request) -> None:
        """Do what is asked and answer it. A repeated id is answered, and nothing more."""
        if not client.session.begin(request.id):
            answer = client.session.answer(request.id)
            if answer is not None:
                self._hub.say(client, answer)
            return
        answer = Refused(request.id, ErrorCode.UNAVAILABLE)
        try:
            await self._perform(client, request)
            answer = Pong(request.id) if isinstance(request, Ping) else Done(request.id)
        except Refusal as refusal:
            answer = Refused(request.id, refusal.code)
        finally:
            client.session.answered(request.id, answer)
            self._hub.say(client, answer)

    async def change_state(
        self, owner: UserId, appointment: AppointmentId, state: AppointmentState
    ) -> Appointment:
        """Change an appointment's state outside of a visit.

        Raises:
            Refusal: it is not this owner's, or was ended in another way.
        """
        async with self._in_turn(appointment):
            async with self._database.write() as connection:
                changed = await schedule.set_state(connection, owner, appointment, state)
            if state in schedule.ENDED:
                self._hub.apply(VisitEnded(appointment, None))
        return changed

    async def close_link(self, owner: UserId, link: LinkId) -> None:
        """Close a link for ever and put out whoever came through it.

        Raises:
            Refusal: there is no such link of this owner.
        """
        async with self._database.write() as connection:
            appointment = await links.close_link(connection, owner, link)
        self._hub.apply(LinkClosed(appointment, link))
        self._hub.drop_guests(lambda seat: seat.link == link)

    def _in_turn(self, appointment: str) -> asyncio.Lock:
        if len(self._turns) > 10_000:
            for key in [key for key, lock in self._turns.items() if not lock.locked()]:
                del self._turns[key]
        return self._turns[appointment]

    async def _perform(self, client: Client, request: Request) -> None:
        match request:
            case Ping():
                return
            case Relay():
                self._relay(client, request)
            case Send():
                self._send(client, request)
            case Leave():
                appointment = self._appointment(client, request.appointment)
                self._hub.apply(ParticipantLeft(client.id, appointment))
            case Knock():
                seat = _seat_of(client)
                async with self._in_turn(seat.appointment):
                    await self._knock(client, seat, request)
            case Enter():
                async with self._in_turn(request.appointment):
                    await self._enter(client, request)
            case Admit():
                async with self._in_turn(request.appointment):
                    await self._admit(client, request)
            case Dismiss():
                async with self._in_turn(request.appointment):
                    await self._dismiss(client, request)
            case Finish():
                async with self._in_turn(request.appointment):
                    await self._finish(client, request)
            case _:
                assert_never(request)

    def _relay(self, client: Client, request: Relay) -> None:
        # As it will be written: escaped characters must not make the relayed message too long.
        if len(msgspec.json.encode(request.payload)) > MAX_RELAY_BYTES:
            raise Refusal(ErrorCode.TOO_LARGE)
        appointment = self._appointment(client, request.appointment)
        self._hub.apply(WordsRelayed(client.id, appointment, request.to, request.payload))

    def _send(self, client: Client, request: Send) -> None:
        if len(request.sealed) > MAX_SEALED_MESSAGE_BYTES:
            raise Refusal(ErrorCode.TOO_LARGE)
        appointment = self._appointment(client, request.appointment)
        self._hub.apply(MessageSent(client.id, appointment, request.to, request.sealed))

    async def _enter(self, client: Client, request: Enter) -> None:
        staff = _staff_of(client)
        appointment = AppointmentId(request.appointment)
        async with self._database.read() as connection:
            found = await schedule.own_appointment(connection, staff.user, appointment)
        if found.state in schedule.ENDED:
            raise Refusal(ErrorCode.GONE)
        self._still_here(client)
        self._hub.apply(HostEntered(client.id, staff.user, appointment))

    async def _knock(self, client: Client, seat: Seat, request: Knock) -> None:
        if request.check not in CHECKS:
            raise Refusal(ErrorCode.BAD_REQUEST)
        # Read anew: the owner may have admitted or removed this seat since the socket opened.
        async with self._database.read() as connection:
            seat = await links.seat(connection, seat.participant)
        event = GuestKnocked(
            session=client.id,
            appointment=seat.appointment,
            owner=seat.owner,
            participant=seat.participant,
            link=seat.link,
            role=seat.role,
            known_seat=seat.known,
            check=request.check,
            call=seat.call,
        )
        self._still_here(client)
        self._hub.apply(event)

    async def _admit(self, client: Client, request: Admit) -> None:
        staff = _staff_of(client)
        if not _CALL.fullmatch(request.call):
            raise Refusal(ErrorCode.BAD_REQUEST)
        appointment = AppointmentId(request.appointment)
        participant = ParticipantId(request.participant)
        self._hub.rooms.may_admit(client.id, appointment, participant)
        async with self._database.write() as connection:
            await links.admit(
                connection, staff.user, appointment, participant, request.call, self._clock()
            )
        self._hub.apply(GuestAdmitted(client.id, appointment, participant, request.call))

    async def _dismiss(self, client: Client, request: Dismiss) -> None:
        staff = _staff_of(client)
        if request.reason is DismissalReason.FINISHED:
            raise Refusal(ErrorCode.BAD_REQUEST)
        appointment = AppointmentId(request.appointment)
        participant = ParticipantId(request.participant)
        self._hub.rooms.may_dismiss(client.id, appointment, participant)
        async with self._database.write() as connection:
            await links.dismiss(
                connection,
                staff.user,
                appointment,
                participant,
                request.reason is DismissalReason.REMOVED,
                self._clock(),
            )
        self._hub.apply(GuestDismissed(client.id, appointment, participant, request.reason))

    async def _finish(self, client: Client, request: Finish) -> None:
        staff = _staff_of(client)
        if request.state not in schedule.ENDED:
            raise Refusal(ErrorCode.BAD_REQUEST)
        appointment = AppointmentId(request.appointment)
        async with self._database.write() as connection:
            await schedule.set_state(connection, staff.user, appointment, request.state)
            await audit.record(
                connection, self._clock(), audit.Action.FINISHED, staff.user, appointment
            )
        self._hub.apply(VisitEnded(appointment, client.id))

    def _still_here(self, client: Client) -> None:
        """Refuse who was put out while the database was asked: nobody would ever take them out."""
        if not self._hub.knows(client):
            raise Refusal(ErrorCode.REVOKED)

    def _appointment(self, client: Client, named: str) -> AppointmentId:
        """A guest is bound to its own appointment; what staff may do, the rooms judge."""
        if client.seat is not None and client.seat.appointment != named:
            raise Refusal(ErrorCode.FORBIDDEN)
        return AppointmentId(named)


def _staff_of(client: Client) -> Staff:
    if not isinstance(client.subject, Staff):
        raise Refusal(ErrorCode.FORBIDDEN)
    return client.subject


def _seat_of(client: Client) -> Seat:
    if client.seat is None:
        raise Refusal(ErrorCode.FORBIDDEN)
    return client.seat

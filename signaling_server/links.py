# SPDX-License-Identifier: GPL-3.0-or-later
"""Doors for guests: a link, the seats that came through it, and who of them was admitted.

The server has only the public half of a link's key. A seat is a device that proved the link's
secret; the first is the link's known seat. An admission is kept on disk, so that a restart of
the server does not put anybody out of a visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from signaling_server import accounts, audit, schedule, signatures
from signaling_server.accounts import Guest
from signaling_server.ids import (
    AppointmentId,
    LinkId,
    ParticipantId,
    UserId,
    participant_of_seat,
)
from signaling_server.refusal import Refusal
from signaling_server.tables import appointments, links, seats
from signaling_server.wire import (
    EARLY_JOIN_SECONDS,
    LATE_JOIN_SECONDS,
    MAX_CARD_BYTES,
    MAX_DAYS_AHEAD,
    AppointmentState,
    ErrorCode,
    Role,
)
from signaling_server.wire_http import GuestLogin, GuestLoginAnswer, NewLink

MAX_OPEN_LINKS: Final = 10
MAX_SEATS_PER_LINK: Final = 10
"""Together they keep a room's whole view far below the longest message."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A guest's place, as the room needs it."""

    participant: ParticipantId
    link: LinkId
    appointment: AppointmentId
    owner: UserId
    role: Role
    known: bool
    call: str | None
    """The call that the seat was admitted to, if it was."""


async def put_link(
    connection: AsyncConnection, owner: UserId, link: LinkId, new: NewLink, now: float
) -> bool:
    """Keep a door for one guest; tell whether it is new.

    Raises:
        Refusal: the appointment is not this owner's, over or too far ahead, or the id is taken.
    """
    if len(new.public_key) != signatures.KEY_BYTES or new.role is Role.CLINICIAN:
        raise Refusal(ErrorCode.BAD_REQUEST)
    if len(new.card) > MAX_CARD_BYTES:
        raise Refusal(ErrorCode.TOO_LARGE)
    appointment = await schedule.own_appointment(connection, owner, AppointmentId(new.appointment))
    present = (await connection.execute(select(links).where(links.c.link == link))).one_or_none()
    if present is not None:
        same = (present.appointment, present.public_key, present.role, present.card) == (
            new.appointment,
            new.public_key,
            new.role.value,
            new.card,
        )
        if same and not present.closed:
            return False
        raise Refusal(ErrorCode.CONFLICT)
    if appointment.state in schedule.ENDED or now > appointment.end + LATE_JOIN_SECONDS:
        raise Refusal(ErrorCode.GONE)
    if appointment.start > now + MAX_DAYS_AHEAD * 86400:
        raise Refusal(ErrorCode.TOO_EARLY)
    others = await connection.scalars(
        select(links.c.link).where(
            links.c.appointment == new.appointment, links.c.closed.is_(False)
        )
    )
    if len(others.all()) >= MAX_OPEN_LINKS:
        raise Refusal(ErrorCode.TOO_MANY)
    await connection.execute(
        insert(links).values(
            link=link,
            appointment=new.appointment,
            public_key=new.public_key,
            role=new.role.value,
            card=new.card,
            closed=False,
        )
    )
    return True


async def close_link(connection: AsyncConnection, owner: UserId, link: LinkId) -> AppointmentId:
    """Close a door for ever; return whose it was. Closing it again is harmless.

    Raises:
        Refusal: there is no such link of this owner.
    """
    appointment: str | None = await connection.scalar(
        select(links.c.appointment)
        .join(appointments, appointments.c.appointment == links.c.appointment)
        .where(links.c.link == link, appointments.c.owner == owner)
    )
    if appointment is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    await connection.execute(update(links).where(links.c.link == link).values(closed=True))
    await connection.execute(update(seats).where(seats.c.link == link).values(call=None))
    return AppointmentId(appointment)


async def guest_log_in(
    connection: AsyncConnection, login: GuestLogin, server: str, now: float
) -> GuestLoginAnswer:
    """Check a seat's proof of the link's secret; the nonce has been taken before.

    Raises:
        Refusal: the proof is wrong or the link unknown (unauthorised); the door is not open yet,
            or not any more.
    """
    row = (
        await connection.execute(
            select(
                links,
                appointments.c.start,
                appointments.c.end,
                appointments.c.owner,
                appointments.c.state,
            )
            .join(appointments, appointments.c.appointment == links.c.appointment)
            .where(links.c.link == login.link)
        )
    ).one_or_none()
    if row is None or not _proves(row, login, server):
        raise Refusal(ErrorCode.UNAUTHORISED)
    opens, closes = row.start - EARLY_JOIN_SECONDS, row.end + LATE_JOIN_SECONDS
    if row.closed or AppointmentState(row.state) in schedule.ENDED:
        raise Refusal(ErrorCode.GONE)
    if now < opens:
        raise Refusal(ErrorCode.TOO_EARLY, retry_after_s=opens - now)
    if now > closes:
        raise Refusal(ErrorCode.TOO_LATE)
    link = LinkId(login.link)
    participant = participant_of_seat(link, login.seat_key)
    known = await _take_seat(connection, link, participant, now)
    token, expires = await accounts.new_token(connection, Guest(participant, link), now)
    await audit.record(connection, now, audit.Action.GUEST_LOGGED_IN, participant, row.appointment)
    return GuestLoginAnswer(
        token=token,
        expires=expires,
        server_time=now,
        appointment=row.appointment,
        role=Role(row.role),
        card=row.card,
        opens=opens,
        closes=closes,
        start=row.start,
        end=row.end,
        known_seat=known,
    )


async def seat(connection: AsyncConnection, participant: ParticipantId) -> Seat:
    """Read a seat.

    Raises:
        Refusal: there is none of this name, or its link is closed.
    """
    row = (await connection.execute(_seat_query(seats.c.participant == participant))).one_or_none()
    if row is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if row.closed:
        raise Refusal(ErrorCode.GONE)
    return _seat(row)


async def admit(
    connection: AsyncConnection,
    owner: UserId,
    appointment: AppointmentId,
    participant: ParticipantId,
    call: str,
    now: float,
) -> None:
    """Write down that the owner lets a seat in; another seat of the same link is out again.

    With a patient every other patient is out: the room, which refuses a second one, does not know
    of an earlier admission whose guest has not come back since the server was started.

    Raises:
        Refusal: there is no such seat at this owner's appointment.
    """
    found = await _seat_of(connection, owner, appointment, participant)
    leaving = seats.c.link == found.link
    if found.role is Role.PATIENT:
        of_patients = select(links.c.link).where(
            links.c.appointment == appointment, links.c.role == Role.PATIENT.value
        )
        leaving = seats.c.link.in_(of_patients)
    await connection.execute(update(seats).where(leaving).values(call=None))
    await connection.execute(
        update(seats).where(seats.c.participant == participant).values(call=call)
    )
    await audit.record(connection, now, audit.Action.ADMITTED, owner, participant)


async def dismiss(
    connection: AsyncConnection,
    owner: UserId,
    appointment: AppointmentId,
    participant: ParticipantId,
    forget: bool,
    now: float,
) -> None:
    """Write down that a seat is out again; ``forget`` frees the link for another known seat.

    Raises:
        Refusal: there is no such seat at this owner's appointment.
    """
    await _seat_of(connection, owner, appointment, participant)
    values: dict[str, Any] = {"call": None}
    if forget:
        values["known"] = False
    await connection.execute(update(seats).where(seats.c.participant == participant).values(values))
    await audit.record(connection, now, audit.Action.DISMISSED, owner, participant)


async def _seat_of(
    connection: AsyncConnection,
    owner: UserId,
    appointment: AppointmentId,
    participant: ParticipantId,
) -> Seat:
    found = await seat(connection, participant)
    if found.owner != owner or found.appointment != appointment:
        raise Refusal(ErrorCode.NOT_FOUND)
    return found


def _proves(row: Row[Any], login: GuestLogin, server: str) -> bool:
    certificate = signatures.seat_body(login.link, login.seat_key)
    body = signatures.login_body(server, login.link, login.nonce)
    return signatures.verify(
        row.public_key, signatures.SEAT, certificate, login.certificate
    ) and signatures.verify(login.seat_key, signatures.LOGIN, body, login.signature)


async def _take_seat(
    connection: AsyncConnection, link: LinkId, participant: ParticipantId, now: float
) -> bool:
    """Find or make a seat; tell whether it is the link's known one."""
    present = (await connection.execute(select(seats).where(seats.c.link == link))).all()
    for row in present:
        if row.participant == participant:
            return bool(row.known)
    if len(present) >= MAX_SEATS_PER_LINK:
        raise Refusal(ErrorCode.TOO_MANY)
    known = not any(row.known for row in present)
    await connection.execute(
        insert(seats).values(
            participant=participant, link=link, known=known, call=None, created=now
        )
    )
    return known


def _seat_query(condition: Any) -> Any:
    return (
        select(seats, links.c.appointment, links.c.role, links.c.closed, appointments.c.owner)
        .join(links, links.c.link == seats.c.link)
        .join(appointments, appointments.c.appointment == links.c.appointment)
        .where(and_(condition))
    )


def _seat(row: Row[Any]) -> Seat:
    return Seat(
        ParticipantId(row.participant),
        LinkId(row.link),
        AppointmentId(row.appointment),
        UserId(row.owner),
        Role(row.role),
        bool(row.known),
        row.call,
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments without a name: an owner, two times and a state."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from signaling_server.accounts import Staff
from signaling_server.ids import AppointmentId, UserId
from signaling_server.refusal import Refusal
from signaling_server.tables import appointments, links
from signaling_server.wire import AppointmentState, ErrorCode
from signaling_server.wire_http import Appointment, NewAppointment

MAX_LENGTH_SECONDS: Final = 24 * 3600.0
LISTED_SECONDS: Final = 7 * 86400.0
"""How long after its end an appointment is still listed."""
ENDED: Final = frozenset(
    {AppointmentState.FULFILLED, AppointmentState.NOSHOW, AppointmentState.CANCELLED}
)


async def put_appointment(
    connection: AsyncConnection, staff: Staff, appointment: AppointmentId, new: NewAppointment
) -> tuple[Appointment, bool]:
    """Keep an appointment; return it and whether it is new. Its owner may move it.

    Raises:
        Refusal: the times make no sense, or the id is somebody else's or of a visit that is over.
    """
    if not 0 < new.end - new.start <= MAX_LENGTH_SECONDS:
        raise Refusal(ErrorCode.BAD_REQUEST)
    row = await _row(connection, appointment)
    if row is not None:
        if row.owner != staff.user:
            raise Refusal(ErrorCode.CONFLICT)
        present = _appointment(row)
        if (present.start, present.end) == (new.start, new.end):
            return present, False
        if present.state in ENDED:
            raise Refusal(ErrorCode.CONFLICT)
        await connection.execute(
            update(appointments)
            .where(appointments.c.appointment == appointment)
            .values(start=new.start, end=new.end)
        )
        moved = Appointment(appointment, row.owner, new.start, new.end, present.state)
        return moved, False
    created = Appointment(appointment, staff.user, new.start, new.end, AppointmentState.BOOKED)
    await connection.execute(
        insert(appointments).values(
            appointment=appointment,
            organization=staff.organization,
            owner=staff.user,
            start=new.start,
            end=new.end,
            state=created.state.value,
        )
    )
    return created, True


async def appointments_of(
    connection: AsyncConnection, owner: UserId, now: float
) -> tuple[Appointment, ...]:
    """List an owner's appointments from last week on, the earliest first."""
    found = await connection.execute(
        select(appointments)
        .where(appointments.c.owner == owner, appointments.c.end > now - LISTED_SECONDS)
        .order_by(appointments.c.start, appointments.c.appointment)
    )
    return tuple(_appointment(row) for row in found.all())


async def own_appointment(
    connection: AsyncConnection, owner: UserId, appointment: AppointmentId
) -> Appointment:
    """Read an owner's appointment.

    Raises:
        Refusal: there is none of this id, or it is somebody else's (which is not told).
    """
    row = await _row(connection, appointment)
    if row is None or row.owner != owner:
        raise Refusal(ErrorCode.NOT_FOUND)
    return _appointment(row)


async def set_state(
    connection: AsyncConnection,
    owner: UserId,
    appointment: AppointmentId,
    state: AppointmentState,
) -> Appointment:
    """Change an appointment's state; one that is over closes its links for ever.

    Raises:
        Refusal: it is not this owner's, or was ended in another way.
    """
    present = await own_appointment(connection, owner, appointment)
    if present.state is state:
        return present
    if present.state in ENDED:
        raise Refusal(ErrorCode.CONFLICT)
    await connection.execute(
        update(appointments)
        .where(appointments.c.appointment == appointment)
        .values(state=state.value)
    )
    if state in ENDED:
        await connection.execute(
            update(links).where(links.c.appointment == appointment).values(closed=True)
        )
    return Appointment(appointment, owner, present.start, present.end, state)


async def _row(connection: AsyncConnection, appointment: AppointmentId) -> Row[Any] | None:
    found = await connection.execute(
        select(appointments).where(appointments.c.appointment == appointment)
    )
    return found.one_or_none()


def _appointment(row: Row[Any]) -> Appointment:
    return Appointment(row.appointment, row.owner, row.start, row.end, AppointmentState(row.state))

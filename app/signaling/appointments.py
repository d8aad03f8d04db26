# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments and links as the server keeps them: ids, times, public keys, sealed cards."""

from __future__ import annotations

from app.records.ids import AppointmentId, LinkId
from app.signaling.http import ServerClient, Token
from signaling_server.wire import AppointmentState
from signaling_server.wire_http import (
    Appointment,
    AppointmentChange,
    IceServers,
    NewAppointment,
    NewLink,
)


async def put_appointment(
    client: ServerClient, token: Token, appointment: AppointmentId, new: NewAppointment
) -> None:
    """Reserve a slot without a name; repeating it is harmless."""
    await client.put(f"/appointments/{appointment}", new, token)


async def own_appointments(client: ServerClient, token: Token) -> tuple[Appointment, ...]:
    """List the slots that this user owns."""
    return await client.get_all("/appointments", Appointment, token)


async def change_appointment(
    client: ServerClient, token: Token, appointment: AppointmentId, state: AppointmentState
) -> None:
    """Tell the server what became of a slot; a cancelled one closes its links."""
    await client.patch(f"/appointments/{appointment}", AppointmentChange(state), token)


async def put_link(client: ServerClient, token: Token, link: LinkId, new: NewLink) -> None:
    """Make a door for one guest."""
    await client.put(f"/links/{link}", new, token)


async def delete_link(client: ServerClient, token: Token, link: LinkId) -> None:
    """Close a door for ever."""
    await client.delete(f"/links/{link}", token)


async def ice_servers(client: ServerClient, token: Token, appointment: AppointmentId) -> IceServers:
    """Get relay credentials at call time; they live for minutes.

    Raises:
        RefusedByServer: NOT_ADMITTED for a guest at the door.
    """
    return await client.post(f"/appointments/{appointment}/ice-servers", None, IceServers, token)

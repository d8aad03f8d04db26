# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's half of a visit: a slot without a name, and a door for one guest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from app.records.ids import AppointmentId
from app.records.schedule import Appointment
from app.schedule.planning import NoLink
from app.signaling.appointments import (
    change_appointment,
    delete_link,
    own_appointments,
    put_appointment,
    put_link,
)
from app.signaling.http import RefusedByServer, ServerClient, Token
from app.signaling.login import Tokens
from app.signaling.sealed_texts import Card, seal_card
from app.store import appointments, settings
from app.store.database import Store
from app.vault.identity import OwnIdentity
from app.vault.links import JoinAddress, format_link, link_key, user_key_hash
from signaling_server.wire import AppointmentState, ErrorCode, Role
from signaling_server.wire_http import NewAppointment, NewLink

CLINIC_PHONE: Final = "clinic-phone"
"""Setting: whom patients can ring; stands on their sealed card."""


class Doors:
    """Slots and links of one clinician on the server. Belongs to the asyncio thread.

    Every method raises ServerUnreachable or RefusedByServer where the server is at fault.
    """

    def __init__(
        self, store: Store, client: ServerClient, tokens: Tokens, identity: OwnIdentity
    ) -> None:
        self._store = store
        self._client = client
        self._tokens = tokens
        self._identity = identity

    async def reserve(self, visit: Appointment) -> None:
        """Put a visit's slot on the server."""
        slot = NewAppointment(visit.start.timestamp(), visit.end.timestamp())
        await self._tokens.call(
            lambda token: put_appointment(self._client, token, visit.appointment, slot)
        )

    async def stands(self, appointment: AppointmentId) -> bool:
        """Tell whether the server still expects a visit."""
        slots = await self._tokens.call(lambda token: own_appointments(self._client, token))
        waits = (AppointmentState.BOOKED, AppointmentState.ARRIVED)
        return any(slot.appointment == appointment and slot.state in waits for slot in slots)

    async def end(self, appointment: AppointmentId, state: AppointmentState) -> None:
        """Tell the server what became of a slot."""
        await self._give_up(
            lambda token: change_appointment(self._client, token, appointment, state)
        )

    async def open(self, visit: Appointment) -> None:
        """Put the door of a visit's link on the server, with its sealed card."""
        link = visit.link
        if link is None:
            raise NoLink
        card = Card(
            clinician_name=self._identity.name,
            clinician_role=self._identity.role,
            unit=self._identity.unit,
            start=visit.start.timestamp(),
            end=visit.end.timestamp(),
            phone=await settings.get(self._store, CLINIC_PHONE, ""),
            patient_name=visit.patient.name,
        )
        new = NewLink(
            visit.appointment,
            link_key(link.secret).public,
            Role.PATIENT,
            seal_card(link.secret, link.link, card),
        )
        await self._tokens.call(lambda token: put_link(self._client, token, link.link, new))

    async def close(self, visit: Appointment) -> Appointment:
        """Close the door of a visit's link for ever; gives the visit as it is stored then."""
        link = visit.link
        if link is None or link.revoked:
            return visit
        await self._give_up(lambda token: delete_link(self._client, token, link.link))
        closed = replace(visit, link=replace(link, revoked=True))
        await appointments.save_appointment(self._store, closed)
        return closed

    def address(self, visit: Appointment) -> str:
        """Write the link of a visit. Secret.

        Raises:
            NoLink: it has none that works.
        """
        link = visit.link
        if link is None or link.revoked:
            raise NoLink
        own_hash = user_key_hash(self._identity.user_key.public)
        return format_link(JoinAddress(self._client.base_url, link.link, link.secret, own_hash))

    async def _give_up(self, request: Callable[[Token], Awaitable[None]]) -> None:
        """Have the server let something go; that it has it no longer is as good."""
        try:
            await self._tokens.call(request)
        except RefusedByServer as error:
            if error.code not in (ErrorCode.NOT_FOUND, ErrorCode.GONE):
                raise

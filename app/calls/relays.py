# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials for relays, fetched when a call is made: they live for minutes (media.md 5)."""

from __future__ import annotations

from app.media.link import IceConfiguration
from app.records.ids import AppointmentId
from app.signaling.appointments import ice_servers
from app.signaling.http import ServerClient
from app.signaling.login import Tokens


async def relays_for(
    client: ServerClient, tokens: Tokens, appointment: AppointmentId
) -> IceConfiguration:
    """Ask the server for relays. Raises RefusedByServer (NOT_ADMITTED), ServerUnreachable."""
    answer = await tokens.call(lambda token: ice_servers(client, token, appointment))
    return IceConfiguration(answer.servers, answer.relay_only)

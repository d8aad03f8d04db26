# SPDX-License-Identifier: GPL-3.0-or-later
"""The own description of a connection, made with the first relay that answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from aiortc import RTCPeerConnection

from app.media import rtc_compat
from app.media.descriptions import has_relay
from app.media.ice_servers import NoRelay, relay_choices
from app.media.link_events import IceConfiguration
from app.media.rtc_gathering import gathering

_log = logging.getLogger(__name__)

ANSWER_S: Final = 2.5
"""How long a server may take to give a candidate."""
_GATHER_TIMEOUT_S: Final = 6.0

Describe = Callable[[RTCPeerConnection], Awaitable[None]]


async def own_description(
    ice: IceConfiguration,
    prepare: Callable[[RTCPeerConnection], None],
    describe: Describe,
    discard: Callable[[], Awaitable[None]],
) -> str:
    """Give the SDP of a connection that stands at what ``prepare`` was given last.

    ``describe`` sets its local description; ``discard`` closes one that came to nothing.
    Raises NoRelay when only relays are allowed and none answers.
    """
    for server in relay_choices(ice):
        relayed = server is not None and str(server.urls).startswith("turn")
        connection = rtc_compat.new_connection(server, relay_only=ice.relay_only)
        prepare(connection)
        try:
            with gathering(ANSWER_S):
                async with asyncio.timeout(_GATHER_TIMEOUT_S):
                    await describe(connection)
        except TimeoutError:
            _log.info("gathering took too long")
        except BaseException:
            await discard()
            raise
        else:
            sdp = str(connection.localDescription.sdp)
            if not relayed or has_relay(sdp):
                return sdp
            _log.info("a relay gave no candidate, trying the next")
        await discard()
    raise NoRelay()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Another ICE connection under a living DTLS association: hooks into aiortc and aioice.

aiortc knows no ICE restart (RFC 8445 section 2.4), so between two of this project's clients the
connection below is exchanged whole; keys, streams and data channel do not notice. As in
``rtc_compat`` the private names are in ``PRIVATE_NAMES``, for the contract test.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import aioice
import aioice.ice
from aiortc import RTCIceServer, RTCPeerConnection
from aiortc.rtcicetransport import connection_kwargs

from app.media.link_events import PathDescription
from app.media.rtc_strangers import next_filled

PRIVATE_NAMES: Final = {
    "RTCIceTransport": (
        "_RTCIceTransport__iceGatherer",
        "_RTCIceTransport__monitor_task",
        "_connection",
        "_monitor",
        "_recv",
        "_send",
    ),
    "RTCIceGatherer": ("_connection",),
    "aioice.turn.TurnTransport": ("_TurnTransport__inner_protocol",),
    "aioice.Connection": ("_nominated", "_queue"),
    "aioice.ice": ("get_host_addresses",),
    "aiortc.rtcicetransport": ("connection_kwargs",),
}

MOST_CANDIDATES: Final = 24
_LATECOMERS_S: Final = 2.0
"""How long what still comes over the old path is taken."""
_CLOSE_TIMEOUT_S: Final = 5.0
_WAKE: Final = (b"\x00", 1)
"""Neither STUN nor DTLS nor RTP (RFC 7983): aiortc leaves it out."""


class PathUnusable(Exception):
    """No path could be made."""


def own_addresses() -> frozenset[str]:
    """List this computer's addresses, without loopback and link-local ones."""
    return frozenset(aioice.ice.get_host_addresses(True, True))


def addresses_in_use(connection: RTCPeerConnection) -> frozenset[str]:
    """Give the own addresses that the packets leave from; empty before there is a path."""
    used = set()
    for pair in _transport(connection)._connection._nominated.values():
        socket = pair.protocol.transport
        relay = getattr(socket, "_TurnTransport__inner_protocol", None)
        name = (relay.transport if relay is not None else socket).get_extra_info("sockname")
        if name is not None:
            used.add(str(name[0]))
    return frozenset(used)


def outlive_paths(connection: RTCPeerConnection) -> None:
    """Let a path that breaks below neither end the association nor its senders.

    aiortc takes a broken socket for the end of everything, and an empty datagram too, which
    anybody may send. Here what cannot leave is lost like any datagram, what is empty is left out,
    and receiving waits for another path until the transport itself is closed.
    """
    transport = _transport(connection)

    async def send(data: bytes) -> None:
        try:
            await transport._connection.send(data)
        except ConnectionError:
            if transport.state != "completed":
                raise

    async def recv() -> bytes:
        while True:
            current = transport._connection
            try:
                return await next_filled(current.recv)
            except ConnectionError:
                if transport.state != "completed":
                    raise
                if current is transport._connection:
                    # Another path takes over or the transport closes: both say so in the queue.
                    await current._queue.get()

    transport._send = send
    transport._recv = recv


class FreshPath:
    """An ICE connection that may take the place of the present one."""

    def __init__(
        self, connection: RTCPeerConnection, server: RTCIceServer | None, *, relay_only: bool
    ) -> None:
        self._transport = _transport(connection)
        policy = aioice.TransportPolicy.RELAY if relay_only else aioice.TransportPolicy.ALL
        self._fresh = aioice.Connection(
            ice_controlling=self._transport.role == "controlling",
            transport_policy=policy,
            **connection_kwargs([server] if server is not None else []),
        )
        self._old: Any = None

    async def gather(self) -> PathDescription:
        """Gather this end's candidates."""
        await self._fresh.gather_candidates()
        return PathDescription(
            self._fresh.local_username,
            self._fresh.local_password,
            tuple(one.to_sdp() for one in self._fresh.local_candidates[:MOST_CANDIDATES]),
        )

    async def connect(self, peer: PathDescription) -> None:
        """Find a pair of candidates that works. Raises PathUnusable."""
        fresh = self._fresh
        fresh.remote_username, fresh.remote_password = peer.ufrag, peer.password
        try:
            for text in peer.candidates[:MOST_CANDIDATES]:
                await fresh.add_remote_candidate(aioice.Candidate.from_sdp(text))
            await fresh.add_remote_candidate(None)
            await fresh.connect()
        except (ConnectionError, ValueError) as error:
            raise PathUnusable from error

    def take_over(self) -> None:
        """Let all packets go this way from now on; ``retire_old`` closes the old path.

        Raises PathUnusable where the transport has ended meanwhile.
        """
        transport, fresh = self._transport, self._fresh
        if transport.state != "completed":
            raise PathUnusable
        self._old, transport._connection = transport._connection, fresh
        transport._RTCIceTransport__iceGatherer._connection = fresh
        monitor = transport._RTCIceTransport__monitor_task
        transport._RTCIceTransport__monitor_task = _monitoring(transport)
        if monitor is not None:
            # The end of the old path is not the end of the transport.
            monitor.cancel()
        self._old._queue.put_nowait(_WAKE)

    async def retire_old(self) -> None:
        """Pass on what the peer had still sent the old way, then close that."""
        old = self._old
        try:
            async with asyncio.timeout(_LATECOMERS_S):
                while True:
                    self._fresh.data_received(await old.recv(), 1)
        except (TimeoutError, ConnectionError):
            pass
        finally:
            await _closed(old)

    async def close(self) -> None:
        """Give it up, before it took over."""
        await _closed(self._fresh)


async def _closed(path: Any) -> None:
    """Close it; a relay that does not answer is told in vain."""
    try:
        async with asyncio.timeout(_CLOSE_TIMEOUT_S):
            await path.close()
    except TimeoutError:
        return


def _transport(connection: RTCPeerConnection) -> Any:
    return connection.getTransceivers()[0].sender.transport.transport


def _monitoring(transport: Any) -> asyncio.Task[None]:
    """Let the transport watch its present path; its own ``stop`` awaits this task."""
    return asyncio.get_running_loop().create_task(transport._monitor(), name="path monitor")

# SPDX-License-Identifier: GPL-3.0-or-later
"""Repeat what a bad link loses before there is a call: ICE checks and DTLS flights.

aioice waits half a second before it repeats a check and then twice as long each time, OpenSSL a
second before it repeats a flight; four losses in a row cost 7.5 s of waiting. Browsers repeat both
after some 50 ms. As in ``rtc_compat`` the private names are in ``PRIVATE_NAMES``, for the contract
test. Importing this module sets aioice's process-wide default.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aioice.stun
from aiortc import RTCPeerConnection

from app.media.rtc_strangers import next_filled
from app.tasks import Tasks

PRIVATE_NAMES: Final = {
    "aioice.stun.Transaction": ("_Transaction__timeout_delay", "_Transaction__tries_max"),
    "RTCDtlsTransport": ("encrypted",),
    "RTCIceTransport": ("_recv", "_send"),
}

_FIRST_CHECK_S: Final = 0.1
_SLOWEST_CHECK_S: Final = 2.0
"""A network that comes back is found so soon; thirty pairs of candidates cost 12 kbit/s."""
_MORE_CHECKS: Final = 29
"""So that it gives up as late as before."""
_FIRST_FLIGHT_S: Final = 0.06
_FLIGHTS: Final = 6
_LAST_FLIGHTS: Final = 3
"""Of whoever sends the last flight and is answered by nothing but the media."""
_HANDSHAKE: Final = range(20, 64)
"""First bytes of DTLS datagrams (RFC 7983)."""
_APPLICATION_DATA: Final = 23
"""Content type that only follows a whole handshake (RFC 6347)."""


class QuickTransaction(aioice.stun.Transaction):
    """A STUN request that is repeated after 100 ms, 200 ms and so on, then every 2 s.

    One that is never repeated (RFC 7675: each consent check is a new one) waits as long for its
    answer as before.
    """

    def __init__(
        self,
        request: aioice.stun.Message,
        addr: tuple[str, int],
        protocol: Any,
        retransmissions: int | None = None,
        integrity_key: bytes | None = None,
        long_term_credential: bool = False,
    ) -> None:
        self._once = retransmissions == 0
        self._pause_s = _FIRST_CHECK_S
        super().__init__(
            request, addr, protocol, retransmissions, integrity_key, long_term_credential
        )
        if not self._once:
            private: Any = self
            private._Transaction__timeout_delay = _FIRST_CHECK_S
            private._Transaction__tries_max += _MORE_CHECKS

    @property
    def _Transaction__timeout_delay(self) -> float:  # noqa: N802 - what aioice reads
        return self._pause_s

    @_Transaction__timeout_delay.setter
    def _Transaction__timeout_delay(self, pause_s: float) -> None:  # noqa: N802 - and writes
        self._pause_s = pause_s if self._once else min(pause_s, _SLOWEST_CHECK_S)


aioice.stun.Transaction = QuickTransaction  # type: ignore[misc]


def repeat_handshake(connection: RTCPeerConnection, tasks: Tasks) -> None:
    """Repeat each flight of the handshake to come until it is answered.

    A repeated datagram is the same to the byte: who had it drops it as a replay (RFC 6347 section
    4.1.2.6). So each end repeats its own flight, and OpenSSL's slower timer stays as it is.
    """
    dtls: Any = connection.getTransceivers()[0].sender.transport
    transport: Any = dtls.transport
    send: Callable[[bytes], Awaitable[None]] = transport._send
    receive: Callable[[], Awaitable[bytes]] = transport._recv
    flight: list[bytes] = []
    answered = True
    repeating: asyncio.Task[None] | None = None

    async def repeat() -> None:
        pause, left = _FIRST_FLIGHT_S, _FLIGHTS
        while left:
            await asyncio.sleep(pause)
            pause, left = 2 * pause, left - 1
            if dtls.encrypted:
                left = min(left, _LAST_FLIGHTS)
            if dtls.state not in ("new", "connecting", "connected"):
                return
            try:
                for datagram in tuple(flight):
                    await send(datagram)
            except ConnectionError:
                return

    def stop() -> None:
        if repeating is not None:
            repeating.cancel()

    async def sending(data: bytes) -> None:
        nonlocal answered, repeating
        if not dtls.encrypted and data[0] in _HANDSHAKE:
            if answered:
                stop()
                flight.clear()
                repeating = tasks.start(repeat(), "handshake")
                answered = False
            flight.append(data)
        await send(data)

    async def receiving() -> bytes:
        nonlocal answered
        data = await next_filled(receive)
        if data[0] in _HANDSHAKE and data[0] != _APPLICATION_DATA:
            answered = True
        else:
            stop()
        return data

    transport._send, transport._recv = sending, receiving

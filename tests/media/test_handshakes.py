# SPDX-License-Identifier: GPL-3.0-or-later
"""What is lost before there is a call costs little time: ICE checks and DTLS flights."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aioice.stun
import pytest
from aiortc import RTCPeerConnection

from app.media.rtc_compat import new_connection
from app.media.rtc_handshakes import QuickTransaction, repeat_handshake
from app.tasks import Tasks


class Wire:
    """Where aioice's requests end; remembers when each was sent."""

    def __init__(self) -> None:
        self.sent_at: list[float] = []
        self.four = asyncio.Event()

    def send_stun(self, message: aioice.stun.Message, addr: tuple[str, int]) -> None:
        self.sent_at.append(time.monotonic())
        if len(self.sent_at) == 4:
            self.four.set()


def request() -> aioice.stun.Message:
    kind = aioice.stun.Method.BINDING, aioice.stun.Class.REQUEST
    return aioice.stun.Message(message_method=kind[0], message_class=kind[1])


async def test_a_check_that_is_lost_is_soon_repeated_and_gives_up_as_late_as_before() -> None:
    wire, tasks = Wire(), Tasks()
    assert aioice.stun.Transaction is QuickTransaction
    tasks.start(QuickTransaction(request(), ("192.0.2.1", 1), wire).run(), "check")
    async with asyncio.timeout(5):
        await wire.four.wait()
    await tasks.close()
    pauses = [b - a for a, b in itertools.pairwise(wire.sent_at)]
    assert pauses == pytest.approx([0.1, 0.2, 0.4], abs=0.08)
    tries: Any = QuickTransaction(request(), ("192.0.2.1", 1), wire)
    waits = []
    for _ in range(tries._Transaction__tries_max):
        waits.append(tries._Transaction__timeout_delay)
        tries._Transaction__timeout_delay *= 2
    assert max(waits) == 2.0
    assert sum(waits) == pytest.approx(0.5 * (2**7 - 1), rel=0.1)


async def test_a_consent_check_waits_as_long_as_before() -> None:
    began = time.monotonic()
    with pytest.raises(aioice.stun.TransactionTimeout):
        await QuickTransaction(request(), ("192.0.2.1", 1), Wire(), retransmissions=0).run()
    assert time.monotonic() - began > 0.45


def losing(connection: RTCPeerConnection, number: int) -> None:
    """Lose the first datagrams of DTLS that leave."""
    transport: Any = connection.getTransceivers()[0].sender.transport.transport
    send: Callable[[bytes], Awaitable[None]] = transport._send
    left = number

    async def sending(data: bytes) -> None:
        nonlocal left
        if 19 < data[0] < 64 and left:
            left -= 1
            return
        await send(data)

    transport._send = sending


async def seconds_to_connect(lost: tuple[int, int], *, repeats: bool) -> float:
    """Connect two ends that lose so many of their first datagrams each."""
    ends = [new_connection(None, relay_only=False) for _ in lost]
    tasks, up = Tasks(), asyncio.Event()
    caller, callee = ends
    caller.addTransceiver("audio")

    def changed() -> None:
        if all(end.connectionState == "connected" for end in ends):
            up.set()

    for end in ends:
        end.add_listener("connectionstatechange", changed)
    try:
        await caller.setLocalDescription(await caller.createOffer())
        await callee.setRemoteDescription(caller.localDescription)
        await callee.setLocalDescription(await callee.createAnswer())
        await caller.setRemoteDescription(callee.localDescription)
        for end, number in zip(ends, lost, strict=True):
            losing(end, number)
            if repeats:
                repeat_handshake(end, tasks)
        began = time.monotonic()
        async with asyncio.timeout(15):
            await up.wait()
        return time.monotonic() - began
    finally:
        await tasks.close()
        for end in ends:
            await end.close()


@pytest.mark.parametrize("lost", [(1, 0), (0, 1), (2, 2), (0, 3), (3, 0)])
async def test_a_flight_that_is_lost_is_soon_repeated(lost: tuple[int, int]) -> None:
    assert await seconds_to_connect(lost, repeats=True) < 0.95


async def test_without_repeating_it_takes_a_second() -> None:
    """The control: else the test above would prove nothing."""
    assert await seconds_to_connect((1, 0), repeats=False) > 0.95

# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad networks, switched on inside a ``with``: where a link's datagrams leave, some are lost."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.media.link import Link
from app.media.rtc_compat import replace_departure
from app.tasks import Tasks

_LONGEST_QUEUE_S = 0.3


@dataclass(frozen=True, slots=True)
class Network:
    """What a path does to datagrams."""

    loss: float = 0.0
    delay_s: float = 0.0
    jitter_s: float = 0.0
    bits_per_s: float = 0.0
    """0 is without limit."""


DEAD = Network(loss=1.0)


@contextmanager
def bad_network(link: Link, network: Network, chance: random.Random) -> Iterator[None]:
    """Let what this link sends go through a bad network; order is kept."""
    loop = asyncio.get_running_loop()
    free_at = last_at = loop.time()

    tasks = Tasks()

    def carry(datagram: bytes, send: Callable[[bytes], Awaitable[None]]) -> None:
        nonlocal free_at, last_at
        if chance.random() < network.loss:
            return
        now = loop.time()
        leaves_at = now
        if network.bits_per_s:
            free_at = max(free_at, now)
            if free_at - now > _LONGEST_QUEUE_S:
                return
            free_at += len(datagram) * 8 / network.bits_per_s
            leaves_at = free_at
        arrives_at = leaves_at + network.delay_s + chance.random() * network.jitter_s
        # The loop does not keep the order of calls that are due at one time.
        last_at = max(last_at + 1e-6, arrives_at)
        loop.call_at(last_at, arrive, datagram, send)

    def arrive(datagram: bytes, send: Callable[[bytes], Awaitable[None]]) -> None:
        tasks.start(send_quietly(datagram, send), "datagram")

    async def send_quietly(datagram: bytes, send: Callable[[bytes], Awaitable[None]]) -> None:
        # What was on its way when the connection closed is lost, as on a real path.
        with contextlib.suppress(ConnectionError):
            await send(datagram)

    def through(send: Callable[[bytes], Awaitable[None]]) -> Callable[[bytes], Awaitable[None]]:
        async def departing(datagram: bytes) -> None:
            carry(datagram, send)

        return departing

    restore = replace_departure(link.connection, through)
    try:
        yield
    finally:
        restore()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad networks, switched on inside a ``with``: where a link's datagrams leave, some are lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.media.link import Link
from app.media.rtc_compat import intercept_outgoing

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

    def carry(datagram: bytes, send: Callable[[bytes], None]) -> None:
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
        last_at = max(last_at, arrives_at)
        if last_at <= now:
            send(datagram)
        else:
            loop.call_at(last_at, send, datagram)

    restore = intercept_outgoing(link.connection, carry)
    try:
        yield
    finally:
        restore()

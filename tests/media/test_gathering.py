# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that is silent costs a bounded time, and is left alone afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aioice
import pytest

from app.media import negotiation, path
from app.media.link import IceConfiguration
from app.media.rtc_gathering import gathering
from app.tasks import Tasks
from signaling_server.wire_http import IceServer
from tests.media.ends import connect, end

ANSWER_S = 0.25


class Silent(asyncio.DatagramProtocol):
    """A server that takes what comes and never answers."""

    def __init__(self) -> None:
        self.asked = 0
        self.first = asyncio.Event()
        self.port = 0

    def connection_made(self, transport: Any) -> None:
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        self.asked += 1
        self.first.set()


@pytest.fixture
async def silent() -> AsyncIterator[Silent]:
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(Silent, local_addr=("0.0.0.0", 0))
    yield server
    transport.close()


def asking(kind: str, port: int) -> aioice.Connection:
    """Make a connection that asks this server."""
    if kind == "stun":
        return aioice.Connection(ice_controlling=True, stun_server=("127.0.0.1", port))
    return aioice.Connection(
        ice_controlling=True,
        turn_server=("127.0.0.1", port),
        turn_username="nurse",
        turn_password="secret",
    )


async def left_alone(server: Silent, before: set[asyncio.Task[Any]]) -> bool:
    """Say whether nothing more runs or comes, within more than a repetition's time."""
    await asyncio.sleep(0)
    if asyncio.all_tasks() - before:
        return False
    asked = server.asked
    await asyncio.sleep(2 * ANSWER_S)
    return server.asked == asked


@pytest.mark.parametrize("kind", ["stun", "turn"])
async def test_what_others_gave_stays_and_nothing_is_asked_later(silent: Silent, kind: str) -> None:
    connection, before = asking(kind, silent.port), asyncio.all_tasks()
    began = time.monotonic()
    with gathering(ANSWER_S):
        await connection.gather_candidates()
    assert time.monotonic() - began == pytest.approx(ANSWER_S, abs=0.2)
    assert connection.local_candidates
    assert all(candidate.type == "host" for candidate in connection.local_candidates)
    assert silent.asked >= 2
    await connection.close()
    assert await left_alone(silent, before)


async def test_what_is_given_up_meanwhile_asks_no_more(silent: Silent) -> None:
    connection, before = asking("turn", silent.port), asyncio.all_tasks()

    async def gather() -> None:
        with gathering(10.0):
            await connection.gather_candidates()

    tasks = Tasks()
    tasks.start(gather(), "given up")
    await silent.first.wait()
    await tasks.close()
    await connection.close()
    assert await left_alone(silent, before)


async def test_a_call_and_its_next_path_do_without_it(
    silent: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (negotiation, path):
        monkeypatch.setattr(module, "ANSWER_S", ANSWER_S)
    server = IceServer(urls=(f"stun:127.0.0.1:{silent.port}",), username="", credential="")
    ice = IceConfiguration((server,))
    async with end() as first, end() as second:
        await connect(first, second, ice=ice)
        assert first.link.paths is not None
        described = await first.link.paths.describe(ice)
        assert all(" typ host" in candidate for candidate in described.candidates)

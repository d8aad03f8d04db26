# SPDX-License-Identifier: GPL-3.0-or-later
"""A line to the server that is looked after, because the network may have changed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.signaling.session_events import (
    ConnectionChanged,
)
from signaling_server.wire import (
    Ping,
)
from tests.signaling.session_world import (
    World,
    session_world,
    welcomes,
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with session_world(tmp_path) as made:
        yield made


async def test_a_line_that_does_not_answer_is_made_anew(world: World) -> None:
    async with world.staff() as (session, heard):
        await session.send(Ping(session.new_id()))
        before = world.proxy.connections
        with world.proxy.silence():
            session.check_line(dead=False)
            session.check_line(dead=False)
            await heard.some(ConnectionChanged(False))
        await heard.some(ConnectionChanged(True), 2)
        assert welcomes(heard) == [False, True]
        assert world.proxy.connections > before


async def test_a_line_that_is_surely_dead_is_not_asked(world: World) -> None:
    async with world.staff() as (session, heard):
        await session.send(Ping(session.new_id()))
        began_at = time.monotonic()
        session.check_line(dead=True)
        await heard.some(ConnectionChanged(True), 2)
        assert time.monotonic() - began_at < 1.5
        await session.send(Ping(session.new_id()))
        assert welcomes(heard) == [False, True]


async def test_a_line_that_answers_is_left_alone(world: World) -> None:
    async with world.staff() as (session, heard):
        await session.send(Ping(session.new_id()))
        session.check_line(dead=False)
        await session.send(Ping(session.new_id()))
        await session.send(Ping(session.new_id()))
        assert ConnectionChanged(False) not in heard.events


async def test_looking_after_the_line_ends_a_waiting_time(world: World) -> None:
    await world.proxy.stop()
    async with world.staff(wait=lambda _: 3600.0) as (session, heard):
        await heard.some(ConnectionChanged(False))
        await world.proxy.start()
        session.check_line(dead=False)
        await heard.some(ConnectionChanged(True))

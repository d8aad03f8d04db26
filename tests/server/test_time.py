# SPDX-License-Identifier: GPL-3.0-or-later
"""What the running server does as time passes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from signaling_server.serving import Options
from signaling_server.wire import (
    CLOSE_UNAUTHORISED,
    Admit,
    Enter,
    Knock,
    PeerCame,
    PeerLeft,
    Ping,
    Pong,
    RoomChanged,
)
from tests.fakes.running_server import RunningServer, running_server
from tests.server.clinic import Clinic, Clock, Visitor
from tests.server.talk import open_socket, talking


@pytest_asyncio.fixture
async def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def server(tmp_path: Path, clock: Clock) -> AsyncIterator[RunningServer]:
    options = Options(data=tmp_path, port=0, revalidation_seconds=0.05)
    async with running_server(tmp_path, clock=clock, options=options) as running:
        yield running


@contextlib.asynccontextmanager
async def passing(clock: Clock, step_s: float) -> AsyncIterator[None]:
    """Let the server's time fly while the block waits for what it brings."""

    async def move() -> None:
        while True:
            await asyncio.sleep(0.02)
            clock.now += step_s

    async with asyncio.TaskGroup() as tasks:
        mover = tasks.create_task(move())
        yield
        mover.cancel()


async def test_who_is_lost_for_long_is_told_and_forgotten(clinic: Clinic, clock: Clock) -> None:
    doctor = await clinic.enrol()
    appointment = await doctor.new_appointment()
    patient = Visitor(clinic.client, clinic.url, await doctor.new_link(appointment))
    assert await patient.log_in() == 200
    async with talking(doctor) as host:
        async with talking(patient) as guest:
            assert guest.welcome is not None
            who, resume = guest.welcome.me, guest.welcome.session
            await guest.ask(Knock, None)
            await host.ask(Enter, appointment)
            await host.ask(Admit, appointment, who, "call")
            await host.wait_for(PeerCame)
            await guest.settle()
            seq = guest.seq
        async with passing(clock, step_s=1.0):
            left = await host.wait_for(PeerLeft)
            offline = await host.wait_for(
                RoomChanged, lambda m: m.participants and not m.participants[0].online
            )
        assert (left.participant, left.on_purpose) == (who, False)
        assert offline.participants[0].participant == who
        async with open_socket(patient) as guest:
            await guest.hello(resume=resume, received=seq)
            assert guest.welcome is not None
            assert guest.welcome.resumed
            assert (await host.wait_for(PeerCame)).participant == who
        async with passing(clock, step_s=10.0):
            await host.wait_for(PeerLeft)
            # Once forgotten, the owner sees a participant without a session.
            await host.wait_for(
                RoomChanged, lambda m: m.participants and m.participants[0].session == ""
            )
        async with open_socket(patient) as guest:
            await guest.hello(resume=resume, received=seq)
            assert guest.welcome is not None
            assert not guest.welcome.resumed


async def test_an_open_socket_keeps_its_token_alive_but_not_for_ever(
    clinic: Clinic, clock: Clock
) -> None:
    doctor = await clinic.enrol()
    async with talking(doctor) as talk:
        for _ in range(60):
            clock.now += 700
            # The watch on the token has run when a request of the same token succeeds.
            assert await doctor.status("GET", "/appointments") == 200
        assert isinstance(await talk.ask(Ping), Pong)
        clock.now += 1300
        assert await talk.closed() == CLOSE_UNAUTHORISED

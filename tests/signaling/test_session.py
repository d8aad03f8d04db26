# SPDX-License-Identifier: GPL-3.0-or-later
"""The kept conversation: through cuts, silence, restarts and revocation, on the real server."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.signaling.appointments import (
    change_appointment,
    delete_link,
    ice_servers,
    own_appointments,
)
from app.signaling.http import RefusedByServer, ServerClient, ServerUnreachable, Token
from app.signaling.login import Tokens, device_login, guest_login, log_out
from app.signaling.session import Session
from app.signaling.session_events import (
    ConnectionChanged,
    EndCause,
    SessionEnded,
    SessionEvent,
    SessionOver,
)
from app.vault.identity import SigningKey
from app.vault.links import JoinAddress
from signaling_server.wire import (
    AppointmentState,
    Enter,
    ErrorCode,
    Knock,
    Ping,
    RoomChanged,
    Send,
)
from tests.fakes.cutting_proxy import cutting_proxy
from tests.fakes.enrolled import enrolled
from tests.fakes.running_server import running_server
from tests.signaling.session_world import (
    LINK,
    SECRET,
    VISIT,
    World,
    at_once,
    running,
    session_world,
    welcomes,
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with session_world(tmp_path) as made:
        yield made


async def test_connects_and_answers(world: World) -> None:
    async with world.staff() as (session, heard):
        assert session.online is None
        await session.send(Ping(session.new_id()))
        assert session.online
        assert session.me == world.identity.user
        assert heard.events[1] == ConnectionChanged(True)


async def test_refusal_is_raised(world: World) -> None:
    async with world.staff() as (session, _):
        with pytest.raises(RefusedByServer) as refusal:
            await session.send(Enter(session.new_id(), "0" * 32))
        assert refusal.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize("abruptly", [True, False])
async def test_cut_is_resumed(world: World, abruptly: bool) -> None:
    async with world.staff() as (session, heard):
        await session.send(Ping(session.new_id()))
        world.proxy.cut(abruptly=abruptly)
        await heard.some(ConnectionChanged(False))
        await heard.some(ConnectionChanged(True), 2)
        assert welcomes(heard) == [False, True]


async def test_message_of_an_offline_time_arrives(world: World) -> None:
    await world.proxy.stop()
    async with world.staff() as (session, heard):
        sending = asyncio.get_running_loop().create_task(session.send(Ping(session.new_id())))
        await heard.some(ConnectionChanged(False))
        await world.proxy.start()
        await sending


async def test_server_restart(world: World) -> None:
    async with world.staff() as (session, heard):
        await session.send(Ping(session.new_id()))
        await world.server.stop()
        await heard.some(ConnectionChanged(False))
        sending = asyncio.get_running_loop().create_task(session.send(Ping(session.new_id())))
        await world.server.start()
        await sending
        # The server has forgotten who was where, and says so.
        assert welcomes(heard) == [False, False]


async def test_silent_server_means_no_answer_in_time(world: World) -> None:
    async with world.staff() as (session, _):
        await session.send(Ping(session.new_id()))
        with world.proxy.silence(), pytest.raises(ServerUnreachable):
            await session.send(Ping(session.new_id()), timeout_s=0.05)
        await session.send(Ping(session.new_id()))


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_lost_doubled_or_out_of_order(world: World, seed: int) -> None:
    await world.plan()
    chances = random.Random(seed)
    async with (
        world.staff() as (host, host_heard),
        world.guest(SigningKey.generate()) as (guest, guest_heard),
    ):
        await host.send(Enter(host.new_id(), VISIT))
        await guest.send(Knock(guest.new_id()))
        there = [f"host {n}".encode() for n in range(40)]
        back = [f"guest {n}".encode() for n in range(40)]
        world.proxy.cut_after([chances.randrange(400, 4000) for _ in range(30)])
        world.proxy.cut()
        async with asyncio.TaskGroup() as sending:
            for text in there:
                sending.create_task(host.send(Send(host.new_id(), VISIT, guest.me, text)))
            for text in back:
                sending.create_task(guest.send(Send(guest.new_id(), VISIT, host.me, text)))
        await guest_heard.until(lambda _: len(guest_heard.texts()) >= len(there))
        await host_heard.until(lambda _: len(host_heard.texts()) >= len(back))
        assert guest_heard.texts() == there
        assert host_heard.texts() == back
        # The control: there were cuts, and none cost the session its memory.
        assert sum(welcomes(host_heard)) + sum(welcomes(guest_heard)) >= 2
        assert welcomes(host_heard).count(False) == welcomes(guest_heard).count(False) == 1


async def test_room_changes_come_as_they_are(world: World) -> None:
    await world.plan()
    async with world.staff() as (_, heard), world.guest(SigningKey.generate()) as (guest, _):
        await guest.send(Knock(guest.new_id(), "fine"))

        def somebody_waits(events: list[SessionEvent]) -> bool:
            return any(isinstance(e, RoomChanged) and e.participants for e in events)

        await heard.until(somebody_waits)
        (room,) = [e for e in heard.events if isinstance(e, RoomChanged) and e.participants][-1:]
        assert room.appointment == VISIT
        assert room.participants[0].check == "fine"
        assert room.participants[0].participant == guest.me


async def test_token_that_ended_is_renewed(tmp_path: Path) -> None:
    ahead = 0.0
    async with running_server(tmp_path, clock=lambda: time.time() + ahead) as server:
        _, (identity,) = await enrolled(server.url, tmp_path, ("Astrid Fonnedal", "GP", ""))
        client = ServerClient(server.url)
        logins = 0

        async def login() -> Token:
            nonlocal logins
            logins += 1
            return await device_login(client, identity)

        session = Session(client, login, wait=at_once)
        async with running(client, session), cutting_proxy(server.url):
            await session.send(Ping(session.new_id()))
            ahead = 13 * 3600.0
            await server.restart()
            await session.send(Ping(session.new_id()))
            assert logins == 2


async def test_revoked_device_loses_its_session(world: World) -> None:
    async with world.staff() as (session, heard):
        await session.send(Ping(session.new_id()))
        await world.administration.revoke(world.identity.device)
        await heard.some(SessionEnded(EndCause.LOGGED_OUT))
        assert session.ended is EndCause.LOGGED_OUT
        with pytest.raises(SessionOver):
            await session.send(Ping(session.new_id()))


async def test_unknown_device_never_begins(world: World) -> None:
    stranger = replace(world.identity, signing_key=SigningKey.generate())
    client = ServerClient(world.proxy.url)
    session = Session(client, lambda: device_login(client, stranger), wait=at_once)
    async with running(client, session) as heard:
        with pytest.raises(SessionOver):
            await session.send(Ping(session.new_id()))
        assert heard.events[-1] == SessionEnded(EndCause.LOGGED_OUT)


async def test_same_seat_elsewhere_takes_over(world: World) -> None:
    await world.plan()
    seat = SigningKey.generate()
    async with world.guest(seat) as (first, heard):
        await first.send(Knock(first.new_id()))
        async with world.guest(seat) as (second, _):
            await second.send(Knock(second.new_id()))
            await heard.some(SessionEnded(EndCause.REPLACED))


async def test_close_fails_what_waits(world: World) -> None:
    async with world.staff() as (session, _):
        await session.send(Ping(session.new_id()))
        with world.proxy.silence():
            sending = asyncio.get_running_loop().create_task(session.send(Ping(session.new_id())))
            await asyncio.wait({sending}, timeout=0)
            await session.close()
            with pytest.raises(SessionOver):
                await sending


async def test_deaf_listener_costs_others_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with world.staff() as (session, heard):

        def fail(_: SessionEvent) -> None:
            raise ValueError("a bug")

        remove = session.add_listener(fail)
        await session.send(Ping(session.new_id()))
        remove()
        remove()
        await session.send(Ping(session.new_id()))
        assert ConnectionChanged(True) in heard.events
        assert "a listener failed" in caplog.text


async def test_requests_about_appointments(world: World) -> None:
    await world.plan()
    tokens = Tokens(lambda: device_login(world.client, world.identity))
    (slot,) = await tokens.call(lambda token: own_appointments(world.client, token))
    assert slot.appointment == VISIT
    relay = await tokens.call(lambda token: ice_servers(world.client, token, VISIT))
    assert relay.servers == ()
    await tokens.call(lambda token: delete_link(world.client, token, LINK))
    await tokens.call(
        lambda token: change_appointment(world.client, token, VISIT, AppointmentState.CANCELLED)
    )
    (slot,) = await tokens.call(lambda token: own_appointments(world.client, token))
    assert slot.state is AppointmentState.CANCELLED
    address = JoinAddress(world.server.url, LINK, SECRET, bytes(10))
    with pytest.raises(RefusedByServer) as refusal:
        await guest_login(world.client, address, SigningKey.generate())
    assert refusal.value.code is ErrorCode.GONE


async def test_guest_learns_the_card(world: World) -> None:
    await world.plan()
    address = JoinAddress(world.server.url, LINK, SECRET, bytes(10))
    _, answer = await guest_login(world.client, address, SigningKey.generate())
    assert (answer.appointment, answer.card, answer.known_seat) == (VISIT, b"sealed card", True)
    _, other = await guest_login(world.client, address, SigningKey.generate())
    assert not other.known_seat
    with pytest.raises(RefusedByServer):
        await guest_login(world.client, replace(address, secret=bytes(16)), SigningKey.generate())


async def test_ended_token_is_replaced_once_for_many_requests(world: World) -> None:
    logins = 0

    async def login() -> Token:
        nonlocal logins
        logins += 1
        return await device_login(world.client, world.identity)

    tokens = Tokens(login)
    await log_out(world.client, await tokens.current())
    async with asyncio.TaskGroup() as requests:
        for _ in range(5):
            requests.create_task(tokens.call(lambda token: own_appointments(world.client, token)))
    assert logins == 2

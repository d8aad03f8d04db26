# SPDX-License-Identifier: GPL-3.0-or-later
"""A server behind a bad network, and sessions of staff and guests with it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.enrolment.administration import Administration
from app.records.ids import AppointmentId, LinkId
from app.signaling.appointments import (
    put_appointment,
    put_link,
)
from app.signaling.http import ServerClient, Token
from app.signaling.login import device_login, guest_login
from app.signaling.session import Session
from app.signaling.session_events import (
    SessionEvent,
)
from app.vault.identity import OwnIdentity, SigningKey
from app.vault.links import JoinAddress, link_key
from signaling_server.wire import (
    Role,
    Sent,
    Welcome,
)
from signaling_server.wire_http import NewAppointment, NewLink
from tests.fakes.cutting_proxy import CuttingProxy, cutting_proxy
from tests.fakes.enrolled import enrolled
from tests.fakes.running_server import RunningServer, running_server

DEADLINE_S = 20.0
VISIT = AppointmentId("a1" * 16)
LINK = LinkId("b2" * 16)
SECRET = bytes(range(16))


def at_once(_: int) -> float:
    """Wait for nothing."""
    return 0.0


class Heard:
    """All events of a session, and a way to wait for what they add up to."""

    def __init__(self, session: Session) -> None:
        self.events: list[SessionEvent] = []
        self._more = asyncio.Event()
        session.add_listener(self._hear)

    def _hear(self, event: SessionEvent) -> None:
        self.events.append(event)
        self._more.set()

    async def until(self, met: Callable[[list[SessionEvent]], bool]) -> None:
        async with asyncio.timeout(DEADLINE_S):
            while not met(self.events):
                self._more.clear()
                await self._more.wait()

    async def some(self, event: SessionEvent, times: int = 1) -> None:
        await self.until(lambda events: events.count(event) >= times)

    def texts(self) -> list[bytes]:
        return [event.sealed for event in self.events if isinstance(event, Sent)]


@dataclass
class World:
    """A server with a proxy before it, and one member of staff."""

    server: RunningServer
    proxy: CuttingProxy
    administration: Administration
    identity: OwnIdentity
    client: ServerClient
    """Goes straight to the server."""

    @asynccontextmanager
    async def staff(
        self, wait: Callable[[int], float] = at_once
    ) -> AsyncIterator[tuple[Session, Heard]]:
        client = ServerClient(self.proxy.url)
        session = Session(client, lambda: device_login(client, self.identity), wait=wait)
        async with running(client, session) as heard:
            yield session, heard

    @asynccontextmanager
    async def guest(self, seat: SigningKey) -> AsyncIterator[tuple[Session, Heard]]:
        client = ServerClient(self.proxy.url)
        address = JoinAddress(self.proxy.url, LINK, SECRET, bytes(10))

        async def login() -> Token:
            return (await guest_login(client, address, seat))[0]

        session = Session(client, login, wait=at_once)
        async with running(client, session) as heard:
            yield session, heard

    async def plan(self) -> None:
        token = await device_login(self.client, self.identity)
        now = time.time()
        await put_appointment(self.client, token, VISIT, NewAppointment(now, now + 1800))
        link = NewLink(VISIT, link_key(SECRET).public, Role.PATIENT, b"sealed card")
        await put_link(self.client, token, LINK, link)


@asynccontextmanager
async def running(client: ServerClient, session: Session) -> AsyncIterator[Heard]:
    heard = Heard(session)
    session.start()
    try:
        yield heard
    finally:
        await session.close()
        await client.close()


@asynccontextmanager
async def session_world(tmp_path: Path) -> AsyncIterator[World]:
    async with running_server(tmp_path) as server:
        administration, (identity,) = await enrolled(
            server.url, tmp_path, ("Astrid Fonnedal", "Psychiatrist", "")
        )
        client = ServerClient(server.url)
        async with cutting_proxy(server.url) as proxy:
            yield World(server, proxy, administration, identity, client)
        await client.close()


def welcomes(heard: Heard) -> list[bool]:
    return [event.resumed for event in heard.events if isinstance(event, Welcome)]

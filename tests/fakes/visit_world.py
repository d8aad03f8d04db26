# SPDX-License-Identifier: GPL-3.0-or-later
"""A clinic and its patient around the real server: real stores, keys, sockets and media."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.calls.guest import GuestService
from app.calls.host import HostService
from app.calls.views import CallView, Stage
from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.engine import MediaEngine
from app.media.link import Link
from app.records.ids import AppointmentId, ParticipantId
from app.store.database import Store
from app.store.identity import save_identity
from app.vault.identity import OwnIdentity
from app.vault.links import parse_link
from app.workplace import Workplace, now_utc, open_workplace
from tests.fakes.enrolled import enrolled
from tests.fakes.running_server import RunningServer, running_server

WAIT_S = 20.0


@dataclass
class End:
    """One end, and what it has been shown."""

    service: HostService | GuestService
    engine: MediaEngine
    views: list[CallView] = field(default_factory=list)
    pictures: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.engine.remote_frames.on_frame = self._count

    @property
    def view(self) -> CallView:
        """The view shown last."""
        return self.views[-1]

    @property
    def link(self) -> Link:
        """The link in use, for tests of the network below it."""
        call = self.service.call
        assert call is not None
        standing = call._links.standing
        assert standing is not None
        return standing.link

    def look(self, view: CallView) -> None:
        """Take a view."""
        self.views.append(view)
        self._changed.set()

    async def until(self, holds: Callable[[CallView], object], seconds: float = WAIT_S) -> None:
        """Wait for a view of which something is true."""
        async with asyncio.timeout(seconds):
            while not holds(self.view):
                self._changed.clear()
                await self._changed.wait()

    async def until_stage(self, stage: Stage) -> None:
        """Wait until this end stands there."""
        await self.until(lambda view: view.stage is stage)

    def stages(self) -> list[Stage]:
        """List the stages that were shown, without repetitions."""
        found: list[Stage] = []
        for view in self.views:
            if not found or found[-1] is not view.stage:
                found.append(view.stage)
        return found

    def _count(self) -> None:
        self.pictures += 1


class World:
    """One server, one clinician at work, one planned visit."""

    def __init__(
        self,
        server: RunningServer,
        folder: Path,
        identity: OwnIdentity,
        profile: Path,
        key: bytes,
        stack: contextlib.AsyncExitStack,
    ) -> None:
        self.server = server
        self.identity = identity
        self.later = timedelta()
        """How far the server's clock runs ahead of this computer's."""
        self.appointment: AppointmentId
        self.link = ""
        self.place: Workplace
        self.host: End
        self._folder = folder
        self._profile = profile
        self._key = key
        self._stack = stack

    @property
    def host_service(self) -> HostService:
        """The clinician's service."""
        assert self.place.host is not None
        return self.place.host

    async def open(self) -> None:
        """Open the clinician's program and plan a visit for now."""
        engine = await self._engine()
        self.place = await open_workplace(self._profile, self._key, engine=engine)
        self._stack.push_async_callback(self.place.close)
        visit = await self.place.schedule.plan(
            "Sondre Nilsen", None, "90000000", "Follow-up", now_utc() + timedelta(minutes=1), 30
        )
        self.appointment, self.link = visit.appointment, visit.link
        self.host = End(self.host_service, engine)
        await self.host_service.watch(self.host.look)

    async def reopen(self) -> None:
        """Start the clinician's program again after ``place.close()``."""
        self.place = await open_workplace(self._profile, self._key, engine=self.host.engine)
        self._stack.push_async_callback(self.place.close)
        self.host = End(self.host_service, self.host.engine)
        await self.host_service.watch(self.host.look)

    async def guest(self, seats: str = "seats") -> tuple[GuestService, End]:
        """Start a patient's program and open the invitation."""
        engine = await self._engine()
        service = GuestService(parse_link(self.link), self._folder / seats, engine, now_utc)
        self._stack.push_async_callback(service.close)
        end = End(service, engine)
        await service.open()
        await service.watch(end.look)
        return service, end

    async def someone_waits(self) -> ParticipantId:
        """Wait until somebody is at the door that the host has entered."""
        await self.host.until(lambda view: view.waiting)
        return self.host.view.waiting[0]

    async def connected(self) -> tuple[GuestService, End]:
        """Knock, admit, and wait until both are connected."""
        service, guest = await self.guest()
        await self.host_service.enter(self.appointment)
        await service.knock("fine")
        await self.host_service.admit(self.appointment, await self.someone_waits())
        await self.until_connected(guest)
        return service, guest

    async def until_connected(self, guest: End) -> None:
        """Wait until both ends are connected."""
        await asyncio.gather(
            guest.until_stage(Stage.CONNECTED), self.host.until_stage(Stage.CONNECTED)
        )

    async def _engine(self) -> MediaEngine:
        engine = MediaEngine(SyntheticCamera(), SyntheticMicrophone(), None)
        self._stack.push_async_callback(engine.close)
        await engine.start()
        return engine


@contextlib.asynccontextmanager
async def visit_world(folder: Path) -> AsyncIterator[World]:
    """Make everything; close it in reverse."""
    worlds: list[World] = []

    def clock() -> float:
        ahead = sum((world.later.total_seconds() for world in worlds), 0.0)
        return time.time() + ahead

    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(running_server(folder, clock=clock))
        people = ("Astrid Berg", "Psychiatrist", "psychiatry")
        _, (identity,) = await enrolled(server.url, folder, people)
        key, profile = secrets.token_bytes(32), folder / "profile"
        store = await Store.open(profile, key)
        await save_identity(store, identity)
        await store.close()
        world = World(server, folder, identity, profile, key, stack)
        worlds.append(world)
        await world.open()
        yield world

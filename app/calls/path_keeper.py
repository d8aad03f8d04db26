# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a path below one link that stands: carries out what the recovery decides."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import assert_never

from app.calls.descriptions import SignedPath, encode_payload
from app.calls.line import Line
from app.calls.path_messages import LinkParties, PeerPath, read_path, sign_path
from app.calls.path_recovery import (
    CheckServer,
    Connect,
    Describe,
    Event,
    Moved,
    OwnDescribed,
    PathFailed,
    PathRecovery,
    PathUp,
    PeerDescribed,
    Pulsed,
    ServerIs,
    TimePassed,
)
from app.calls.signers import NotThePeer
from app.errors import KnownError
from app.media.link import Link
from app.media.liveness import Pulse
from app.media.rtc_paths import PathUnusable
from app.tasks import Tasks

_log = logging.getLogger(__name__)


class PathKeeper:
    """Belongs to the asyncio thread, and to one link as long as that stands."""

    def __init__(
        self,
        link: Link,
        parties: LinkParties,
        line: Line,
        tasks: Tasks,
    ) -> None:
        self._link = link
        self._parties = parties
        self._line = line
        self._tasks = tasks
        self._recovery = PathRecovery()
        self._peer: PeerPath | None = None
        self._work: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._moved = False
        self._closed = False

    def pulsed(self, pulse: Pulse) -> None:
        """Note how the path is."""
        self._handle(Pulsed(pulse))

    def moved(self, gone: bool) -> None:
        """Note that this computer's addresses have changed."""
        self._moved = gone
        self._handle(Moved(gone))

    def server_is(self, online: bool) -> None:
        """Note whether the server can carry descriptions."""
        self._handle(ServerIs(online))

    def hear(self, signed: SignedPath) -> None:
        """Take what the server says the peer said of another path.

        What is not the peer's is left out and changes nothing: the association below goes on
        to end at the one who was verified, so a forger gains nothing but a delay.
        """
        try:
            heard = read_path(self._parties, signed)
        except NotThePeer as error:
            _log.warning("a path was not the peer's: %s", error.doubt.value)
            return
        if self._peer is None or heard.round > self._peer.round:
            self._peer = heard
            self._handle(PeerDescribed(heard.round))

    def close(self) -> None:
        """Look for no path any more."""
        self._closed = True
        self._void()
        if self._timer is not None:
            self._timer.cancel()

    def _handle(self, event: Event) -> None:
        if self._closed:
            return
        loop = asyncio.get_running_loop()
        for command in self._recovery.handle(event, loop.time()):
            match command:
                case CheckServer():
                    self._line.check(self._moved)
                    self._moved = False
                case Describe(number):
                    self._do(self._describe, number)
                case Connect(number):
                    self._do(self._connect, number)
                case _:
                    assert_never(command)
        if self._timer is not None:
            self._timer.cancel()
        deadline = self._recovery.deadline()
        self._timer = None
        if deadline is not None:
            self._timer = loop.call_at(max(deadline, loop.time()), self._handle, TimePassed())

    def _do(self, work: Callable[[int], Awaitable[None]], number: int) -> None:
        self._void()
        self._work = self._tasks.start(self._watched(work, number), f"path {number}")

    def _void(self) -> None:
        work, self._work = self._work, None
        if work is not None and work is not asyncio.current_task():
            work.cancel()

    async def _watched(self, work: Callable[[int], Awaitable[None]], number: int) -> None:
        # Called here, not by who starts it: it may be void before its first step.
        try:
            await work(number)
        except (KnownError, PathUnusable) as error:
            _log.info("path %d: %s", number, type(error).__name__)
            self._handle(PathFailed(number))

    async def _describe(self, number: int) -> None:
        paths = self._link.paths
        if paths is None:
            raise PathUnusable
        described = await paths.describe(await self._line.ice())
        signed = sign_path(self._parties, number, described)
        await self._line.relay(encode_payload(signed))
        self._handle(OwnDescribed(number))

    async def _connect(self, number: int) -> None:
        paths, peer = self._link.paths, self._peer
        if paths is None or peer is None or peer.round != number:
            raise PathUnusable
        await paths.take(peer.path)
        self._handle(PathUp(number))

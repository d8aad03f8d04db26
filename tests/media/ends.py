# SPDX-License-Identifier: GPL-3.0-or-later
"""Two real ends of a call in one process, over loopback."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.media.devices.sources import AudioSink, AudioSource, VideoSource
from app.media.engine import MediaEngine
from app.media.link import IceConfiguration, Link, LinkDown, LinkEvent, LinkUp, TextCame

EventT = TypeVar("EventT", LinkUp, LinkDown, TextCame)


async def until(condition: Callable[[], object], deadline_s: float = 10.0) -> None:
    """Wait until a condition holds; fail at the deadline."""
    async with asyncio.timeout(deadline_s):
        while not condition():  # noqa: ASYNC110 - the condition lies in other threads
            await asyncio.sleep(0.01)


def path_of(link: Link) -> Any:
    """Give aioice's connection below a link."""
    return link.connection.getTransceivers()[0].sender.transport.transport._connection


def break_path(*links: Link) -> None:
    """Let nothing leave by the present sockets any more, as if the network were gone."""
    for link in links:
        for protocol in path_of(link)._protocols:
            protocol.transport.sendto = lambda data, address=None: None


@dataclass
class End:
    """One end: its engine, its link and what the link told."""

    engine: MediaEngine
    link: Link = field(init=False)
    events: list[LinkEvent] = field(default_factory=list)
    shown: int = 0
    shown_at: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine.remote_frames.on_frame = self._count

    def _count(self) -> None:
        self.shown += 1
        self.shown_at.append(time.monotonic())

    def best_rate(self, window: int = 30) -> float:
        """Give the frames a second of the best stretch: a busy machine may stall others."""
        at = list(self.shown_at)
        spans = [later - earlier for earlier, later in zip(at, at[window:], strict=False)]
        return window / min(spans) if spans else 0.0

    async def make_link(self, attempt: str, ice: IceConfiguration) -> Link:
        self.link = await self.engine.make_link(attempt, ice, self.events.append)
        return self.link

    def told(self, kind: type[EventT]) -> list[EventT]:
        return [event for event in self.events if isinstance(event, kind)]


@asynccontextmanager
async def end(
    camera: VideoSource | None = None,
    microphone: AudioSource | None = None,
    speaker: AudioSink | None = None,
) -> AsyncIterator[End]:
    """Start an engine and close it."""
    engine = MediaEngine(camera, microphone, speaker)
    await engine.start()
    try:
        yield End(engine)
    finally:
        await engine.close()


async def connect(
    first: End,
    second: End,
    attempt: str = "1",
    ice: IceConfiguration | None = None,
    *,
    let_through: bool = True,
) -> None:
    """Let two ends find each other."""
    ice = ice or IceConfiguration()
    offerer, answerer = await first.make_link(attempt, ice), await second.make_link(attempt, ice)
    await offerer.accept(await answerer.answer(await offerer.offer()))
    await until(lambda: offerer.up and answerer.up)
    if let_through:
        offerer.let_through()
        answerer.let_through()

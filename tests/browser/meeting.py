# SPDX-License-Identifier: GPL-3.0-or-later
"""Our real engine and a browser's page in one call: what each shows, and what each notices."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiortc.rtp import RtcpByePacket, RtpPacket, is_rtcp

from app.media import rtc_compat
from app.media.frames import VideoFrame
from app.media.link import IceConfiguration, Link
from app.media.redundancy import split_blocks
from tests.browser.pages import Page
from tests.browser.scenes import Ear, Noticed, Scene, SceneCamera, SceneMicrophone, colours_of
from tests.media.ends import End, end, until

_NOTICED_WITHIN_S = 15.0
_TYPE_MASK = 0x7F
RED = 63
"""The number of ``red`` in Chromium's offers and in ours."""
NOTHING = Noticed((0, 0, 0), (0, 0, 0), 0.0, 0)


@dataclass
class Traffic:
    """What went over the link, counted where it leaves and arrives."""

    sent: Counter[int] = field(default_factory=Counter)
    """RTP packets by payload type."""
    received: Counter[int] = field(default_factory=Counter)
    with_copies: int = 0
    """Of the received ones of ``red``, those that carry an earlier one again."""
    byes: int = 0


class OurEnd:
    """Our end: devices that hold a scene, and somebody who watches and listens."""

    def __init__(self, ours: End, camera: SceneCamera, microphone: SceneMicrophone, ear: Ear):
        self._end = ours
        self._camera = camera
        self._microphone = microphone
        self._ear = ear
        self._frame: VideoFrame | None = None
        self._frames = 0
        self.traffic = Traffic()
        self.loses: Callable[[], bool] = lambda: False
        """Asked for each packet of sound that comes: True lets it be lost."""
        ours.engine.remote_frames.on_frame = self._see

    async def make_link(self) -> Link:
        """Make the link, which is told nothing yet."""
        return await self._end.make_link("1", IceConfiguration())

    @property
    def link(self) -> Link:
        """Give the link."""
        return self._end.link

    def show(self, scene: Scene) -> None:
        """Put a scene before the devices."""
        self._camera.scene = self._microphone.scene = scene

    def noticed(self) -> Noticed:
        """Tell what came last."""
        frame = self._frame
        left, right = colours_of(frame) if frame is not None else ((0, 0, 0), (0, 0, 0))
        return Noticed(left, right, self._ear.frequency(), self._frames)

    def count_traffic(self) -> None:
        """Count from now on; the link has to be up."""
        connection = self.link.connection
        rtc_compat.replace_departure(connection, self._counting_departures)
        for transceiver in connection.getTransceivers():
            self._count_arrivals(transceiver.receiver, transceiver.kind)

    def _see(self) -> None:
        frame = self._end.engine.remote_frames.take()
        if frame is not None:
            self._frame = frame
            self._frames += 1

    def _counting_departures(
        self, send: Callable[[bytes], Awaitable[None]]
    ) -> Callable[[bytes], Awaitable[None]]:
        async def counting(data: bytes) -> None:
            # RFC 7983: SRTP, whose header is in the clear, begins with 128 to 191.
            if 128 <= data[0] <= 191 and not is_rtcp(data):
                self.traffic.sent[data[1] & _TYPE_MASK] += 1
            await send(data)

        return counting

    def _count_arrivals(self, receiver: Any, kind: str) -> None:
        take, take_rtcp = receiver._handle_rtp_packet, receiver._handle_rtcp_packet

        async def counting(packet: RtpPacket, arrival_time_ms: int) -> None:
            if kind == "audio" and self.loses():
                return
            self.traffic.received[packet.payload_type] += 1
            if packet.payload_type == RED:
                self.traffic.with_copies += len(split_blocks(packet.payload)) > 1
            await take(packet, arrival_time_ms)

        async def counting_rtcp(packet: object) -> None:
            self.traffic.byes += isinstance(packet, RtcpByePacket)
            await take_rtcp(packet)

        receiver._handle_rtp_packet, receiver._handle_rtcp_packet = counting, counting_rtcp


@asynccontextmanager
async def our_end(folder: Path) -> AsyncIterator[OurEnd]:
    """Start our engine with a scene's devices, and close it."""
    camera, microphone, ear = SceneCamera(), SceneMicrophone(), Ear(folder / "heard.wav")
    async with end(camera, microphone, ear) as ours:
        yield OurEnd(ours, camera, microphone, ear)


@dataclass(frozen=True, slots=True)
class Descriptions:
    """What was agreed on."""

    offer: str = field(repr=False)
    answer: str = field(repr=False)


async def meet(here: OurEnd, there: Page, *, we_offer: bool) -> Descriptions:
    """Connect both ends and let sound and pictures through."""
    link = await here.make_link()
    if we_offer:
        offer = await link.offer()
        answer = await there.call("answer", offer)
        await link.accept(answer)
    else:
        offer = await there.call("offer")
        answer = await link.answer(offer)
        await there.call("accept", answer)
    await until(lambda: link.up)
    here.count_traffic()
    link.let_through()
    return Descriptions(offer, answer)


async def notice_each_other(
    here: OurEnd, there: Page, ours: Scene, theirs: Scene, *, frames: int = 0
) -> None:
    """Show a scene at each end; wait until the other one knows it and has shown more frames."""
    here.show(ours)
    await there.call("show", theirs.left, theirs.right, theirs.frequency)
    before_here, before_there = here.noticed().frames, (await _noticed(there)).frames
    seen_here = seen_there = NOTHING
    try:
        async with asyncio.timeout(_NOTICED_WITHIN_S):
            while not (
                seen_here.is_of(theirs)
                and seen_there.is_of(ours)
                and seen_here.frames >= before_here + frames
                and seen_there.frames >= before_there + frames
            ):
                seen_here, seen_there = here.noticed(), await _noticed(there)
    except TimeoutError:
        raise AssertionError(f"here {seen_here}, there {seen_there}") from None


async def _noticed(there: Page) -> Noticed:
    found = await there.call("noticed")
    left, right = tuple(found["left"]), tuple(found["right"])
    return Noticed(left, right, found["frequency"], found["frames"])

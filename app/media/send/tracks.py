# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks that carry what is encoded already, once for all peers, and that never end by themselves.

aiortc only makes packets of it. A track that raised MediaStreamError, or whose timestamps began
anew, could never be sent on again, so neither happens before the link is closed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
from aiortc import MediaStreamTrack

from app.media.redundancy import Block, join_blocks
from app.media.send.feedback import Sent
from app.media.statistics import QueueName, QueueStatistics

MOST_SOUND_PACKETS = 10
MOST_PICTURES = 8
_MOST_REPEATED = 8


@dataclass(frozen=True, slots=True)
class EncodedPacket:
    """One frame of sound or picture, encoded."""

    data: bytes = field(repr=False)
    timestamp: int
    """On the stream's RTP clock, unwrapped, without origin."""
    captured_at: float
    keyframe: bool = True


class PacketTrack(MediaStreamTrack):
    """One peer's copy of a stream. Belongs to the asyncio thread."""

    def __init__(self, kind: str, clock_rate: int, most: int) -> None:
        super().__init__()
        self.kind = kind
        self._time_base = Fraction(1, clock_rate)
        self._most = most
        self._packets: deque[EncodedPacket] = deque()
        self._filled = asyncio.Event()
        self._last: Sent | None = None
        self.dropped = 0
        """Frames that could not leave in time."""

    def queue(self, name: QueueName) -> QueueStatistics:
        """Tell how much waits to leave, and what never did."""
        return QueueStatistics(name, len(self._packets), self._most, self.dropped)

    def last_sent(self) -> Sent | None:
        """Name the frame that was handed out last."""
        return self._last

    async def recv(self) -> av.Packet[Any]:
        """Give the next frame as aiortc asks for it."""
        packet = await self._next()
        given = av.Packet(packet.data)
        given.pts = packet.timestamp
        given.time_base = self._time_base
        return given

    async def _next(self) -> EncodedPacket:
        while not self._packets:
            self._filled.clear()
            await self._filled.wait()
        packet = self._packets.popleft()
        self._last = Sent(packet.timestamp, packet.captured_at)
        return packet

    def _append(self, packet: EncodedPacket) -> None:
        self._packets.append(packet)
        self._filled.set()


class SoundTrack(PacketTrack):
    """Sound for one peer; when it cannot leave, the oldest is dropped."""

    def __init__(self) -> None:
        super().__init__("audio", 48_000, MOST_SOUND_PACKETS)
        self._encoded: deque[EncodedPacket] = deque(maxlen=MOST_SOUND_PACKETS + _MOST_REPEATED)
        self._repeated: tuple[int, ...] = ()

    def repeat(self, repeated: tuple[int, ...]) -> None:
        """Let each packet carry earlier ones again: 1 is the one before."""
        self._repeated = tuple(back for back in repeated if 0 < back <= _MOST_REPEATED)

    def put(self, packet: EncodedPacket) -> None:
        """Send a packet."""
        if len(self._packets) >= self._most:
            self._packets.popleft()
            self.dropped += 1
        self._encoded.append(packet)
        self._append(packet)

    async def next_payload(self, type_inside: int | None) -> tuple[bytes, int]:
        """Give the next payload and its time on the RTP clock.

        With redundancy negotiated the payload is one of RFC 2198, and ``type_inside`` the
        payload type of the codec in its blocks; None asks for the codec's own payload.
        """
        packet = await self._next()
        if type_inside is None:
            return packet.data, packet.timestamp
        before = [one for one in self._encoded if one.timestamp < packet.timestamp]
        earlier = [
            Block(type_inside, packet.timestamp - before[-back].timestamp, before[-back].data)
            for back in self._repeated
            if back <= len(before)
        ]
        return join_blocks(earlier, Block(type_inside, 0, packet.data)), packet.timestamp


class PictureTrack(PacketTrack):
    """Pictures for one peer; when they cannot leave, all are dropped up to the next keyframe."""

    def __init__(self, on_keyframe_wanted: Callable[[], None]) -> None:
        super().__init__("video", 90_000, MOST_PICTURES)
        self._on_keyframe_wanted = on_keyframe_wanted
        self._needs_keyframe = True

    def put(self, packet: EncodedPacket) -> bool:
        """Send a frame; False when it was dropped."""
        if len(self._packets) >= self._most:
            self.dropped += len(self._packets)
            self._packets.clear()
            self._needs_keyframe = True
        if self._needs_keyframe and not packet.keyframe:
            self.dropped += 1
            self._on_keyframe_wanted()
            return False
        self._needs_keyframe = False
        self._append(packet)
        return True

    def pause(self) -> None:
        """Drop what waits: nothing is sent until the next keyframe."""
        self._packets.clear()
        self._needs_keyframe = True

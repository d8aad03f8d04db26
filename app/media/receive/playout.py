# SPDX-License-Identifier: GPL-3.0-or-later
"""Decide what sound to play next from packets that come late, twice or never. Pure.

A small relative of WebRTC's NetEq: packets are put in order, the depth of the buffer follows
the jitter, one lost packet is rebuilt from its successor, longer losses are concealed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from app.media.receive.sequence import Unwrapper

FRAME_S = 0.02
SHALLOWEST_S = 0.04
DEEPEST_S = 0.2
MOST_KEPT_S = 0.5
_TOO_DEEP_S = 0.02
_TOO_SHALLOW_S = 0.01
_JITTER_WINDOW = 500
"""Packets, ten seconds."""
_JITTER_SHARE = 0.99
_RECOUNT_EVERY = 10
_GIVE_UP_FRAMES = 150
"""After three seconds of nothing the stream begins anew."""
_JUMP = 500
_LEVEL_WEIGHT = 1 / 16
_CLOCK_RATE = 48_000


@dataclass(frozen=True, slots=True)
class Play:
    """Decode this packet."""

    payload: bytes = field(repr=False)
    timestamp: int
    repaired: bool = False
    """The packet itself is lost; this copy came inside a later one."""


@dataclass(frozen=True, slots=True)
class Recover:
    """The packet before this one is lost: rebuild it from the copy in this one, if it has one."""

    next_payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Conceal:
    """Nothing to be had: invent 20 ms."""


@dataclass(frozen=True, slots=True)
class Rest:
    """No stream, or not enough of it yet: silence."""


Step = Play | Recover | Conceal | Rest


class Stretch(Enum):
    """What to do with the length of the sound that is decoded next."""

    KEEP = "keep"
    SHORTEN = "shorten"
    LENGTHEN = "lengthen"


@dataclass(frozen=True, slots=True)
class _Packet:
    payload: bytes
    timestamp: int
    came_at: float
    copied: bool = False


class PlayoutBuffer:
    """The packets of one stream that wait to be played. One thread at a time."""

    def __init__(self) -> None:
        self._unwrapper = Unwrapper(16)
        self._packets: dict[int, _Packet] = {}
        self._next = 0
        self._playing = False
        self._held = 0
        """Frames concealed while the buffer was empty, without knowing what is lost."""
        self._transits: deque[float] = deque(maxlen=_JITTER_WINDOW)
        self._timestamps = Unwrapper(32)
        self._since_recount = 0
        self._level_s = 0.0
        self.target_s = SHALLOWEST_S
        """The depth to keep: the jitter, the frame that plays, and one to repair it from."""
        self.late = 0
        """Packets that came after their time."""

    @property
    def depth_s(self) -> float:
        """Say how much sound waits, holes included."""
        if not self._packets:
            return 0.0
        start = self._next if self._playing else min(self._packets)
        return (max(self._packets) - start + 1) * FRAME_S

    def insert(self, sequence: int, timestamp: int, payload: bytes, now: float) -> None:
        """Take a packet that came at ``now``."""
        number = self._unwrapper.unwrap(sequence)
        self._note_transit(now - self._timestamps.unwrap(timestamp) / _CLOCK_RATE)
        if self._playing:
            if abs(number - self._next) > _JUMP:
                self._begin_anew()
            elif number < self._next:
                self.late += 1
                return
        self._packets[number] = _Packet(payload, timestamp, now)
        if self.depth_s > MOST_KEPT_S:
            self._skip_to_target()

    def fill(self, sequence: int, timestamp: int, payload: bytes, now: float) -> None:
        """Take the copy of an earlier packet that a later one carried."""
        number = self._unwrapper.unwrap(sequence)
        if number not in self._packets and (number >= self._next or not self._playing):
            self._packets[number] = _Packet(payload, timestamp, now, copied=True)

    def next(self, now: float) -> Step:
        """Say what the 20 ms are that begin to play at ``now``."""
        if not self._playing and not self._begins(now):
            return Rest()
        self._level_s += (self.depth_s - self._level_s) * _LEVEL_WEIGHT
        if not self._packets:
            return self._starve()
        missing = min(self._packets) - self._next
        already = min(self._held, missing)
        self._next += already
        self._held = 0
        missing -= already
        if missing == 0:
            packet = self._packets.pop(self._next)
            self._next += 1
            return Play(packet.payload, packet.timestamp, packet.copied)
        self._next += 1
        if missing == 1:
            return Recover(self._packets[self._next].payload)
        return Conceal()

    def stretch(self) -> Stretch:
        """Say whether the sound that was decoded last should become shorter or longer."""
        if not self._playing:
            return Stretch.KEEP
        if self._level_s > self.target_s + _TOO_DEEP_S:
            return Stretch.SHORTEN
        if self._level_s < self.target_s - _TOO_SHALLOW_S:
            return Stretch.LENGTHEN
        return Stretch.KEEP

    def stretched(self, by_s: float) -> None:
        """Note that the sound was made longer (or shorter, negative) by so much."""
        self._level_s += by_s

    def clear(self) -> None:
        """Forget everything that waits; the next packets begin anew."""
        self._begin_anew()

    def _begins(self, now: float) -> bool:
        """Begin when the first packet has waited so long that its successor can be there too.

        Only then a loss can be made good from the successor, and the jitter is covered.
        """
        if not self._packets:
            return False
        first = min(self._packets)
        if now - self._packets[first].came_at < self.target_s - FRAME_S:
            return False
        self._playing = True
        self._next = first
        self._level_s = max(self.target_s, self.depth_s)
        return True

    def _starve(self) -> Step:
        self._held += 1
        if self._held > _GIVE_UP_FRAMES:
            self._begin_anew()
            return Rest()
        return Conceal()

    def _begin_anew(self) -> None:
        self._packets.clear()
        self._playing = False
        self._held = 0

    def _skip_to_target(self) -> None:
        newest = max(self._packets)
        keep_from = newest - max(1, round(self.target_s / FRAME_S)) + 1
        self._packets = {n: p for n, p in self._packets.items() if n >= keep_from}
        self._next = keep_from
        self._held = 0
        self._level_s = self.depth_s

    def _note_transit(self, transit_s: float) -> None:
        self._transits.append(transit_s)
        self._since_recount += 1
        if self._since_recount < _RECOUNT_EVERY:
            return
        self._since_recount = 0
        ordered = sorted(self._transits)
        spread = ordered[int((len(ordered) - 1) * _JITTER_SHARE)] - ordered[0]
        self.target_s = min(DEEPEST_S, max(SHALLOWEST_S, spread + 2 * FRAME_S))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Decide what sound to play next from packets that come late, twice or never. Pure.

A small relative of WebRTC's NetEq, on the time line of the RTP timestamps: frames are put in
order whatever packet brought them, the wait follows the jitter, a lost frame is played from its
copy in a later packet, rebuilt from the copy that its successor holds, or concealed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.media.receive.delays import PlayoutDelay
from app.media.receive.opus_packets import is_discontinuous, packet_samples, repeats_previous
from app.media.receive.sequence import Unwrapper

CLOCK_RATE = 48_000
MOST_KEPT_S = 0.5
_CONCEALED_AT_ONCE = 480
"""Samples. What is late comes mostly within ten milliseconds."""
_GIVE_UP_S = 3.0
"""After so long without anything the stream begins anew."""
_JUMP_S = 5.0
_LATE_REMEMBERED = 250
"""Frames whose arrival is remembered, so that a copy is not taken for a late packet."""


@dataclass(frozen=True, slots=True)
class Play:
    """Decode this packet."""

    payload: bytes = field(repr=False)
    timestamp: int
    repaired: bool = False
    """The packet itself is lost; this copy came inside a later one."""


@dataclass(frozen=True, slots=True)
class Recover:
    """The frame before this one is lost: rebuild it from the copy that this one has of it."""

    next_payload: bytes = field(repr=False)
    samples: int


@dataclass(frozen=True, slots=True)
class Conceal:
    """Nothing to be had: invent so many samples."""

    samples: int
    pause: bool = False
    """The sender said that there would be nothing: background noise, and no loss."""


@dataclass(frozen=True, slots=True)
class Rest:
    """No stream, or not enough of it yet: silence."""


Step = Play | Recover | Conceal | Rest


@dataclass(frozen=True, slots=True)
class _Frame:
    payload: bytes
    samples: int
    copied: bool


class PlayoutBuffer:
    """The frames of one stream that wait to be played. One thread at a time."""

    def __init__(self) -> None:
        self._unwrapper = Unwrapper(32)
        self._frames: dict[int, _Frame] = {}
        self._came: dict[int, None] = {}
        self._first_came_at = 0.0
        self._next = 0
        self._playing = False
        self._held = 0
        """Samples concealed while the buffer was empty, without knowing what is lost."""
        self._pausing = False
        self._delay = PlayoutDelay()
        self.late = 0
        """Packets that came after their time."""
        self.skipped = 0
        """Frames thrown away because too many waited."""

    @property
    def target_s(self) -> float:
        """Say how long the quickest packets are to wait."""
        return self._delay.target_s

    @property
    def waiting(self) -> int:
        """Count the frames that wait."""
        return len(self._frames)

    @property
    def depth_s(self) -> float:
        """Say how much sound waits, holes included."""
        if not self._frames:
            return 0.0
        newest = max(self._frames)
        start = self._next if self._playing else min(self._frames)
        return (newest + self._frames[newest].samples - start) / CLOCK_RATE

    def insert(self, timestamp: int, payload: bytes, now: float) -> None:
        """Take a frame that came at ``now``; what is no Opus packet counts as lost."""
        if (samples := packet_samples(payload)) is None:
            return
        at = self._unwrapper.unwrap(timestamp)
        if self._came and repeats_previous(payload):
            self._note(at - samples, now)
        self._note(at, now)
        if self._playing:
            if abs(at - self._next) > _JUMP_S * CLOCK_RATE:
                self._begin_anew()
                self._delay.forget()
                self._note(at, now)
            elif at < self._next:
                self.late += 1
                return
        self._keep(at, _Frame(payload, samples, copied=False), now)

    def insert_copy(self, timestamp: int, payload: bytes, now: float) -> None:
        """Take the copy of an earlier frame that came with a later one, at ``now``."""
        samples = packet_samples(payload)
        if samples is None:
            return
        at = self._unwrapper.unwrap(timestamp)
        if self._playing:
            start = self._next
            self._note(at, now)
        else:
            # What was said before the first packet that came is not worth the wait.
            start = min(self._frames, default=at + 1)
        if at not in self._frames and start <= at < start + MOST_KEPT_S * CLOCK_RATE:
            self._keep(at, _Frame(payload, samples, copied=True), now)

    def copies(self, oldest: int) -> None:
        """Note how old the oldest copy in a packet is, in units of the RTP clock; 0 for none."""
        self._delay.copies(oldest / CLOCK_RATE)

    def next(self, now: float) -> Step:
        """Say what begins to play at ``now``."""
        if not self._playing and not self._begins(now):
            return Rest()
        if not self._frames:
            return self._starve()
        first = min(self._frames)
        gap = first - self._next
        if gap > MOST_KEPT_S * CLOCK_RATE + self._held:
            # The sender's clock made a jump: nobody wants to hear it.
            gap = 0
            self._next = first
        # What was concealed meanwhile stands for what is lost, unless that can be rebuilt.
        following = self._frames[first]
        rebuilt = following.samples if repeats_previous(following.payload) else 0
        already = min(self._held, max(0, gap - rebuilt))
        self._held = 0
        self._next += already
        if self._next < first:
            return self._fill(first - self._next, following, rebuilt)
        frame = self._frames.pop(first)
        self._next = first + frame.samples
        self._pausing = is_discontinuous(frame.payload)
        self._drop_overtaken()
        return Play(frame.payload, first % (1 << 32), frame.copied)

    def excess_s(self, now: float) -> float:
        """Say how much longer than wanted the sound waits that is played at ``now``."""
        quickest_s = self._delay.quickest_s
        if not self._playing or quickest_s is None or self._held:
            return 0.0
        return now - (self._next / CLOCK_RATE + quickest_s) - self._delay.target_s

    def clear(self) -> None:
        """Forget everything that waits; the next packets begin anew."""
        self._begin_anew()

    def path_changed(self) -> None:
        """Measure the delays anew; what waits is played."""
        self._delay.forget()

    def forget(self) -> None:
        """Forget the sender: another one begins."""
        self._begin_anew()
        self._came.clear()
        self._unwrapper = Unwrapper(32)
        self._delay.forget()

    # ---- inside ----------------------------------------------------------------------------

    def _note(self, at: int, now: float) -> None:
        if at in self._came:
            return
        self._came[at] = None
        if len(self._came) > _LATE_REMEMBERED:
            del self._came[next(iter(self._came))]
        self._delay.available(at / CLOCK_RATE, now)

    def _keep(self, at: int, frame: _Frame, now: float) -> None:
        if not self._frames and not self._playing:
            self._first_came_at = now
        self._frames[at] = frame
        if self.depth_s > MOST_KEPT_S:
            self._skip_to_target()

    def _begins(self, now: float) -> bool:
        """Begin when the first packet has waited as long as the quickest are to wait."""
        if not self._frames or now - self._first_came_at < self._delay.target_s:
            return False
        self._playing = True
        self._next = min(self._frames)
        return True

    def _fill(self, gap: int, following: _Frame, rebuilt: int) -> Step:
        if gap == rebuilt:
            self._next += gap
            return Recover(following.payload, gap)
        samples = min(gap - rebuilt if gap > rebuilt else gap, 2 * _CONCEALED_AT_ONCE)
        self._next += samples
        return Conceal(samples, self._pausing)

    def _starve(self) -> Step:
        self._held += _CONCEALED_AT_ONCE
        if self._held > _GIVE_UP_S * CLOCK_RATE and not self._pausing:
            self._begin_anew()
            return Rest()
        return Conceal(_CONCEALED_AT_ONCE, self._pausing)

    def _begin_anew(self) -> None:
        self._frames.clear()
        self._playing = False
        self._pausing = False
        self._held = 0

    def _drop_overtaken(self) -> None:
        """Leave out frames that begin inside one that was played: a sender that overlaps."""
        for at in [at for at in self._frames if at < self._next]:
            del self._frames[at]
            self.skipped += 1

    def _skip_to_target(self) -> None:
        newest = max(self._frames)
        end = newest + self._frames[newest].samples
        keep_from = min(newest, end - round(self._delay.target_s * CLOCK_RATE))
        kept = {at: frame for at, frame in self._frames.items() if at >= keep_from}
        self.skipped += len(self._frames) - len(kept)
        self._frames = kept
        self._next = min(kept)
        self._held = 0

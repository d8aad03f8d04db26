# SPDX-License-Identifier: GPL-3.0-or-later
"""How a sound is listened to: hearing, loop and beats, and what keys make of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from app.attachments.sound_looks import Filter, Hearing

SPEEDS: Final = (1.0, 0.75, 0.5)
MOST_GAIN_DB: Final = 12
GAIN_STEP_DB: Final = 3
SHORTEST_LOOP_S: Final = 0.1
MOST_BEATS: Final = 20
LEAST_LOOPED_S: Final = 120
"""A loop is laid out so often that its turns join without a gap for so long."""
_AT_THE_END_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a sound in seconds; the edges of the loop, and the cursors of the rate."""

    start_s: float
    end_s: float

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Listening:
    """All that is set over one sound; as it is made anew, the sound is heard as it came."""

    hearing: Hearing = Hearing()  # noqa: RUF009
    stretch: Stretch | None = None
    looping: bool = False
    beats: int = 1
    """How many beats a person counts between the edges."""

    def heard(self, **changes: object) -> Listening:
        """Change how it is heard."""
        return replace(self, hearing=replace(self.hearing, **changes))  # type: ignore[arg-type]

    def slower(self) -> Listening:
        """Go on to the next of the speeds, round and round."""
        index = (SPEEDS.index(self.hearing.speed) + 1) % len(SPEEDS)
        return self.heard(speed=SPEEDS[index])

    def louder(self, steps: int) -> Listening:
        """Change the loudness by steps, within 12 dB either way."""
        wanted = self.hearing.gain_db + steps * GAIN_STEP_DB
        return self.heard(gain_db=max(-MOST_GAIN_DB, min(wanted, MOST_GAIN_DB)))

    def through(self, wanted: Filter) -> Listening:
        """Hear it through a filter."""
        return self.heard(filter=wanted)

    def marked(self, start_s: float, end_s: float, seconds: float) -> Listening:
        """Set both edges, in whichever order, within a sound of so many seconds."""
        low, high = sorted((start_s, end_s))
        low = max(0.0, min(low, seconds - SHORTEST_LOOP_S))
        high = min(seconds, max(high, low + SHORTEST_LOOP_S))
        return replace(self, stretch=Stretch(max(0.0, low), high))

    def begun(self, at_s: float, seconds: float) -> Listening:
        """Set the beginning; an end before it moves to the end of the sound."""
        end = self.stretch.end_s if self.stretch else seconds
        return self.marked(at_s, end if end > at_s else seconds, seconds)

    def ended(self, at_s: float, seconds: float) -> Listening:
        """Set the end; a beginning after it moves to the beginning of the sound."""
        start = self.stretch.start_s if self.stretch else 0.0
        return self.marked(start if start < at_s else 0.0, at_s, seconds)

    def counted(self, more: int) -> Listening:
        """Count more or fewer beats between the edges."""
        return replace(self, beats=max(1, min(self.beats + more, MOST_BEATS)))

    def rate_per_minute(self) -> float | None:
        """Give the rate that the edges and the beats between them make."""
        return None if self.stretch is None else 60 * self.beats / self.stretch.seconds


def begin_at(at_s: float, seconds: float, loop: Stretch | None) -> float:
    """Say where playing begins: in the loop, and from the start again where all was played."""
    if loop is not None:
        inside = loop.start_s <= at_s < loop.end_s - _AT_THE_END_S
        return at_s if inside else loop.start_s
    return 0.0 if at_s >= seconds - _AT_THE_END_S else at_s


def place_after(begun_s: float, played_s: float, loop: Stretch | None) -> float:
    """Say where in the sound it is after so many of its seconds."""
    at = begun_s + played_s
    if loop is not None and at > loop.end_s:
        return loop.start_s + (at - loop.start_s) % loop.seconds
    return at


def played_from(pcm: bytes, rate_hz: float, begun_s: float, loop: Stretch | None) -> bytes:
    """Lay out 16-bit samples from a place to the end, or round and round a loop.

    ``rate_hz`` is how many samples a second of the recording has, whatever the speed.
    """

    def byte(seconds: float) -> int:
        return 2 * int(seconds * rate_hz)

    if loop is None:
        return pcm[byte(begun_s) :]
    turn = pcm[byte(loop.start_s) : byte(loop.end_s)]
    turns = int(LEAST_LOOPED_S / loop.seconds) + 1
    return pcm[byte(begun_s) : byte(loop.end_s)] + turn * turns

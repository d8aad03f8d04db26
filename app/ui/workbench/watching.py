# SPDX-License-Identifier: GPL-3.0-or-later
"""Which frame of a video is seen: steps, time and slow motion. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Final

from app.records.media_facts import Video

SPEEDS: Final = (1.0, 0.5, 0.25, 2.0)


@dataclass(frozen=True, slots=True)
class Watching:
    """A video, the frame that is seen, and the speed at which it would run."""

    video: Video
    number: int = 0
    speed: float = 1.0

    @property
    def at_s(self) -> float:
        """When this frame is shown."""
        return self.video.times_s[self.number]

    def stepped(self, frames: int) -> Watching:
        """Go on by frames, or back."""
        return self.at_frame(self.number + frames)

    def at_frame(self, number: int) -> Watching:
        """Go to a frame, or the nearest that there is."""
        return replace(self, number=max(0, min(number, len(self.video.times_s) - 1)))

    def at_time(self, seconds: float) -> Watching:
        """Go to the frame that is shown at a time."""
        return self.at_frame(bisect_right(self.video.times_s, seconds + 1e-9) - 1)

    def after(self, seconds: float) -> Watching:
        """Say what is seen when it has run for so long from here."""
        return self.at_time(self.at_s + seconds * self.speed)

    def next_speed(self) -> Watching:
        """Go on to the next of the speeds, round and round."""
        index = (SPEEDS.index(self.speed) + 1) % len(SPEEDS)
        return replace(self, speed=SPEEDS[index])

    @property
    def ended(self) -> bool:
        """Whether this is the last frame."""
        return self.number == len(self.video.times_s) - 1

    def shows(self, at_s: float) -> bool:
        """Tell whether a time belongs to this frame."""
        return self.at_time(at_s).number == self.number

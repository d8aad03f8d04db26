# SPDX-License-Identifier: GPL-3.0-or-later
"""How a shared screen is encoded: fewer frames come long before fewer points. Pure."""

from __future__ import annotations

from app.media.adaptation import NO_PICTURES, PicturePlan
from app.media.content import ContentHint

MOST_WIDTH, MOST_HEIGHT = 1600, 900
MOST_FRAMES_PER_S = 15
_STABLE_BEFORE_UP_S = 4.0
_ADVANCE_S = 0.15

# (least bitrate of the pictures, width, height, frames a second), best first
_RUNGS = (
    (1_000_000, MOST_WIDTH, MOST_HEIGHT, MOST_FRAMES_PER_S),
    (600_000, MOST_WIDTH, MOST_HEIGHT, 10),
    (250_000, MOST_WIDTH, MOST_HEIGHT, 5),
    (130_000, 1280, 720, 5),
    (60_000, 960, 540, 5),
)


class ScreenLadder:
    """The size and rate of a shared screen: down at once, up after a steady while."""

    def __init__(self) -> None:
        self._rung = 0
        self._better_since: float | None = None

    def plan(self, bitrate: int, now: float) -> PicturePlan:
        """Choose for a bitrate of the pictures."""
        fitting = next(
            (rung for rung, (least, *_) in enumerate(_RUNGS) if bitrate >= least), len(_RUNGS)
        )
        if fitting > self._rung:
            self._rung, self._better_since = fitting, None
        elif fitting == self._rung:
            self._better_since = None
        elif self._better_since is None:
            self._better_since = now
        elif now - self._better_since >= _STABLE_BEFORE_UP_S:
            self._rung, self._better_since = self._rung - 1, now
        if self._rung == len(_RUNGS):
            return NO_PICTURES
        _, width, height, frames_per_s = _RUNGS[self._rung]
        return PicturePlan(bitrate, width, height, frames_per_s, ContentHint.TEXT)


class Debt:
    """Keeps a screen within its rate: nothing more is encoded before what went out is paid for.

    A whole page of new text is many times a usual frame; dropping the frames behind it costs less
    than coding it coarser.
    """

    def __init__(self) -> None:
        self._paid_at = float("-inf")

    def allows(self, now: float) -> bool:
        """Tell whether a frame may be encoded."""
        return now >= self._paid_at - _ADVANCE_S

    def spend(self, size_bytes: int, bitrate: int, now: float) -> None:
        """Note a frame that went out."""
        self._paid_at = max(self._paid_at, now) + size_bytes * 8 / max(1, bitrate)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether this computer has the time to blur a background beside all else it does. Pure."""

from __future__ import annotations

from typing import Final

WINDOW_S: Final = 3.0
"""A moment of other work ends nothing."""
_MOST_BUSY: Final = 0.8
"""Share of the time that blurring may take of its thread."""
_FEWEST_FRAMES_PER_S: Final = 12.0
_MOST_DROPPED: Final = 0.3
"""Share of the frames that the encoder had no time for."""


class BlurBudget:
    """Told of each frame; ``exceeded`` looks at the last whole window."""

    def __init__(self, began: float) -> None:
        self._since = began
        self._worked_s = 0.0
        self._offered = 0
        self._done = 0
        self._dropped_before: int | None = None
        self.exceeded = False

    def offered(self) -> None:
        """Note a frame of the camera."""
        self._offered += 1

    def blurred(self, took_s: float, encoder_dropped: int, now: float) -> None:
        """Note a finished frame; ``encoder_dropped`` counts from the start of the program."""
        self._worked_s += took_s
        self._done += 1
        if self._dropped_before is None:
            self._dropped_before = encoder_dropped
        passed = now - self._since
        if passed < WINDOW_S:
            return
        dropped = encoder_dropped - self._dropped_before
        # A camera that gives few frames by itself, in the dark, is no sign of a slow computer.
        slow = self._done / passed < min(_FEWEST_FRAMES_PER_S, 0.8 * self._offered / passed)
        busy = self._worked_s / passed > _MOST_BUSY
        self.exceeded = slow or busy or dropped > _MOST_DROPPED * self._done
        self._since, self._dropped_before = now, encoder_dropped
        self._worked_s, self._offered, self._done = 0.0, 0, 0

# SPDX-License-Identifier: GPL-3.0-or-later
"""Find out from the times of shown frames whether the picture stood still. Pure.

A freeze is what W3C webrtc-stats calls one at ``freezeCount``: a gap of at least three usual gaps,
and of at least 150 ms more than a usual one; usual is the mean of the last 30 gaps.
"""

from __future__ import annotations

from collections import deque

_GAPS_OF_MEAN = 30
_TIMES = 3
_MORE_S = 0.15
_USUAL_AT_START_S = 1 / 30


class Freezes:
    """The freezes of one peer's pictures. One thread shows; others may only ask."""

    def __init__(self) -> None:
        self.count = 0
        self.total_s = 0.0
        self._gaps: deque[float] = deque()
        self._sum_s = 0.0
        self._last: float | None = None
        self._expected = True

    def shown(self, now: float) -> None:
        """Note a frame that was shown at ``now``."""
        last, self._last = self._last, now if self._expected else None
        if last is None or not self._expected:
            return
        gap = now - last
        if gap >= self._longest_usual():
            self.count += 1
            self.total_s += gap
        self._gaps.append(gap)
        self._sum_s += gap
        if len(self._gaps) > _GAPS_OF_MEAN:
            self._sum_s -= self._gaps.popleft()

    def expect(self, expected: bool) -> None:
        """Note whether frames should come: none do while the camera is off, or not wanted."""
        if expected is not self._expected:
            self._expected = expected
            self._last = None

    def standing_s(self, now: float) -> float:
        """Say how long the picture stands still now, beyond what is usual."""
        last = self._last
        if last is None or not self._expected:
            return 0.0
        gap = now - last
        return gap if gap >= self._longest_usual() else 0.0

    def _longest_usual(self) -> float:
        count = len(self._gaps)
        mean = self._sum_s / count if count else _USUAL_AT_START_S
        return max(_TIMES * mean, mean + _MORE_S)

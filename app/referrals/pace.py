# SPDX-License-Identifier: GPL-3.0-or-later
"""How long an upload will still take, from how it went in the last seconds; pure."""

from __future__ import annotations

from collections import deque
from typing import Final

WINDOW_S: Final = 20.0
"""Long enough to even a bad line out, short enough to notice another line."""
_LEAST_S: Final = 1.0
"""Before this nothing is said."""


class Pace:
    """The pace of one upload. Times are seconds of any clock that never goes back."""

    def __init__(self) -> None:
        self._notes: deque[tuple[float, int]] = deque()

    def note(self, done_bytes: int, at: float) -> None:
        """Take down how much the server has. The first note is where the upload went on."""
        if self._notes and done_bytes < self._notes[-1][1]:
            self._notes.clear()  # Begun anew.
        self._notes.append((at, done_bytes))
        while len(self._notes) > 2 and at - self._notes[1][0] > WINDOW_S:
            self._notes.popleft()

    def seconds_left(self, left_bytes: int, now: float) -> float | None:
        """Tell how long ``left_bytes`` will take; None as long as that cannot be said."""
        if len(self._notes) < 2:
            return None
        (since, before), (_, done) = self._notes[0], self._notes[-1]
        # To this moment, not to the last note: on a line that stands still the rest gets longer.
        took = now - since
        if took < _LEAST_S or done <= before:
            return None
        return left_bytes * took / (done - before)

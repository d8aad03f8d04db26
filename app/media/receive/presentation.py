# SPDX-License-Identifier: GPL-3.0-or-later
"""When to show a picture: evenly, and in step with the sound that belongs to it. Pure.

Pictures are held back for as long as the slower of them take, so that a repaired loss does not
freeze the view; never so long that they leave the sound behind (ITU-R BT.1359: nobody notices
sound that is up to 45 ms early or 125 ms late). Sound is the master: it is not held back.
"""

from __future__ import annotations

from collections import deque

SOUND_LATE_S = 0.03
"""Pictures are at most so much ahead of the sound as it is decoded: the loudspeaker and its buffers
make it some 40 to 80 ms later."""
SOUND_EARLY_S = 0.03
"""Pictures are at most so much behind the sound."""
LONGEST_HOLD_S = 0.2
"""With no sound to follow, pictures are held back for no more than this over the quickest."""
MOST_HELD_S = 0.25
"""No picture waits longer than this, whatever the clocks of the two ends say."""
_WINDOW = 150
"""Pictures, five seconds."""
_SHARE = 0.95
_STEP_UP_S, _STEP_DOWN_S = 0.010, 0.001
"""The delay changes by no more than this a picture."""
_SOUND_WEIGHT = 1 / 16


class Presentation:
    """The delay of one peer's pictures. Times are seconds of any one clock."""

    def __init__(self) -> None:
        self._taken: deque[float] = deque(maxlen=_WINDOW)
        self._sound_s: float | None = None
        self._delay_s: float | None = None

    @property
    def delay_s(self) -> float | None:
        """Say how long after its capture a picture is shown; None before the first one."""
        return self._delay_s

    @property
    def skew_s(self) -> float | None:
        """Say how much later sound is heard than its picture is shown; None while unknown."""
        if self._sound_s is None or self._delay_s is None:
            return None
        return self._sound_s - self._delay_s

    def heard(self, delay_s: float) -> None:
        """Note how long after its capture sound was heard."""
        if self._sound_s is None:
            self._sound_s = delay_s
        else:
            self._sound_s += (delay_s - self._sound_s) * _SOUND_WEIGHT

    def show_at(self, captured_at: float, whole_at: float) -> float:
        """Say when to show a picture that was whole at ``whole_at``: then, or a little later."""
        self._taken.append(whole_at - captured_at)
        wanted = self._wanted_s()
        if self._delay_s is None:
            self._delay_s = wanted
        step = wanted - self._delay_s
        self._delay_s += max(-_STEP_DOWN_S, min(_STEP_UP_S, step))
        return max(whole_at, min(captured_at + self._delay_s, whole_at + MOST_HELD_S))

    def _wanted_s(self) -> float:
        ordered = sorted(self._taken)
        slow = ordered[int((len(ordered) - 1) * _SHARE)]
        if self._sound_s is None:
            return min(slow, ordered[0] + LONGEST_HOLD_S)
        least = min(self._sound_s - SOUND_LATE_S, ordered[0] + LONGEST_HOLD_S)
        return max(least, min(slow, self._sound_s + SOUND_EARLY_S))

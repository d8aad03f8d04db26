# SPDX-License-Identifier: GPL-3.0-or-later
"""How long to wait before the next try, and how fast to talk; pure."""

from __future__ import annotations

from typing import Final

SHORTEST_S: Final = 0.5
LONGEST_S: Final = 30.0
MESSAGES_A_SECOND: Final = 18.0
"""A little under the 20 a second that the server allows; PROTOCOL.md, limits."""
BURST: Final = 50


def full_jitter(attempt: int, chance: float) -> float:
    """Draw a waiting time in seconds for the ``attempt``-th try in a row, counted from 0.

    ``chance`` is random in [0, 1). The whole span from nothing up to the doubling, capped
    ceiling is used, so that clients cut off at one moment do not come back at one moment.
    """
    # The exponent is capped as well: 2 ** attempt of a week offline is not a number to make.
    return chance * min(LONGEST_S, SHORTEST_S * 2.0 ** min(max(attempt, 0), 16))


class Pace:
    """A token bucket that keeps this client under the server's message limit."""

    def __init__(self, rate: float = MESSAGES_A_SECOND, burst: int = BURST) -> None:
        self._rate = rate
        self._burst = burst
        self._left = float(burst)
        self._at: float | None = None

    def delay(self, now: float) -> float:
        """Take the right to send one message; tells how many seconds from ``now`` it holds."""
        if self._at is not None:
            self._left = min(float(self._burst), self._left + (now - self._at) * self._rate)
        self._at = now
        self._left -= 1.0
        return 0.0 if self._left >= 0.0 else -self._left / self._rate

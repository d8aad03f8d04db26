# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock of a microphone that is none: ticks of ten milliseconds that fall due. Pure."""

from __future__ import annotations

TICK_S = 0.01
_BACKLOG_S = 0.2
"""What a device would keep for a reader that is late; older sound is gone."""


class Pace:
    """Hands out the ticks that have been captured by now."""

    def __init__(self) -> None:
        self._started_at: float | None = None
        self._ticks = 0

    def next_tick(self, now: float) -> float | None:
        """Say when the next whole tick began, or None when none is whole yet."""
        if self._started_at is None:
            self._started_at = now
        whole = int((now - self._started_at) / TICK_S + 1e-6)
        if whole <= self._ticks:
            return None
        if (whole - self._ticks) * TICK_S > _BACKLOG_S:
            self._ticks = whole - 1
        captured_at = self._started_at + self._ticks * TICK_S
        self._ticks += 1
        return captured_at

# SPDX-License-Identifier: GPL-3.0-or-later
"""When to tell a person that the microphone is off while they talk: not too often. Pure."""

from __future__ import annotations

_SHOWN_S = 8.0
_NOT_AGAIN_FOR_S = 30.0


class MutedTalk:
    """Decides, once a second or more often, whether the hint stands there."""

    def __init__(self) -> None:
        self._told_at: float | None = None
        self._showing = False

    def shown(self, talking: bool, now: float) -> bool:
        """Say whether to show the hint; ``talking`` is what the microphone hears while off."""
        if self._told_at is None or now - self._told_at >= _NOT_AGAIN_FOR_S:
            self._showing = talking
            if talking:
                self._told_at = now
        elif now - self._told_at >= _SHOWN_S:
            self._showing = False
        return self._showing

    def switched_on(self) -> None:
        """Take the hint away: the microphone is on."""
        self._showing = False

# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pictures of a screen are taken on: not too many, never none, no size in passing. Pure."""

from __future__ import annotations

_SHORTEST_GAP_S = 1 / 15.5
"""A little quicker than the 15 a second that are sent at most."""
REPEAT_S = 0.5
"""A screen that stands still is given again: letters get sharper, and new viewers need it."""
_SETTLED_S = 0.3
"""How long a window must keep a new size: each one costs a keyframe."""


class ScreenPace:
    """Decides for each picture that the system gives."""

    def __init__(self) -> None:
        self._given_at = float("-inf")
        self._size: tuple[int, int] | None = None
        self._other: tuple[int, int] | None = None
        self._other_since = 0.0

    def takes(self, size: tuple[int, int], now: float) -> bool:
        """Tell whether a picture of this size is to be converted and sent now."""
        if not self._settled(size, now) or now - self._given_at < _SHORTEST_GAP_S:
            return False
        self._given_at = now
        return True

    def repeats(self, now: float) -> bool:
        """Tell whether the last picture is to be given again, because nothing newer came."""
        if now - self._given_at < REPEAT_S:
            return False
        self._given_at = now
        return True

    def _settled(self, size: tuple[int, int], now: float) -> bool:
        if self._size is None or size == self._size:
            self._size, self._other = size, None
            return True
        if size != self._other:
            self._other, self._other_since = size, now
        if now - self._other_since < _SETTLED_S:
            return False
        self._size, self._other = size, None
        return True

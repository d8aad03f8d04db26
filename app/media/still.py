# SPDX-License-Identifier: GPL-3.0-or-later
"""One good picture out of a moving one: how it is sent, and which frame is taken. Pure."""

from __future__ import annotations

from typing import Final

from app.media.adaptation import NO_PICTURES, PicturePlan
from app.media.content import ContentHint

LEAST_WAIT_S: Final = 1.0
"""How long the taker looks for a better frame."""
MOST_WAIT_S: Final = 2.5
"""How long it looks where no large one has come yet: on a thin path one takes so long."""
HOLD_S: Final = 3.0
"""How long the other end sends few and sharp frames if it is not told that one was taken."""
_SHARPER_AFTER_S: Final = 0.4
"""The frames after a first large one add to it."""
_LARGE: Final = 1280 * 720
_FRAMES_PER_S: Final = 5
_LARGEST: Final = (1920, 1080)
_LEAST_BITRATE: Final = 400_000
"""Below, a larger picture would not arrive while the person holds still."""


def sharp(plan: PicturePlan, bitrate: int) -> PicturePlan:
    """Change a camera's plan for a moment; ``bitrate`` is what the path has for pictures.

    All its bits go into a sixth of the frames. A path without pictures still has none.
    """
    if plan.hint is not ContentHint.MOTION or plan.frames_per_s == NO_PICTURES.frames_per_s:
        return plan
    width, height = _LARGEST if bitrate >= _LEAST_BITRATE else (plan.width, plan.height)
    return PicturePlan(bitrate, width, height, _FRAMES_PER_S, ContentHint.DETAIL)


class StillChoice:
    """Chooses among the frames that come after a picture was asked for."""

    def __init__(self, began: float) -> None:
        self._began = began
        self._area = 0
        self._grew_at: float | None = None

    def takes(self, width: int, height: int, now: float) -> bool:
        """Tell whether a frame is to be taken instead of all earlier ones.

        A later one of the same size is sharper: each adds to the one before.
        """
        area = width * height
        if area > self._area > 0:
            self._grew_at = now
        taken = area >= self._area
        self._area = max(self._area, area)
        return taken

    def done(self, now: float) -> bool:
        """Tell whether to wait no longer."""
        waited = now - self._began
        if waited < LEAST_WAIT_S or waited >= MOST_WAIT_S:
            return waited >= MOST_WAIT_S
        if self._grew_at is not None:
            return now - self._grew_at >= _SHARPER_AFTER_S
        return self._area >= _LARGE

# SPDX-License-Identifier: GPL-3.0-or-later
"""Four words for how well one person hears and sees the other; clinical.md F4.4, F4.5. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.calls.views import ConnectionQuality

WORSE_AFTER_S: Final = 2.0
"""What is over sooner is not worth a word."""
BETTER_AFTER_S: Final = 5.0
_EASE: Final = 0.7
"""A level is left for a better one only when all is so much below its limit."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What one person gets of the other, over the last seconds; shares are from 0 to 1."""

    loss: float = 0.0
    """Of the packets."""
    round_trip_s: float = 0.0
    queue_s: float = 0.0
    """How much longer packets take than at their best."""
    concealed: float = 0.0
    """Of the sound, what had to be invented."""
    frozen: float = 0.0
    """Of the time, what the picture stood still."""
    frames: float | None = None
    """Of the frames that were sent, what was shown; None where none are, or few on purpose."""
    paused: bool = False
    """The picture waits for a better network."""
    silent: bool = False
    """Nothing at all has come for a moment."""


_LIMITS: Final = (
    # What, from where on it is weak, from where on poor. Below 2 % loss nobody is warned.
    ("loss", 0.02, 0.10),
    # ITU-T G.114: from 400 ms one way on no conversation is possible; there and back is twice that.
    ("round_trip_s", 0.40, 0.80),
    ("queue_s", 0.08, 0.40),
    ("concealed", 0.02, 0.10),
    ("frozen", 0.10, 0.40),
)
_WEAK_FRAMES: Final = 0.6
_POOR_FRAMES: Final = 0.25
_ORDER: Final = (ConnectionQuality.GOOD, ConnectionQuality.WEAK, ConnectionQuality.POOR)


def level(conditions: Conditions, ease: float = 1.0) -> ConnectionQuality:
    """Judge a moment; with ``ease`` below 1 as strictly as is asked before things are better."""
    if conditions.silent:
        return ConnectionQuality.POOR
    worst = int(conditions.paused)
    for name, weak, poor in _LIMITS:
        value: float = getattr(conditions, name)
        worst = max(worst, (value >= weak * ease) + (value >= poor * ease))
    frames = conditions.frames
    if frames is not None:
        worst = max(worst, (frames < _WEAK_FRAMES) + (frames < _POOR_FRAMES))
    return _ORDER[worst]


class QualityJudge:
    """The level of one direction, which changes only when it is worth telling."""

    def __init__(self) -> None:
        self.quality = ConnectionQuality.NONE
        self._since: float | None = None
        """Since when the level should be another one."""
        self._rising = False

    def look(self, conditions: Conditions | None, now: float) -> None:
        """Judge anew; None where there is no connection."""
        if conditions is None:
            self.quality, self._since = ConnectionQuality.NONE, None
            return
        if self.quality is ConnectionQuality.NONE:
            self.quality = ConnectionQuality.GOOD
        here = _ORDER.index(self.quality)
        worse, better = _ORDER.index(level(conditions)), _ORDER.index(level(conditions, _EASE))
        if worse <= here <= better:
            self._since = None
            return
        rising = better < here
        if self._since is None or rising is not self._rising:
            self._since, self._rising = now, rising
        wait_s = BETTER_AFTER_S if rising else WORSE_AFTER_S
        if now - self._since >= wait_s or conditions.silent:
            self.quality = _ORDER[better if rising else worse]
            self._since = None

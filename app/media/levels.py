# SPDX-License-Identifier: GPL-3.0-or-later
"""How loud sound is, as a meter shows it. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.media.devices.sources import Samples

_QUIETEST_DB = -60.0
_FALL_PER_TICK = 0.02
_SILENT_AFTER_S = 3.0


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud it is now, 0 to 1."""

    microphone: float
    speaker: float
    microphone_silent: bool
    """Exactly nothing for 3 s while the microphone is on."""
    talking_while_off: bool = False
    """Somebody talks into the microphone although it is off."""


class LevelMeter:
    """A level from 0 to 1: it rises at once and falls within half a second."""

    def __init__(self) -> None:
        self.level = 0.0
        self._sounded_at: float | None = None
        self._first_at: float | None = None

    def hear(self, samples: Samples, now: float) -> None:
        """Take a tick of sound."""
        if self._first_at is None:
            self._first_at = now
        power = float(np.mean(samples.astype(np.float32) ** 2))
        if power > 0:
            self._sounded_at = now
        self.level = max(_of_power(power), self.level - _FALL_PER_TICK)

    def silent(self, now: float) -> bool:
        """Say whether exactly nothing has been heard for 3 s."""
        since = self._sounded_at if self._sounded_at is not None else self._first_at
        return since is not None and now - since >= _SILENT_AFTER_S


def _of_power(power: float) -> float:
    if power <= 0:
        return 0.0
    decibel = 10 * math.log10(power / 32768.0**2)
    return min(1.0, max(0.0, 1 - decibel / _QUIETEST_DB))

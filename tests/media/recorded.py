# SPDX-License-Identifier: GPL-3.0-or-later
"""A microphone that gives exactly these samples, whatever clock it is read by."""

from __future__ import annotations

import numpy as np

from app.media.devices.pacing import Pace
from app.media.devices.sources import TICK_SAMPLES, AudioSource, CapturedSamples, Samples


class RecordedMicrophone(AudioSource):
    """Gives a recording once, then silence."""

    def __init__(self, sound: Samples, *, acoustic: bool = False) -> None:
        self.acoustic = acoustic
        self._sound = sound
        self._pace = Pace()
        self._place = 0

    def start(self) -> None:
        """Begin."""
        self._pace = Pace()

    def read(self, now: float) -> CapturedSamples | None:
        """Take the next tick."""
        captured_at = self._pace.next_tick(now)
        if captured_at is None:
            return None
        tick = self._sound[self._place : self._place + TICK_SAMPLES]
        self._place += TICK_SAMPLES
        whole = np.concatenate((tick, np.zeros(TICK_SAMPLES - len(tick), np.int16)))
        return CapturedSamples(whole, captured_at)

    def stop(self) -> None:
        """End."""

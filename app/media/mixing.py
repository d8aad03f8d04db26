# SPDX-License-Identifier: GPL-3.0-or-later
"""Put voices together and join what follows each other, without clipping and without clicks. Pure.

One voice alone passes as it is. Of several, the sum is turned down for a moment where it would
be too loud: at once, and back within half a second.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples

_FULL = 32767.0
_CEILING = 0.9 * _FULL
_KNEE = 0.8 * _FULL
"""What the falling gain has not caught yet is bent from here on, never cut."""
_ATTACK_SAMPLES = SAMPLE_RATE // 1000
_RECOVERY_PER_TICK = 0.02
_SEAM_SAMPLES = SAMPLE_RATE * 5 // 1000
_SILENCE: Samples = np.zeros(TICK_SAMPLES, np.int16)
_RISING = (np.arange(_SEAM_SAMPLES) + 1) / _SEAM_SAMPLES


class Mixer:
    """Adds voices, ten milliseconds at a time. One thread at a time."""

    def __init__(self) -> None:
        self._gain = 1.0

    def mix(self, voices: Sequence[Samples]) -> Samples:
        """Add up one tick of each voice; silence of none."""
        match voices:
            case [] if self._gain == 1.0:
                return _SILENCE
            case [voice] if self._gain == 1.0:
                return voice
            case []:
                total = np.zeros(TICK_SAMPLES)
            case _:
                total = np.sum(voices, axis=0, dtype=np.float64)
        return self._limited(total)

    def _limited(self, total: NDArray[np.float64]) -> Samples:
        peak = float(np.max(np.abs(total)))
        wanted = min(1.0, _CEILING / peak) if peak else 1.0
        before = self._gain
        gains: NDArray[np.float64] | float
        if wanted < before:
            self._gain = wanted
            gains = np.full(len(total), wanted)
            gains[:_ATTACK_SAMPLES] = np.linspace(before, wanted, _ATTACK_SAMPLES)
        else:
            self._gain = min(wanted, before + _RECOVERY_PER_TICK)
            gains = np.linspace(before, self._gain, len(total))
        return _bent(total * gains).astype(np.int16)


def _bent(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bend what is above the knee so that it stays below full scale."""
    above = np.abs(values) - _KNEE
    if float(np.max(above)) <= 0:
        return values
    room = _FULL - _KNEE
    bent = _KNEE + room * np.tanh(np.maximum(above, 0) / room)
    return np.where(above > 0, np.copysign(bent, values), values)


class Seam:
    """Joins what comes from one source to what comes from the next. One thread at a time."""

    def __init__(self) -> None:
        self._last = 0
        self._open = False

    def open(self) -> None:
        """Note that the next tick is of another source than the one before."""
        self._open = True

    def close(self) -> Samples:
        """Give a last tick that dies away within 5 ms; what comes then begins from silence."""
        self._open = True
        dying = self.join(_SILENCE)
        self._open = True
        return dying

    def join(self, samples: Samples) -> Samples:
        """Pass a tick on; the first after a change goes over within 5 ms from the last sample."""
        if self._open:
            self._open = False
            start = samples[:_SEAM_SAMPLES] * _RISING + self._last * (1 - _RISING)
            samples = np.concatenate((start.astype(np.int16), samples[_SEAM_SAMPLES:]))
        self._last = int(samples[-1])
        return samples

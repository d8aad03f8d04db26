# SPDX-License-Identifier: GPL-3.0-or-later
"""How received sound is made to fit its time: shortened, lengthened, faded where invented. Pure.

This also keeps the two ends' clocks in step: 200 ppm of difference are one period each half minute.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from app.media.devices.sources import SAMPLE_RATE, Samples
from app.media.receive.stretch import find_repetition, lengthen, shorten

# From how many seconds away on pauses are changed, and from how many on speech where it repeats so
# well. A little too much does no harm; too little means that more comes too late. However well it
# is joined, speech that comes sooner or later than expected sounds less like itself, so it is
# touched only where the alternative is worse.
_TOO_MUCH = 0.03
_FAR_TOO_MUCH = ((0.16, 0.5), (0.09, 0.85))
_TOO_LITTLE = 0.003
_FAR_TOO_LITTLE = ((0.06, 0.5), (0.03, 0.85))
_BETWEEN_CHANGES = SAMPLE_RATE // 25
"""Samples between two changes of speech."""

_PAUSE_POWER = 900.0
"""Mean square of sound that nobody hears being cut."""
_LOUDEST_PAUSE_POWER = 100_000.0
_ABOVE_FLOOR = 4.0
_FLOOR_PIECES = 150
"""Three seconds; speech has a pause in most of them."""

_FULL_SAMPLES = SAMPLE_RATE * 60 // 1000
_FADED_SAMPLES = SAMPLE_RATE * 160 // 1000
_RISE_SAMPLES = 240


class Pace:
    """Shortens what waits too long and lengthens what would run out."""

    def __init__(self) -> None:
        self._since_change = _BETWEEN_CHANGES
        self._powers: deque[float] = deque(maxlen=_FLOOR_PIECES)
        self.shortened = 0
        """Samples taken out so far."""
        self.lengthened = 0
        """Samples put in so far."""

    def adjust(self, samples: Samples, excess_s: float) -> Samples:
        """Change sound that waits ``excess_s`` longer than wanted (shorter, negative)."""
        self._since_change += len(samples)
        signal = samples.astype(np.float32)
        power = float(signal @ signal) / max(1, len(samples))
        self._powers.append(power)
        least_alike = self._least_alike(power, excess_s)
        if least_alike is None:
            return samples
        found = find_repetition(samples)
        if found is None or found.likeness < least_alike:
            return samples
        self._since_change = 0
        if excess_s > 0:
            self.shortened += found.period
            return shorten(samples, found)
        self.lengthened += found.period
        return lengthen(samples, found)

    def _least_alike(self, power: float, excess_s: float) -> float | None:
        """Say how well the sound must repeat to be changed, None where it is to stay."""
        if -_TOO_LITTLE < excess_s < _TOO_MUCH:
            return None
        pause_power = max(_PAUSE_POWER, _ABOVE_FLOOR * min(self._powers))
        if power < min(_LOUDEST_PAUSE_POWER, pause_power):
            return -1.0
        if self._since_change < _BETWEEN_CHANGES:
            return None
        far = _FAR_TOO_MUCH if excess_s > 0 else _FAR_TOO_LITTLE
        return next((alike for least, alike in far if abs(excess_s) >= least), None)


class Fade:
    """Lets invented sound die away, so that it never buzzes, and real sound come back softly."""

    def __init__(self) -> None:
        self._invented = 0
        self._gain = 1.0

    def applied(self, samples: Samples, *, invented: bool) -> Samples:
        """Give the sound as loud as it may be."""
        before = self._gain
        if invented:
            self._invented += len(samples)
            share = (_FADED_SAMPLES - self._invented) / (_FADED_SAMPLES - _FULL_SAMPLES)
            self._gain = min(1.0, max(0.0, share))
            if before == self._gain == 1.0:
                return samples
            gains = np.linspace(before, self._gain, len(samples))
        else:
            self._invented = 0
            self._gain = 1.0
            if before == 1.0:
                return samples
            gains = np.ones(len(samples))
            rise = min(_RISE_SAMPLES, len(samples))
            gains[:rise] = np.linspace(before, 1.0, rise)
        return (samples * gains).astype(np.int16)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Make sound a little shorter or longer without changing its pitch. Pure.

One period is taken out or repeated, with a cross-fade (overlap-add).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.media.devices.sources import Samples

_SHORTEST_PERIOD = 120
"""2.5 ms: 400 Hz."""
_LONGEST_PERIOD = 480
"""10 ms: 100 Hz."""
_COMPARED = 240
_STEP = 4
_ALIKE = 0.4
_SILENT_POWER = 900.0
"""Mean square of sound that nobody hears being cut."""


def find_period(samples: Samples) -> int | None:
    """Find the period at which the start of the sound repeats best; None where it does not."""
    if len(samples) < 2 * _LONGEST_PERIOD:
        return None
    signal: NDArray[np.float64] = samples[: _LONGEST_PERIOD + _COMPARED].astype(np.float64)
    pattern = signal[:_COMPARED]
    power = float(np.mean(pattern**2))
    if power < _SILENT_POWER:
        return _LONGEST_PERIOD
    lags = np.arange(_SHORTEST_PERIOD, _LONGEST_PERIOD + 1, _STEP)
    windows = np.lib.stride_tricks.sliding_window_view(signal, _COMPARED)[lags]
    norms = np.sqrt(np.sum(windows**2, axis=1)) * np.sqrt(np.sum(pattern**2)) + 1.0
    likeness = windows @ pattern / norms
    best = int(np.argmax(likeness))
    return int(lags[best]) if likeness[best] >= _ALIKE else None


def shorten(samples: Samples) -> Samples:
    """Take one period out; unchanged where the sound does not repeat."""
    period = find_period(samples)
    if period is None:
        return samples
    joined = _cross_fade(samples[:period], samples[period : 2 * period])
    return np.concatenate((joined, samples[2 * period :]))


def lengthen(samples: Samples) -> Samples:
    """Repeat one period; unchanged where the sound does not repeat."""
    period = find_period(samples)
    if period is None:
        return samples
    joined = _cross_fade(samples[period : 2 * period], samples[:period])
    return np.concatenate((samples[:period], joined, samples[period:]))


def _cross_fade(first: Samples, second: Samples) -> Samples:
    share = np.linspace(0.0, 1.0, len(first), endpoint=False)
    return (first * (1 - share) + second * share).astype(np.int16)

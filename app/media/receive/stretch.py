# SPDX-License-Identifier: GPL-3.0-or-later
"""Make sound a little shorter or longer without changing its pitch. Pure.

One period is taken out or repeated where the sound repeats itself best, with a cross-fade
(overlap-add on waveform similarity).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.media.devices.sources import Samples

SHORTEST_PERIOD = 120
"""2.5 ms: 400 Hz."""
LONGEST_PERIOD = 640
"""13 ms: 75 Hz."""
_FADE = 240
_LONGER_IS_BETTER = 1e-5
_COARSE = 4
"""The search looks at one of so many samples, then around the best place at all."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """Two places of a piece of sound that are alike."""

    start: int
    period: int
    likeness: float
    """Correlation, 1 where they are the same."""


def find_repetition(samples: Samples) -> Repetition | None:
    """Find where the sound repeats best; None in too short a piece."""
    longest = min(LONGEST_PERIOD, len(samples) - _FADE)
    if longest < SHORTEST_PERIOD:
        return None
    signal: NDArray[np.float64] = samples.astype(np.float64)
    coarse = signal[: len(signal) // _COARSE * _COARSE].reshape(-1, _COARSE).mean(axis=1)
    found = _search(coarse, SHORTEST_PERIOD // _COARSE, longest // _COARSE, _FADE // _COARSE)
    return _refined(signal, found.start * _COARSE, found.period * _COARSE, longest)


def _search(signal: NDArray[np.float64], shortest: int, longest: int, size: int) -> Repetition:
    """Compare windows at all distances, from some starts."""
    windows = np.lib.stride_tricks.sliding_window_view(signal, size)
    powers = np.sqrt(np.einsum("ij,ij->i", windows, windows)) + 1.0
    lags = np.arange(shortest, longest + 1)
    best = Repetition(0, longest, -1.0)
    for start in range(0, len(signal) - size - longest + 1, size // 2):
        likeness = windows[start + lags] @ windows[start] / (powers[start + lags] * powers[start])
        # Of two that are as good the longer one does more.
        found = int(np.argmax(likeness + lags * _LONGER_IS_BETTER))
        if likeness[found] > best.likeness:
            best = Repetition(start, int(lags[found]), float(likeness[found]))
    return best


def _refined(signal: NDArray[np.float64], start: int, period: int, longest: int) -> Repetition:
    """Find the exact period near a coarse one."""
    pattern = signal[start : start + _FADE]
    best = Repetition(start, period, -1.0)
    for lag in range(max(SHORTEST_PERIOD, period - _COARSE), min(longest, period + _COARSE) + 1):
        other = signal[start + lag : start + lag + _FADE]
        if len(other) < _FADE:
            break
        power = float(np.sqrt((pattern @ pattern) * (other @ other))) + 1.0
        likeness = float(pattern @ other) / power
        if likeness >= best.likeness:
            best = Repetition(start, lag, likeness)
    return best


def shorten(samples: Samples, at: Repetition) -> Samples:
    """Take the period out."""
    start, after = at.start, at.start + at.period
    joined = _cross_fade(samples[start : start + _FADE], samples[after : after + _FADE])
    return np.concatenate((samples[:start], joined, samples[after + _FADE :]))


def lengthen(samples: Samples, at: Repetition) -> Samples:
    """Play the period twice."""
    start, after = at.start, at.start + at.period
    joined = _cross_fade(samples[after : after + _FADE], samples[start : start + _FADE])
    return np.concatenate((samples[:after], joined, samples[start + _FADE :]))


def _cross_fade(first: Samples, second: Samples) -> Samples:
    share = np.linspace(0.0, 1.0, len(first), endpoint=False)
    return np.rint(first * (1 - share) + second * share).astype(np.int16)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Notice that somebody talks: for a person who has forgotten that the microphone is off. Pure.

A voice is louder than what is around, has a pitch, and goes up and down. A slammed door is loud,
but not for long; a fan is steady; a dish that falls has no pitch.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

from app.media.devices.sources import TICK_SAMPLES, Samples

_DECIMATION = 6
"""To 8 kHz, where pitch is."""
_RATE = 8000
_TICK = TICK_SAMPLES // _DECIMATION
_WINDOW = 4 * _TICK
"""40 ms: three periods of a deep voice."""
_SHORTEST_PERIOD, _LONGEST_PERIOD = _RATE // 400, _RATE // 75
_LEAST_LIKENESS = 0.6
"""Of one period of a voice to the next."""
_THUMP_HZ = 225
_LEAST_ABOVE_THUMP = 0.2
"""Share of power: vowels have most of theirs there, a door that goes on ringing has none."""

_QUIETEST_DB = -50.0
"""Below full scale; what is quieter would not be understood."""
_LOWEST_FLOOR_DB = -70.0
_FLOOR_RISES_DB = 0.015
"""A tick: 1.5 dB a second."""
_ABOVE_FLOOR_DB = 10.0

_WATCHED_TICKS = 150
_LEAST_TICKS = 38
"""With a pitch, of the 1.5 s that are watched."""
_LEAST_SPAN = 100
"""Ticks from the first one with a pitch to the last."""
_LEAST_SWING_DB = 4.0
"""Between the louder and the quieter of them."""


class TalkDetector:
    """Hears ten milliseconds after the other. One thread at a time."""

    def __init__(self) -> None:
        self._floor_db = 0.0
        self._heard: NDArray[np.float64] = np.zeros(_WINDOW)
        self._voiced: deque[float | None] = deque(maxlen=_WATCHED_TICKS)
        """The level of each tick with a pitch, in dB; None for the others."""

    def hear(self, samples: Samples) -> None:
        """Take a tick of sound."""
        tick = samples.reshape(_TICK, _DECIMATION).mean(axis=1) / 32768.0
        self._heard = np.concatenate((self._heard[_TICK:], tick))
        level_db = 10 * math.log10(float(np.mean(tick**2)) + 1e-12)
        risen = self._floor_db + _FLOOR_RISES_DB
        self._floor_db = max(_LOWEST_FLOOR_DB, min(risen, level_db))
        loud = level_db > max(_QUIETEST_DB, self._floor_db + _ABOVE_FLOOR_DB)
        self._voiced.append(level_db if loud and has_pitch(self._heard) else None)

    @property
    def talking(self) -> bool:
        """Say whether somebody has been talking for about a second."""
        places = [place for place, level in enumerate(self._voiced) if level is not None]
        if len(places) < _LEAST_TICKS or places[-1] - places[0] < _LEAST_SPAN:
            return False
        levels = [level for level in self._voiced if level is not None]
        low, high = np.percentile(levels, (10, 90))
        return bool(high - low >= _LEAST_SWING_DB)


def has_pitch(window: NDArray[np.float64]) -> bool:
    """Tell whether 40 ms at 8 kHz repeat themselves as voiced speech does, at 75 to 400 Hz."""
    centred = window - np.mean(window)
    size = len(centred)
    spectrum = np.fft.rfft(centred, 2 * size)
    power = np.abs(spectrum) ** 2
    if np.sum(power[_THUMP_HZ * 2 * size // _RATE :]) < _LEAST_ABOVE_THUMP * np.sum(power):
        return False
    overlap = np.fft.irfft(power)[_SHORTEST_PERIOD:_LONGEST_PERIOD]
    energy = np.concatenate(([0.0], np.cumsum(centred**2)))
    lags = np.arange(_SHORTEST_PERIOD, _LONGEST_PERIOD)
    both = np.sqrt(energy[size - lags] * (energy[size] - energy[lags]))
    return bool(np.max(overlap / (both + 1e-12)) >= _LEAST_LIKENESS)

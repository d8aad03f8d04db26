# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw a sound as a picture of power over time, on a logarithmic scale of frequency. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from app.records.media_facts import Sound

HEART_HZ: Final = (20.0, 1000.0)
"""Usual view of heart sounds."""
LUNG_HZ: Final = (50.0, 2000.0)
"""Usual view of breath sounds."""
_WINDOW_S: Final = 0.064
"""Long enough to part low tones, short enough to part the two heart sounds."""
_MAX_SAMPLES: Final = 48_000 * 30 * 60


@dataclass(frozen=True, slots=True)
class Spectrogram:
    """A grey picture: ``levels`` holds rows x columns bytes, the highest frequency on top."""

    columns: int
    rows: int
    levels: bytes = field(repr=False)
    """0 is ``floor_db`` below the loudest place or less, 255 the loudest place."""
    low_hz: float
    high_hz: float
    seconds: float
    floor_db: float

    def frequency_of(self, row: float) -> float:
        """Give the frequency in the middle of a row, counted from the top."""
        share = 1 - (row + 0.5) / self.rows
        return float(self.low_hz * (self.high_hz / self.low_hz) ** share)

    def row_of(self, frequency_hz: float) -> float:
        """Give the row, counted from the top, where a frequency is drawn."""
        share = np.log(frequency_hz / self.low_hz) / np.log(self.high_hz / self.low_hz)
        return float((1 - share) * self.rows - 0.5)


def spectrogram(
    sound: Sound,
    low_hz: float = HEART_HZ[0],
    high_hz: float = HEART_HZ[1],
    *,
    columns: int = 800,
    rows: int = 180,
    floor_db: float = 60.0,
) -> Spectrogram:
    """Draw a whole sound between two frequencies; the upper one ends at half the rate."""
    high_hz = min(high_hz, sound.rate_hz / 2)
    if not 0 < low_hz < high_hz or columns < 1 or rows < 2:
        raise ValueError("a spectrogram needs a rising range and a size")
    samples = np.frombuffer(sound.pcm, "<i2")[:_MAX_SAMPLES].astype(np.float32) / 32768
    length = max(16, round(sound.rate_hz * _WINDOW_S))
    if samples.size < length:
        samples = np.pad(samples, (0, length - samples.size))
    # One window a column, in its middle; half a window of silence stands at either end.
    padded = np.pad(samples, length // 2 + 1)
    starts = np.rint((np.arange(columns) + 0.5) / columns * samples.size).astype(int)
    pieces = np.lib.stride_tricks.sliding_window_view(padded, length)[starts]
    # Padding between the bins draws low frequencies smooth: 20 Hz rows are finer than a bin.
    size = 4 * length
    power = np.abs(np.fft.rfft(pieces * np.hanning(length), size)).T ** 2
    shares = 1 - (np.arange(rows) + 0.5) / rows
    wanted = low_hz * (high_hz / low_hz) ** shares
    bins = np.clip(np.rint(wanted * size / sound.rate_hz).astype(int), 0, power.shape[0] - 1)
    decibels = 10 * np.log10(np.maximum(power[bins], 1e-20))
    top = float(decibels.max())
    levels = np.clip((decibels - top + floor_db) / floor_db, 0, 1) * 255
    return Spectrogram(
        columns,
        rows,
        np.rint(levels).astype(np.uint8).tobytes(),
        low_hz,
        high_hz,
        sound.seconds,
        floor_db,
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Find where in a sound something disturbs: contact noise, clipping, silence. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.records.media_facts import QualityProblem, Sound

_WINDOW_S: Final = 0.05
_NOISE_ABOVE_HZ: Final = 700.0
"""Heart sounds and murmurs end below; rubbing and knocking on the chest piece do not."""
_NOISE_FACTOR: Final = 8.0
"""So much louder than usual above that frequency: demo recording 26 in the noise, 3 elsewhere."""
_FULL_SCALE: Final = 32_600
_CLIPPED_SAMPLES: Final = 3
_QUIET: Final = 10 ** (-60 / 20)
_QUIET_SECONDS: Final = 2.0

_Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SoundMark:
    """A stretch of a sound with something to know about."""

    problem: QualityProblem
    start_s: float
    end_s: float


def marks_of(sound: Sound) -> tuple[SoundMark, ...]:
    """List the disturbed stretches of a sound in the order of time."""
    samples = np.frombuffer(sound.pcm, "<i2")
    length = max(int(sound.rate_hz * _WINDOW_S), 8)
    count = samples.size // length
    if not count:
        return ()
    windows = samples[: count * length].reshape(count, length)
    scaled = np.asarray(windows / np.float32(32768), np.float32)
    seconds = length / sound.rate_hz
    found = [
        *_stretches(QualityProblem.CONTACT_NOISE, _noisy(scaled, sound.rate_hz), seconds),
        *_stretches(QualityProblem.CLIPPED, _clipped(windows), seconds),
        *(
            mark
            for mark in _stretches(QualityProblem.SILENT, _silent(scaled), seconds)
            if mark.end_s - mark.start_s >= _QUIET_SECONDS
        ),
    ]
    return tuple(sorted(found, key=lambda mark: (mark.start_s, mark.problem.value)))


def _noisy(windows: NDArray[np.float32], rate_hz: int) -> _Flags:
    if rate_hz <= 2 * _NOISE_ABOVE_HZ:
        return np.zeros(len(windows), np.bool_)
    length = windows.shape[1]
    spectrum = np.abs(np.fft.rfft(windows * np.hanning(length), axis=1))
    above = np.fft.rfftfreq(length, 1 / rate_hz) > _NOISE_ABOVE_HZ
    level = np.sqrt((spectrum[:, above] ** 2).sum(axis=1) / length)
    # Below the noise of the recorder itself nothing is contact noise.
    usual = max(float(np.median(level)), 1e-3)
    return np.asarray(level > _NOISE_FACTOR * usual, np.bool_)


def _clipped(windows: NDArray[np.int16]) -> _Flags:
    full = np.abs(windows.astype(np.int32)) >= _FULL_SCALE
    run = full[:, : 1 - _CLIPPED_SAMPLES].copy()
    for shift in range(1, _CLIPPED_SAMPLES):
        run &= full[:, shift : shift + run.shape[1]]
    return np.asarray(run.any(axis=1), np.bool_)


def _silent(windows: NDArray[np.float32]) -> _Flags:
    return np.asarray(np.sqrt((windows**2).mean(axis=1)) < _QUIET, np.bool_)


def _stretches(problem: QualityProblem, flags: _Flags, seconds: float) -> list[SoundMark]:
    """Join neighbouring windows."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [
        SoundMark(problem, float(start * seconds), float(end * seconds))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]

# SPDX-License-Identifier: GPL-3.0-or-later
"""Sounds made of numbers, and what is recognised in sounds."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.media.devices.sources import SAMPLE_RATE, Samples


def tone(frequency: float, seconds: float, amplitude: float = 8000) -> Samples:
    """Make a tone with two overtones, soft at both ends."""
    count = int(SAMPLE_RATE * seconds)
    time_s = np.arange(count) / SAMPLE_RATE
    voice = sum(np.sin(2 * np.pi * frequency * k * time_s) / k**2 for k in (1, 2, 3))
    hull = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / 960)
    return np.asarray(amplitude * hull * voice).astype(np.int16)


def tone_sequence(frequencies: tuple[int, ...], seconds: float = 0.3) -> Samples:
    """Make tones one after the other, with pauses."""
    pause = np.zeros(SAMPLE_RATE // 10, np.int16)
    return np.concatenate([part for f in frequencies for part in (tone(f, seconds), pause)])


def write_wav(path: Path, samples: Samples) -> None:
    """Write mono sound."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.astype("<i2").tobytes())


def read_wav(path: Path) -> Samples:
    """Read mono sound as the header tells."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (
            1,
            2,
            SAMPLE_RATE,
        )
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)


def tones_heard(samples: Samples) -> list[int]:
    """List the fundamental tones in order, rounded to 100 Hz, repetitions joined."""
    window = SAMPLE_RATE // 10
    heard: list[int] = []
    last = 0
    for start in range(0, len(samples) - window, window // 2):
        piece: NDArray[np.float64] = samples[start : start + window].astype(np.float64)
        if np.sqrt(np.mean(piece**2)) < 1500:
            last = 0
            continue
        spectrum = np.abs(np.fft.rfft(piece * np.hanning(window)))
        found = int(round(np.argmax(spectrum) * SAMPLE_RATE / window, -2))
        if found != last:
            heard.append(found)
            last = found
    return heard

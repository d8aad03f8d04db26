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


def voice(seconds: float) -> Samples:
    """Make something that a codec takes for a voice: harmonics that rise and fall in syllables."""
    time_s = np.arange(int(SAMPLE_RATE * seconds)) / SAMPLE_RATE
    phase = 2 * np.pi * np.cumsum(140 + 30 * np.sin(2 * np.pi * 0.7 * time_s)) / SAMPLE_RATE
    harmonics = sum(np.sin(k * phase) / (1 + abs(k - 5)) for k in range(1, 20))
    syllables = np.clip(np.sin(2 * np.pi * 2.1 * time_s) + 0.5, 0, 1)
    return np.asarray(3000 * syllables * harmonics).astype(np.int16)


def envelope(samples: Samples) -> NDArray[np.float64]:
    """Give the loudness of each 10 ms."""
    whole = len(samples) // 480 * 480
    loudness: NDArray[np.float64] = np.sqrt(
        np.mean(samples[:whole].astype(np.float64).reshape(-1, 480) ** 2, axis=1)
    )
    return loudness


def likeness(first: Samples, second: Samples, most_shift_s: float = 1.0) -> float:
    """Give the best correlation of two envelopes, whatever the delay between them."""
    one, two = envelope(first), envelope(second)
    best = -1.0
    for shift in range(int(most_shift_s * 100)):
        length = min(len(one), len(two) - shift)
        best = max(best, float(np.corrcoef(one[:length], two[shift : shift + length])[0, 1]))
    return best


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

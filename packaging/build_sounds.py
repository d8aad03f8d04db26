# SPDX-License-Identifier: GPL-3.0-or-later
"""Compute the four sounds and the test tone in ``resources/sounds``; run it after a change."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
TARGET = Path(__file__).resolve().parents[1] / "resources" / "sounds"

# Name: (frequency in hertz, start in seconds, length in seconds), soft tones that overlap.
SOUNDS = {
    "arrival": ((659.3, 0.0, 0.5), (880.0, 0.22, 0.7)),
    "admitted": ((523.3, 0.0, 0.4), (659.3, 0.12, 0.4), (784.0, 0.24, 0.6)),
    "dropped": ((440.0, 0.0, 0.4), (329.6, 0.2, 0.6)),
    "back": ((329.6, 0.0, 0.4), (440.0, 0.2, 0.6)),
    "tone": ((440.0, 0.0, 0.6), (554.4, 0.5, 0.6), (659.3, 1.0, 0.9)),
}


def soft_tone(frequency: float, length: float) -> NDArray[np.float64]:
    """A bell-like tone: quick rise, slow fall, one quiet overtone."""
    at = np.arange(round(length * RATE)) / RATE
    shape = np.minimum(at / 0.02, 1.0) * np.exp(-at * 4.5) * np.minimum((length - at) / 0.05, 1.0)
    body = np.sin(2 * np.pi * frequency * at) + 0.25 * np.sin(4 * np.pi * frequency * at)
    return np.asarray(shape * body)


def main() -> None:
    """Write all files."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, tones in SOUNDS.items():
        total = np.zeros(round(max(start + length for _, start, length in tones) * RATE))
        for frequency, start, length in tones:
            tone = soft_tone(frequency, length)
            first = round(start * RATE)
            total[first : first + len(tone)] += tone[: len(total) - first]
        samples = (total / np.abs(total).max() * 0.4 * 32767).astype("<i2")
        with wave.open(str(TARGET / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())


if __name__ == "__main__":
    main()

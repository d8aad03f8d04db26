# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the microphone's sound as it was captured: every sample, nothing done to it.

The sound stays in memory until it is sealed: it never lies open on the disk.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, CapturedSamples
from app.media.devices.wav_sink import wav_header
from app.media.levels import LevelMeter

LONGEST_S: Final = 300.0
"""29 MB. A stethoscope is held to one place for 10 to 20 s (clinical.md, examinations)."""
_GAP_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class RecordedSound:
    """A recording that is over."""

    wav: bytes = field(repr=False)
    """Mono, 48 kHz, 16 bit."""
    seconds: float
    gaps: int
    """How often the microphone gave nothing for a moment; the parts are joined."""


class SoundRecorder:
    """Hears on the audio thread, is asked from any."""

    def __init__(self) -> None:
        self.meter = LevelMeter()
        """How loud what is recorded is now."""
        self._lock = threading.Lock()
        self._pieces: list[bytes] = []
        self._gaps = 0
        self._next_at: float | None = None

    @property
    def seconds(self) -> float:
        """Say how long the recording is by now."""
        return len(self._pieces) * TICK_SAMPLES / SAMPLE_RATE

    @property
    def full(self) -> bool:
        """Say whether no more is taken."""
        return self.seconds >= LONGEST_S

    def hear(self, tick: CapturedSamples) -> None:
        """Keep one tick."""
        self.meter.hear(tick.samples, tick.captured_at)
        with self._lock:
            if self.full:
                return
            if self._next_at is not None and tick.captured_at - self._next_at > _GAP_S:
                self._gaps += 1
            self._next_at = tick.captured_at + TICK_SAMPLES / SAMPLE_RATE
            self._pieces.append(tick.samples.astype("<i2").tobytes())

    def finish(self) -> RecordedSound:
        """Give what was recorded."""
        with self._lock:
            header = wav_header(len(self._pieces) * TICK_SAMPLES)
            wav = b"".join((header, *self._pieces))
            return RecordedSound(wav, self.seconds, self._gaps)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of the microphone's sound before it is encoded."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.media.devices.sources import TICK_SAMPLES, AudioSource, CapturedSamples, Samples
from app.media.echo import EchoCanceller
from app.media.levels import LevelMeter
from app.media.mixing import Seam
from app.media.talking import TalkDetector

_SILENCE: Samples = np.zeros(TICK_SAMPLES, np.int16)
STALLED_AFTER_S = 1.0
"""No device gives or takes nothing for so long; its clock stands still."""
STARTS_WITHIN_S = 4.0
"""A wireless headset may need seconds before the first sound."""


class Capture:
    """Reads, cleans, measures and mutes. Belongs to the audio thread, under its lock.

    While the microphone is off its sound goes no further than to the detector, which keeps a
    level and a yes or no.
    """

    def __init__(self) -> None:
        self.meter = LevelMeter()
        """Of what is sent."""
        self._on = True
        self._raw = False
        self._tap: Callable[[CapturedSamples], None] | None = None
        self._tap_though_off = False
        self._source: AudioSource | None = None
        self._echo: EchoCanceller | None = None
        self._talk = TalkDetector()
        self._seam = Seam()
        self._read_at: float | None = None
        self._heard = False
        """Whether this microphone has given anything yet."""

    @property
    def talking_while_off(self) -> bool:
        """Say whether somebody talks into the microphone although it is off."""
        return not self._on and self._talk.talking

    def use(self, source: AudioSource | None, echo: EchoCanceller | None) -> None:
        """Read from another, started, microphone, with a canceller of its own if it needs one."""
        self._source, self._echo = source, echo
        self._read_at, self._heard = None, False
        self._seam.open()
        self._begin_measuring()

    def set_on(self, on: bool) -> None:
        """Let the sound through, or silence in its place."""
        if on is not self._on:
            self._on = on
            self._seam.open()
            self._begin_measuring()

    def set_raw(self, raw: bool) -> None:
        """Leave the sound as the microphone gives it: echo, noise, level and all."""
        if raw is not self._raw:
            self._raw = raw
            self._seam.open()

    def untap(self, hear: Callable[[CapturedSamples], None]) -> None:
        """Let this one hear no more, if it is the one that hears."""
        if self._tap == hear:
            self._tap = None

    def tap(self, hear: Callable[[CapturedSamples], None], though_off: bool) -> None:
        """Let somebody hear each tick before anything is done to it.

        While the microphone is off that is silence, unless it is heard ``though_off``.
        """
        self._tap, self._tap_though_off = hear, though_off

    def played(self, samples: Samples) -> None:
        """Note what the loudspeaker plays."""
        if self._echo is not None:
            self._echo.played(samples)

    def take(self, now: float, speaker_delay_s: float | None) -> CapturedSamples | None:
        """Give the next tick as it is sent; None when there is none yet."""
        captured = self._source.read(now) if self._source is not None else None
        if captured is None:
            return None
        self._read_at, self._heard = now, True
        samples = captured.samples
        if self._tap is not None:
            heard = samples if self._on or self._tap_though_off else _SILENCE
            self._tap(CapturedSamples(heard, captured.captured_at))
        if self._echo is not None and not self._raw:
            queued_s = now - captured.captured_at
            delay_s = None if speaker_delay_s is None else speaker_delay_s + queued_s
            samples = self._echo.clean(samples, delay_s)
        if not self._on:
            self._talk.hear(samples)
            # Silence goes on being sent: the path stays alive and the clocks in step.
            samples = _SILENCE
        samples = self._seam.join(samples)
        self.meter.hear(samples, now)
        return CapturedSamples(samples, captured.captured_at)

    def dead(self, now: float) -> bool:
        """Tell whether the microphone has stopped by itself, or gives nothing at all any more."""
        if self._source is None:
            return False
        if self._read_at is None:
            self._read_at = now
        patience_s = STALLED_AFTER_S if self._heard else STARTS_WITHIN_S
        return self._source.failed or now - self._read_at >= patience_s

    def _begin_measuring(self) -> None:
        self.meter = LevelMeter()
        self._talk = TalkDetector()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Take the loudspeaker's sound, noise and uneven level out of the microphone's (WebRTC APM)."""

from __future__ import annotations

import logging

import numpy as np

from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples

try:
    from livekit import rtc

    _FOUND = True
except (ImportError, OSError):
    _FOUND = False

_log = logging.getLogger(__name__)

_LONGEST_DELAY_MS = 500
_DELAY_STEP_MS = 5
"""Smaller changes are the jitter of the queues, and the canceller measures for itself."""


class EchoCancellerMissing(Exception):
    """WebRTC's audio processing cannot be loaded on this computer."""


class EchoCanceller:
    """WebRTC's audio processing. Belongs to the audio thread; ticks of 10 ms only."""

    def __init__(self) -> None:
        """Load it; takes about 10 ms. Raises EchoCancellerMissing."""
        if not _FOUND:
            raise EchoCancellerMissing
        self._processing = rtc.AudioProcessingModule(
            echo_cancellation=True,
            noise_suppression=True,
            high_pass_filter=True,
            auto_gain_control=True,
        )
        self._delay_ms: int | None = None
        self._failed = False

    def played(self, samples: Samples) -> None:
        """Note what the loudspeaker plays, silence as well: its delay is measured from it."""
        try:
            self._processing.process_reverse_stream(_frame(samples))
        except RuntimeError as error:
            self._give_up(error)

    def clean(self, samples: Samples, delay_s: float | None = None) -> Samples:
        """Give the microphone's tick without echo and noise.

        ``delay_s`` hints how long after ``played`` a sound comes back here through the queues of
        loudspeaker and microphone; None where the devices do not tell.
        """
        frame = _frame(samples)
        try:
            if delay_s is not None:
                self._hint(delay_s)
            self._processing.process_stream(frame)
        except RuntimeError as error:
            self._give_up(error)
            return samples
        return np.frombuffer(frame.data, np.int16).copy()

    def _hint(self, delay_s: float) -> None:
        delay_ms = min(_LONGEST_DELAY_MS, max(0, round(delay_s * 1000)))
        if self._delay_ms is None or abs(delay_ms - self._delay_ms) >= _DELAY_STEP_MS:
            self._delay_ms = delay_ms
        # WebRTC asks for it before each tick, changed or not.
        self._processing.set_stream_delay_ms(self._delay_ms)

    def _give_up(self, error: RuntimeError) -> None:
        """A call with an echo is better than none."""
        if not self._failed:
            self._failed = True
            _log.error("echo cancelling failed (%s)", type(error).__name__)


def _frame(samples: Samples) -> rtc.AudioFrame:
    return rtc.AudioFrame(bytearray(samples.tobytes()), SAMPLE_RATE, 1, TICK_SAMPLES)

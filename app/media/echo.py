# SPDX-License-Identifier: GPL-3.0-or-later
"""Take the loudspeaker's sound, noise and uneven level out of the microphone's (WebRTC APM)."""

from __future__ import annotations

import numpy as np
from livekit import rtc

from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples


class EchoCanceller:
    """WebRTC's audio processing. Belongs to the audio thread; ticks of 10 ms only."""

    def __init__(self) -> None:
        self._processing = rtc.AudioProcessingModule(
            echo_cancellation=True,
            noise_suppression=True,
            high_pass_filter=True,
            auto_gain_control=True,
        )

    def played(self, samples: Samples) -> None:
        """Note what the loudspeaker plays, silence as well: its delay is measured from it."""
        self._processing.process_reverse_stream(_frame(samples))

    def clean(self, samples: Samples) -> Samples:
        """Give the microphone's tick without echo and noise."""
        frame = _frame(samples)
        self._processing.process_stream(frame)
        return np.frombuffer(frame.data, np.int16).copy()


def _frame(samples: Samples) -> rtc.AudioFrame:
    return rtc.AudioFrame(bytearray(samples.tobytes()), SAMPLE_RATE, 1, TICK_SAMPLES)

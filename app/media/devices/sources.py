# SPDX-License-Identifier: GPL-3.0-or-later
"""What every camera, microphone and loudspeaker can do, whatever stands behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.media.frames import VideoFrame

SAMPLE_RATE = 48_000
TICK_SAMPLES = 480
"""Samples of one tick of the audio thread: 10 ms, as the echo canceller asks for."""

Samples = NDArray[np.int16]
"""Mono, 48 kHz."""


@dataclass(frozen=True, slots=True, eq=False)
class CapturedSamples:
    """One tick of microphone sound."""

    samples: Samples
    captured_at: float
    """When the first sample was captured, in seconds of the monotonic clock."""


class VideoSource(ABC):
    """A camera: it calls back with each frame, from a thread of its own."""

    failed: bool = False
    """Whether the device has stopped by itself since the start."""

    @abstractmethod
    def start(self, on_frame: Callable[[VideoFrame], None]) -> None:
        """Begin to deliver frames. Raises DeviceDenied when the device refuses."""

    @abstractmethod
    def stop(self) -> None:
        """Deliver no more frames and let go of the device; may block shortly."""


class AudioSource(ABC):
    """A microphone: the audio thread reads from it, ten milliseconds at a time."""

    acoustic: bool = False
    """Whether it can hear the loudspeaker, so that echo has to be cancelled."""
    failed: bool = False
    """Whether the device has stopped by itself since the start."""

    @abstractmethod
    def start(self) -> None:
        """Begin to capture. Raises DeviceDenied when the device refuses."""

    @abstractmethod
    def read(self, now: float) -> CapturedSamples | None:
        """Take the next tick that was captured by ``now``; None when there is none yet."""

    @abstractmethod
    def stop(self) -> None:
        """Capture no more and let go of the device; may block shortly."""


class AudioSink(ABC):
    """A loudspeaker: the audio thread writes to it as fast as it plays."""

    audible: bool = True
    """Whether a microphone could hear it."""
    failed: bool = False
    """Whether the device has stopped by itself since the start."""

    @abstractmethod
    def start(self) -> None:
        """Begin to play. Raises DeviceDenied when the device refuses."""

    @abstractmethod
    def wanted(self, now: float) -> int:
        """Say how many ticks of sound it takes at ``now`` to keep its buffer filled."""

    @abstractmethod
    def write(self, samples: Samples, now: float) -> None:
        """Give it the next tick of sound."""

    def delay_s(self) -> float | None:
        """Say how long the next tick waits until it is heard; None where the device cannot."""
        return None

    @abstractmethod
    def stop(self) -> None:
        """Play no more and let go of the device; may block shortly."""

# SPDX-License-Identifier: GPL-3.0-or-later
"""What an end shows and sounds: two colours beside each other and a note; and how it is known."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from app.media.devices.pacing import Pace
from app.media.devices.sources import (
    SAMPLE_RATE,
    TICK_SAMPLES,
    AudioSource,
    CapturedSamples,
    Samples,
    VideoSource,
)
from app.media.devices.wav_sink import WavSink
from app.media.frames import VideoFrame

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

_NAMED: Final[dict[str, Colour]] = {
    "red": (255, 0, 0),
    "lime": (0, 255, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "cyan": (0, 255, 255),
    "magenta": (255, 0, 255),
}
_COLOUR_TOLERANCE = 70
_FREQUENCY_TOLERANCE_HZ = 12.0
_SIZE: Final = (640, 360)
_FRAMES_PER_S = 30
_EAR_TICKS = 20


@dataclass(frozen=True, slots=True)
class Scene:
    """Names of CSS colours, and the note in Hz."""

    left: str
    right: str
    frequency: float


@dataclass(frozen=True, slots=True)
class Noticed:
    """What came at the other end."""

    left: Colour
    right: Colour
    frequency: float
    frames: int
    """Shown since the beginning."""

    def is_of(self, scene: Scene) -> bool:
        """Say whether this is that scene."""
        return (
            _alike(self.left, scene.left)
            and _alike(self.right, scene.right)
            and abs(self.frequency - scene.frequency) < _FREQUENCY_TOLERANCE_HZ
        )


def _alike(seen: Colour, name: str) -> bool:
    pairs = zip(seen, _NAMED[name], strict=True)
    return all(abs(one - other) < _COLOUR_TOLERANCE for one, other in pairs)


class SceneCamera(VideoSource):
    """A camera before which a scene stands."""

    def __init__(self) -> None:
        self.scene: Scene | None = None
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, on_frame: Callable[[VideoFrame], None]) -> None:
        self._thread = threading.Thread(target=self._run, args=(on_frame,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, on_frame: Callable[[VideoFrame], None]) -> None:
        while not self._ending.wait(1 / _FRAMES_PER_S):
            if self.scene is not None:
                on_frame(VideoFrame(_picture(self.scene), time.monotonic()))


def _picture(scene: Scene) -> av.VideoFrame:
    width, height = _SIZE
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = _NAMED[scene.left]
    pixels[:, width // 2 :] = _NAMED[scene.right]
    return av.VideoFrame.from_ndarray(pixels, "rgb24").reformat(format="yuv420p")


class SceneMicrophone(AudioSource):
    """A microphone that hears the scene's note."""

    def __init__(self) -> None:
        self.scene: Scene | None = None
        self._pace = Pace()
        self._phase = 0.0

    def start(self) -> None:
        self._pace = Pace()

    def read(self, now: float) -> CapturedSamples | None:
        captured_at = self._pace.next_tick(now)
        if captured_at is None:
            return None
        step = 2 * np.pi * (self.scene.frequency if self.scene else 0.0) / SAMPLE_RATE
        phases = self._phase + step * np.arange(TICK_SAMPLES)
        self._phase = (self._phase + step * TICK_SAMPLES) % (2 * np.pi)
        return CapturedSamples((8000 * np.sin(phases)).astype(np.int16), captured_at)

    def stop(self) -> None:
        """Nothing to let go of."""


class Ear(WavSink):
    """A loudspeaker, and somebody who listens to the last 0.2 s of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._last: deque[Samples] = deque(maxlen=_EAR_TICKS)

    def write(self, samples: Samples, now: float) -> None:
        super().write(samples, now)
        self._last.append(samples)

    def frequency(self) -> float:
        """Give the loudest note (Hz); 0 where it is quiet."""
        ticks = list(self._last)
        if len(ticks) < _EAR_TICKS:
            return 0.0
        heard: NDArray[np.float64] = np.concatenate(ticks).astype(np.float64)
        if np.sqrt(np.mean(heard**2)) < 300:
            return 0.0
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
        return float(np.argmax(spectrum) * SAMPLE_RATE / len(heard))


def colours_of(frame: VideoFrame) -> tuple[Colour, Colour]:
    """Give the colours in the middle of the left and the right half."""
    width, height = 32, 18
    pixels = np.frombuffer(frame.to_bgra(width, height), np.uint8).reshape(height, width, 4)
    left, right = (pixels[6, column, 2::-1] for column in (width // 4, width * 3 // 4))
    return tuple(map(int, left)), tuple(map(int, right))  # type: ignore[return-value]

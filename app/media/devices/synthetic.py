# SPDX-License-Identifier: GPL-3.0-or-later
"""A made-up camera and microphone, for trying a call out without any device."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

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
from app.media.frames import VideoFrame

WIDTH, HEIGHT, FRAMES_PER_S = 1280, 720, 30


class SyntheticCamera(VideoSource):
    """A still background with a ball that circles and a bar that sweeps, 1280x720 at 30/s."""

    def __init__(self) -> None:
        self._background = _background()
        self._ball = _ball(160)
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, on_frame: Callable[[VideoFrame], None]) -> None:
        """Begin to deliver frames."""
        self._ending.clear()
        self._thread = threading.Thread(
            target=self._run, args=(on_frame,), name="synthetic-camera", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Deliver no more frames."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def picture(self, number: int) -> av.VideoFrame:
        """Draw the frame of this number."""
        frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        luma, *chroma = (
            np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            for plane in frame.planes
        )
        luma[:, :WIDTH] = self._background
        angle = number / FRAMES_PER_S * 0.9
        size = len(self._ball)
        left = round(WIDTH / 2 - size / 2 + 380 * np.cos(angle))
        top = round(HEIGHT / 2 - size / 2 + 220 * np.sin(angle))
        spot = luma[top : top + size, left : left + size]
        np.maximum(spot, self._ball, out=spot)
        bar = (number * 6) % (WIDTH - 40)
        luma[HEIGHT - 60 : HEIGHT - 20, bar : bar + 40] = 235
        for plane, colour in zip(chroma, (132, 122), strict=True):
            plane[:] = colour
            plane[top // 2 : (top + size) // 2, left // 2 : (left + size) // 2] = 255 - colour
        return frame

    def _run(self, on_frame: Callable[[VideoFrame], None]) -> None:
        started = time.monotonic()
        number = 0
        while not self._ending.is_set():
            now = time.monotonic()
            due = started + number / FRAMES_PER_S
            if due > now:
                self._ending.wait(due - now)
                continue
            # After a stall the missed pictures are gone, as with a real camera.
            number = max(number, int((now - started) * FRAMES_PER_S))
            on_frame(VideoFrame(self.picture(number), time.monotonic()))
            number += 1


class SyntheticMicrophone(AudioSource):
    """A soft sequence of tones with pauses, so that a listener hears that sound arrives."""

    def __init__(self) -> None:
        self._sound = _tones()
        self._pace = Pace()
        self._position = 0

    def start(self) -> None:
        """Begin to sound."""
        self._pace = Pace()
        self._position = 0

    def read(self, now: float) -> CapturedSamples | None:
        """Take the next tick."""
        captured_at = self._pace.next_tick(now)
        if captured_at is None:
            return None
        start = self._position % (len(self._sound) - TICK_SAMPLES)
        self._position += TICK_SAMPLES
        return CapturedSamples(self._sound[start : start + TICK_SAMPLES], captured_at)

    def stop(self) -> None:
        """Nothing to let go of."""


def _background() -> NDArray[np.uint8]:
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    waves = 18 * np.sin(columns / 37) * np.cos(rows / 29)
    picture: NDArray[np.uint8] = (70 + 60 * rows / HEIGHT + waves).astype(np.uint8)
    return picture


def _ball(size: int) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    height = np.sqrt(np.clip(1 - rows**2 - columns**2, 0, 1))
    ball: NDArray[np.uint8] = (height * 220).astype(np.uint8)
    return ball


def _tones() -> Samples:
    """Six tones of 0.4 s, each with a soft start and end and a pause; 4.8 s, looped."""
    pieces = []
    length = SAMPLE_RATE * 4 // 10
    time_s = np.arange(length) / SAMPLE_RATE
    hull = np.sin(np.pi * np.arange(length) / length) ** 2
    for frequency in (262, 330, 392, 523, 392, 330):
        voice = sum(np.sin(2 * np.pi * frequency * k * time_s) / k for k in range(1, 5))
        pieces.append(3500 * hull * voice)
        pieces.append(np.zeros(length))
    return np.concatenate([*pieces, np.zeros(TICK_SAMPLES)]).astype(np.int16)

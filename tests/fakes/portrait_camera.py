# SPDX-License-Identifier: GPL-3.0-or-later
"""A camera before which somebody sits still, in a room with much to see."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import av
import numpy as np

from app.media.devices.sources import VideoSource
from app.media.frames import VideoFrame
from tests.ui.gallery import portrait


def room() -> av.VideoFrame:
    """Draw the person before a wall of fine stripes, 1280x720."""
    frame = portrait("eira", 1280, 720).av
    luma = np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(
        -1, frame.planes[0].line_size
    )
    stripes = np.where(np.arange(1280) // 4 % 2, 200, 60).astype(np.uint8)
    luma[:720, :300] = stripes[:300]
    luma[:720, 980:1280] = stripes[980:]
    return frame


class PortraitCamera(VideoSource):
    """Gives one picture over and over."""

    def __init__(self, frames_per_s: int = 30) -> None:
        self.picture = room()
        self._interval_s = 1 / frames_per_s
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, on_frame: Callable[[VideoFrame], None]) -> None:
        """Begin to deliver frames."""
        self._ending.clear()
        self._thread = threading.Thread(target=self._run, args=(on_frame,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Deliver no more frames."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, on_frame: Callable[[VideoFrame], None]) -> None:
        while not self._ending.wait(self._interval_s):
            on_frame(VideoFrame(self.picture, time.monotonic()))

# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen that somebody shares: always the same page, given again and again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import av
import numpy as np

from app.media.devices.errors import ScreenDenied
from app.media.devices.sources import VideoSource
from app.media.frames import VideoFrame

PAGE = (960, 540)


class SharedPage(VideoSource):
    """Lines of dark on light, ten pictures a second."""

    def __init__(self) -> None:
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
        width, height = PAGE
        rows = np.full((height * 3 // 2, width), 128, np.uint8)
        rows[:height] = 230
        rows[20:height:20, 40:-40] = 20
        picture = av.VideoFrame.from_ndarray(rows, format="yuv420p")
        while not self._ending.wait(0.1):
            on_frame(VideoFrame(picture, time.monotonic()))


class SlowPage(SharedPage):
    """One that takes its time: the person still reads the system's question."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.allowed, self.stopped = (threading.Event() for _ in range(3))

    def start(self, on_frame: Callable[[VideoFrame], None]) -> None:
        """Begin when it is allowed."""
        self.asked.set()
        self.allowed.wait(20)
        super().start(on_frame)

    def stop(self) -> None:
        """Stop, and tell so."""
        super().stop()
        self.stopped.set()


class DeniedPage(SharedPage):
    """One that the system does not give."""

    def start(self, on_frame: Callable[[VideoFrame], None]) -> None:
        """Refuse."""
        raise ScreenDenied("page")

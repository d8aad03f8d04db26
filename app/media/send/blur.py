# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that blurs what is behind a person, between the camera and everything else."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from enum import Enum

import cv2

from app.media.frames import VideoFrame
from app.media.send.blur_budget import BlurBudget
from app.media.send.person_mask import Mask, PersonMask, blurred

_log = logging.getLogger(__name__)


class BlurEnd(Enum):
    """Why blurring ended by itself."""

    SLOW = "slow"
    """This computer has no time for it beside the call."""
    BROKEN = "broken"


class BackgroundBlur:
    """Takes the newest frame of the camera; every second one gets a mask of its own."""

    def __init__(
        self,
        deliver: Callable[[VideoFrame], None],
        encoder_dropped: Callable[[], int],
        ended: Callable[[BlurEnd], None],
    ) -> None:
        """``deliver`` and ``ended`` are called on the blurring thread. Blocks for a moment.

        Raises BlurUnavailable.
        """
        self._person = PersonMask()
        self._deliver = deliver
        self._encoder_dropped = encoder_dropped
        self._ended = ended
        self._condition = threading.Condition()
        self._frame: VideoFrame | None = None
        self._ending = False
        self._mask: Mask | None = None
        self._mask_is_new = False
        self._budget = BlurBudget(time.monotonic())
        self._thread = threading.Thread(target=self._run, name="background-blur", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def offer(self, frame: VideoFrame) -> None:
        """Leave a frame in place of one that still waits."""
        with self._condition:
            self._budget.offered()
            self._frame = frame
            self._condition.notify()

    def end(self) -> None:
        """Deliver nothing more; does not wait."""
        with self._condition:
            self._ending = True
            self._condition.notify()

    def join(self) -> None:
        """Wait until the thread has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._condition:
                while self._frame is None and not self._ending:
                    self._condition.wait()
                frame, self._frame = self._frame, None
                if self._ending or frame is None:
                    return
            began = time.monotonic()
            try:
                made = self._blur(frame)
            except (cv2.error, ValueError) as error:
                _log.error("blurring failed: %s", type(error).__name__)
                self._ended(BlurEnd.BROKEN)
                return
            now = time.monotonic()
            with self._condition:
                self._budget.blurred(now - began, self._encoder_dropped(), now)
                exceeded = self._budget.exceeded
            self._deliver(made)
            if exceeded:
                _log.info("no time to blur the background")
                self._ended(BlurEnd.SLOW)
                return

    def _blur(self, frame: VideoFrame) -> VideoFrame:
        self._mask_is_new = self._mask is None or not self._mask_is_new
        if self._mask is None or self._mask_is_new:
            self._mask = self._person.find(frame.av)
        return VideoFrame(blurred(frame.av, self._mask), frame.captured_at)

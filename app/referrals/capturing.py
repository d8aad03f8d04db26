# SPDX-License-Identifier: GPL-3.0-or-later
"""Take pictures and sounds for a referral with this computer's own camera and microphone."""

from __future__ import annotations

import asyncio
from typing import Final

import cv2
import numpy as np

from app.attachments.still_png import still_png
from app.errors import KnownError
from app.media.engine import MediaEngine
from app.media.frames import FrameSlot, VideoFrame
from app.media.sound_recorder import SoundRecorder
from app.records.media_facts import Picture

LOOKED_AT_S: Final = 0.5
"""The sharpest frame of so long is taken: a hand is not still at the moment of the press."""
PATIENCE_S: Final = 2.0


class NoCameraPicture(KnownError):
    """The camera gives no picture, so none was taken. Check that it is connected and that no other
    program uses it, or choose a file."""


class NothingRecorded(KnownError):
    """The microphone gave no sound, so nothing was recorded. Check that it is connected, or choose
    a file."""


class Capturing:
    """Camera and microphone outside a visit. Belongs to the asyncio thread.

    Nothing touches the disk: pictures and sounds are given as bytes, lossless, as they came.
    """

    def __init__(self, engine: MediaEngine) -> None:
        """``engine`` is started and closed by its owner."""
        self._engine = engine
        self._recorder: SoundRecorder | None = None
        self.preview = FrameSlot()
        """What the camera sees, between ``watch`` and ``stop_watching``."""

    async def watch(self) -> None:
        """Show in ``preview`` what the camera sees."""
        self._engine.watch_camera(self.preview)

    async def stop_watching(self) -> None:
        """Show and record no more; what was being recorded is dropped."""
        self._engine.watch_camera(None)
        self.preview.clear()
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            self._engine.end_recording(recorder)

    async def picture(self) -> bytes:
        """Take the sharpest frame of the next half second, as PNG at the size it came in.

        Raises:
            NoCameraPicture: no frame came.
        """
        loop = asyncio.get_running_loop()
        came: asyncio.Queue[VideoFrame] = asyncio.Queue()

        def passing(frame: VideoFrame) -> None:
            loop.call_soon_threadsafe(came.put_nowait, frame)

        self.preview.on_passing = passing
        try:
            async with asyncio.timeout(PATIENCE_S):
                best = await came.get()
            sharpness = await asyncio.to_thread(_sharpness, best)
            latest = loop.time() + LOOKED_AT_S
            while (left := latest - loop.time()) > 0:
                try:
                    async with asyncio.timeout(left):
                        frame = await came.get()
                except TimeoutError:
                    break
                found = await asyncio.to_thread(_sharpness, frame)
                if found > sharpness:
                    best, sharpness = frame, found
        except TimeoutError as error:
            raise NoCameraPicture from error
        finally:
            self.preview.on_passing = None
        return await asyncio.to_thread(_png, best)

    async def record(self) -> None:
        """Begin to record the microphone, with nothing done to its sound."""
        self._recorder = SoundRecorder()
        self._engine.record_microphone(self._recorder, though_off=True)

    async def sound(self) -> bytes:
        """End the recording and give it as WAV, mono, 48 kHz, 16 bit.

        Raises:
            NothingRecorded: the microphone gave nothing.
        """
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            raise NothingRecorded
        self._engine.end_recording(recorder)
        recorded = await asyncio.to_thread(recorder.finish)
        if not recorded.seconds:
            raise NothingRecorded
        return recorded.wav

    async def progress(self) -> tuple[float, float]:
        """Say how long the recording is (s) and how loud it is now (0 to 1)."""
        recorder = self._recorder
        return (0.0, 0.0) if recorder is None else (recorder.seconds, recorder.meter.level)


def _sharpness(frame: VideoFrame) -> float:
    """Measure the detail: the variance of the Laplacian of the brightness."""
    plane = frame.av.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    grey = np.ascontiguousarray(rows[: frame.height, : frame.width])
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())


def _png(frame: VideoFrame) -> bytes:
    return still_png(Picture(frame.width, frame.height, frame.to_rgb()), {"Software": "Vidda"})

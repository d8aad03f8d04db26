# SPDX-License-Identifier: GPL-3.0-or-later
"""A media file as a camera or a microphone: in real time, and from the start again at its end."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np

from app.media.devices.errors import DeviceKind, MediaFileUnreadable
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

_log = logging.getLogger(__name__)

LARGEST_WIDTH, LARGEST_HEIGHT = 1280, 720
_SHORTEST_GAP_S = 1 / 31
"""Frames closer than this are left out: a call shows 30 a second."""
_FRAMES_KEPT = 40
"""A clip of so few frames is decoded once."""
_SAMPLES_KEPT = SAMPLE_RATE * 300
_TICKS_AHEAD = 100


class FileCamera(VideoSource):
    """Plays the pictures of a file; decodes on a thread of its own."""

    def __init__(self, path: Path) -> None:
        """Look into the file. Raises MediaFileUnreadable."""
        self._path = path
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        if next(iter(_pictures(path)), None) is None:
            raise MediaFileUnreadable(DeviceKind.CAMERA, str(path))

    def start(self, on_frame: Callable[[VideoFrame], None]) -> None:
        """Begin to play."""
        self._ending.clear()
        self._thread = threading.Thread(
            target=self._run, args=(on_frame,), name="file-camera", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Play no more."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, on_frame: Callable[[VideoFrame], None]) -> None:
        try:
            self._play(on_frame)
        except MediaFileUnreadable:
            _log.warning("camera file became unreadable")

    def _play(self, on_frame: Callable[[VideoFrame], None]) -> None:
        began = time.monotonic()
        shown_s = -1.0
        for at_s, picture in _endless(self._path):
            if at_s - shown_s < _SHORTEST_GAP_S:
                continue
            late_s = time.monotonic() - began - at_s
            if late_s > 1.0:
                # The machine slept or was stopped: go on from here instead of rushing after.
                began += late_s
            elif late_s < 0 and self._ending.wait(-late_s):
                return
            if self._ending.is_set():
                return
            shown_s = at_s
            on_frame(VideoFrame(picture, time.monotonic()))


class FileMicrophone(AudioSource):
    """Plays the sound of a file; decodes ahead on a thread of its own."""

    def __init__(self, path: Path) -> None:
        """Look into the file. Raises MediaFileUnreadable."""
        self._path = path
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._ticks: queue.Queue[Samples] = queue.Queue(_TICKS_AHEAD)
        self._pace = Pace()
        if next(iter(_sound(path)), None) is None:
            raise MediaFileUnreadable(DeviceKind.MICROPHONE, str(path))

    def start(self) -> None:
        """Begin to play."""
        self._ending.clear()
        self._pace = Pace()
        self._ticks = queue.Queue(_TICKS_AHEAD)
        self._thread = threading.Thread(target=self._run, name="file-microphone", daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 2.0
        while not self._ticks.full() and self._thread.is_alive() and time.monotonic() < deadline:
            self._ending.wait(0.005)

    def read(self, now: float) -> CapturedSamples | None:
        """Take the next tick; silence where decoding did not keep up."""
        captured_at = self._pace.next_tick(now)
        if captured_at is None:
            return None
        try:
            samples = self._ticks.get_nowait()
        except queue.Empty:
            samples = np.zeros(TICK_SAMPLES, np.int16)
        return CapturedSamples(samples, captured_at)

    def stop(self) -> None:
        """Play no more."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        try:
            for samples in _cut(_endless_sound(self._path), TICK_SAMPLES):
                while not self._ending.is_set():
                    try:
                        self._ticks.put(samples, timeout=0.1)
                        break
                    except queue.Full:
                        continue
                if self._ending.is_set():
                    return
        except MediaFileUnreadable:
            _log.warning("microphone file became unreadable")


def _endless(path: Path) -> Iterator[tuple[float, av.VideoFrame]]:
    """Give the pictures and their times again and again, times growing on."""
    kept: list[tuple[float, av.VideoFrame]] | None = []
    start_s = 0.0
    while True:
        length_s = gap_s = 1 / 30
        last_s = 0.0
        count = 0
        for at_s, picture in kept if kept and start_s > 0 else _pictures(path):
            if start_s == 0 and kept is not None:
                kept.append((at_s, picture))
                if len(kept) > _FRAMES_KEPT:
                    kept = None
            if count:
                gap_s = at_s - last_s
            last_s, count = at_s, count + 1
            length_s = last_s + max(gap_s, 1 / 60)
            yield start_s + at_s, picture
        if not count:
            raise MediaFileUnreadable(DeviceKind.CAMERA, str(path))
        start_s += length_s


def _pictures(path: Path) -> Iterator[tuple[float, av.VideoFrame]]:
    """Decode the pictures of a file with their times from its start, as yuv420p."""
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                return
            stream = container.streams.video[0]
            stream.thread_count = 1
            first_s: float | None = None
            for number, frame in enumerate(container.decode(stream)):
                at_s = frame.time if frame.time is not None else number / 30
                if first_s is None:
                    first_s = at_s
                yield max(0.0, at_s - first_s), _as_sent(frame)
    except (OSError, av.FFmpegError, ValueError) as error:
        raise MediaFileUnreadable(DeviceKind.CAMERA, str(path)) from error


def _as_sent(frame: av.VideoFrame) -> av.VideoFrame:
    scale = min(1.0, LARGEST_WIDTH / frame.width, LARGEST_HEIGHT / frame.height)
    # VP8's chroma planes are half as large: even sizes keep every converter on its fast path.
    width = max(2, int(frame.width * scale) // 2 * 2)
    height = max(2, int(frame.height * scale) // 2 * 2)
    if (frame.width, frame.height, frame.format.name) == (width, height, "yuv420p"):
        return frame
    return frame.reformat(width=width, height=height, format="yuv420p")


def _endless_sound(path: Path) -> Iterator[Samples]:
    """Give the sound again and again; a short one is decoded once."""
    kept: list[Samples] | None = []
    count = 0
    for piece in _sound(path):
        count += len(piece)
        if kept is not None:
            kept.append(piece)
            if count > _SAMPLES_KEPT:
                kept = None
        yield piece
    if not count:
        raise MediaFileUnreadable(DeviceKind.MICROPHONE, str(path))
    while True:
        yield from kept if kept is not None else _sound(path)


def _sound(path: Path) -> Iterator[Samples]:
    """Decode the sound of a file as mono at 48 kHz."""
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                return
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
            for frame in container.decode(container.streams.audio[0]):
                for piece in resampler.resample(frame):
                    yield piece.to_ndarray().reshape(-1).astype(np.int16)
            for piece in resampler.resample(None):
                yield piece.to_ndarray().reshape(-1).astype(np.int16)
    except (OSError, av.FFmpegError, ValueError) as error:
        raise MediaFileUnreadable(DeviceKind.MICROPHONE, str(path)) from error


def _cut(pieces: Iterator[Samples], size: int) -> Iterator[Samples]:
    """Cut a stream of sound into pieces of one size."""
    rest: Samples = np.zeros(0, np.int16)
    for piece in pieces:
        rest = np.concatenate((rest, piece)) if len(rest) else piece
        whole = len(rest) // size * size
        for start in range(0, whole, size):
            yield rest[start : start + size]
        rest = rest[whole:]

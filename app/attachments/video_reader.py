# SPDX-License-Identifier: GPL-3.0-or-later
"""Look into an untrusted video frame by frame, decoded by a confined child process.

Blocking: call from a worker thread, one at a time. The child trusts nothing but the file,
and the parent no number that the child tells. A child that has used up its time is replaced.
"""

from __future__ import annotations

import contextlib
import math
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import IO, Final

import numpy as np

from app.attachments import decoder, sandbox, video_decoder
from app.attachments.decode import MAX_INPUT_BYTES, CannotDecode, DecodeFailure
from app.attachments.intake import kind_of
from app.records.media_facts import MediaKind, MediaType, Picture, Video

SECONDS_TO_OPEN: Final = 30.0
SECONDS_PER_FRAME: Final = 10.0
_MOST_BYTES: Final = max(3 * video_decoder.MAX_FRAME_PIXELS, 8 * video_decoder.MAX_FRAMES)
_MOST_SECONDS: Final = 24 * 3600.0


class VideoReader:
    """One video that is being looked at; close it when another is."""

    def __init__(
        self, content: bytes, media_type: MediaType, seconds_in_all: float = math.inf
    ) -> None:
        """Start the child and read what the video is.

        After ``seconds_in_all`` nothing more of it can be had.

        Raises:
            CannotDecode: it is damaged, too large, too slow, or no video.
        """
        if kind_of(media_type) is not MediaKind.VIDEO:
            raise CannotDecode(DecodeFailure.NOT_DECODED)
        if len(content) > MAX_INPUT_BYTES:
            raise CannotDecode(DecodeFailure.TOO_LARGE)
        self._content = content
        self._media_type = media_type
        self._end = time.monotonic() + seconds_in_all
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.video = self._open()

    def frame(self, number: int) -> Picture:
        """Give the pixels of a frame, upright.

        Raises:
            CannotDecode: it cannot be had, not by a second child either.
        """
        with self._lock:
            try:
                return self._ask(number)
            except CannotDecode:
                # The first may have been stopped for the time that it used in all.
                self._stop()
                if self._open() != self.video:
                    raise
                return self._ask(number)

    def close(self) -> None:
        """End the child and forget the file."""
        with self._lock:
            self._stop()
            self._content = b""

    def _open(self) -> Video:
        process = sandbox.start(sandbox.CHILD, "video_decoder", self._media_type.value)
        self._process = process
        assert process.stdin is not None and process.stdout is not None
        feeder = threading.Thread(
            target=feed, args=(process.stdin, self._content), name="video input", daemon=True
        )
        with _limit(process, self._left(SECONDS_TO_OPEN)) as late:
            feeder.start()
            kind, width, height, body = _answer(process.stdout)
            feeder.join()
        if kind != video_decoder.FACTS:
            self._fail(kind, late)
        if not 0 < width * height <= video_decoder.MAX_FRAME_PIXELS:
            self._fail(decoder.DAMAGED, late)
        times = np.frombuffer(body, "<f8") if len(body) % 8 == 0 else np.empty(0)
        rising = times.size > 0 and times[0] == 0.0 and bool(np.all(np.diff(times) > 0))
        if not rising or times.size > video_decoder.MAX_FRAMES or times[-1] > _MOST_SECONDS:
            self._fail(decoder.DAMAGED, late)
        return Video(width, height, tuple(float(t) for t in times))

    def _ask(self, number: int) -> Picture:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise CannotDecode(DecodeFailure.DAMAGED)
        with _limit(process, self._left(SECONDS_PER_FRAME)) as late:
            with contextlib.suppress(OSError):
                process.stdin.write(video_decoder.REQUEST.pack(number))
                process.stdin.flush()
            kind, width, height, body = _answer(process.stdout)
        size = width * height
        if kind != decoder.PICTURE or not 0 < size <= video_decoder.MAX_FRAME_PIXELS:
            self._fail(kind if kind != decoder.PICTURE else decoder.DAMAGED, late)
        if len(body) != 3 * size:
            self._fail(decoder.DAMAGED, late)
        return Picture(width, height, body)

    def _left(self, most: float) -> float:
        return max(0.0, min(most, self._end - time.monotonic()))

    def _fail(self, kind: int, late: threading.Event) -> None:
        self._stop()
        if late.is_set():
            raise CannotDecode(DecodeFailure.TOO_SLOW)
        large = kind == decoder.TOO_LARGE
        raise CannotDecode(DecodeFailure.TOO_LARGE if large else DecodeFailure.DAMAGED)

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def travel_video(content: bytes, media_type: MediaType, seconds: float = SECONDS_TO_OPEN) -> bytes:
    """Copy a video without metadata: the coded pictures and sound stay as they are.

    Raises:
        CannotDecode: it is damaged, too large, or too slow to copy.
    """
    process = sandbox.start(sandbox.CHILD, "video_decoder", media_type.value, video_decoder.STRIP)
    assert process.stdin is not None and process.stdout is not None
    feeder = threading.Thread(target=feed, args=(process.stdin, content), daemon=True)
    try:
        with _limit(process, seconds) as late:
            feeder.start()
            kind, _, _, body = _answer(process.stdout, most=2 * MAX_INPUT_BYTES)
            feeder.join()
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
    if kind == video_decoder.COPY:
        return body
    if late.is_set():
        raise CannotDecode(DecodeFailure.TOO_SLOW)
    large = kind == decoder.TOO_LARGE
    raise CannotDecode(DecodeFailure.TOO_LARGE if large else DecodeFailure.DAMAGED)


def feed(target: IO[bytes], content: bytes) -> None:
    """Send a file to a child; one that dies early is judged by its silence."""
    with contextlib.suppress(OSError):
        target.write(video_decoder.LENGTH.pack(len(content)))
        target.write(content)
        target.flush()


@contextlib.contextmanager
def _limit(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """Kill the child when it takes too long; the event tells that this was why."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _answer(source: IO[bytes], most: int = _MOST_BYTES) -> tuple[int, int, int, bytes]:
    """Read one answer; a broken one is as good as none."""
    header = source.read(decoder.HEADER.size)
    if len(header) != decoder.HEADER.size:
        return decoder.DAMAGED, 0, 0, b""
    magic, kind, _, first, second, size = decoder.HEADER.unpack(header)
    if magic != decoder.MAGIC or size > most:
        return decoder.DAMAGED, 0, 0, b""
    body = source.read(size)
    return (kind, first, second, body) if len(body) == size else (decoder.DAMAGED, 0, 0, b"")

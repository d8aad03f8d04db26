# SPDX-License-Identifier: GPL-3.0-or-later
"""Look into an untrusted video frame by frame, and copy it, by a confined child process.

Blocking: call from a worker thread, one at a time. The child trusts nothing but the file,
and the parent no number that the child tells. A child that has used up its time is replaced.
"""

from __future__ import annotations

import math
import threading
import time
from typing import Final

import numpy as np

from app.attachments import decoder, video_decoder
from app.attachments.content import Content, InMemory, as_content
from app.attachments.decode import CannotDecode, DecodeFailure
from app.attachments.intake import kind_of, most_bytes
from app.attachments.video_child import Heard, VideoChild, seconds_for
from app.records.media_facts import MediaKind, MediaType, Picture, Video
from app.vault.streams import Writable

SECONDS_PER_FRAME: Final = 10.0
_MOST_SECONDS: Final = 24 * 3600.0


class VideoReader:
    """One video that is being looked at; close it when another is."""

    def __init__(
        self, content: bytes | Content, media_type: MediaType, seconds_in_all: float = math.inf
    ) -> None:
        """Start the child and read what the video is.

        After ``seconds_in_all`` nothing more of it can be had.

        Raises:
            CannotDecode: it is damaged, too large, too slow, or no video.
        """
        self._content = _checked(content, media_type)
        self._media_type = media_type
        self._end = time.monotonic() + seconds_in_all
        self._lock = threading.Lock()
        self._child: VideoChild | None = None
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
            self._content = InMemory(b"")

    def _open(self) -> Video:
        self._child = VideoChild(self._content, self._media_type, video_decoder.LOOK)
        heard = self._heard(self._child, seconds_for(self._content))
        if heard.kind != video_decoder.FACTS:
            raise self._failed(self._child, heard)
        body = heard.body
        times = np.frombuffer(body, "<f8") if len(body) % 8 == 0 else np.empty(0)
        rising = times.size > 0 and times[0] == 0.0 and bool(np.all(np.diff(times) > 0))
        fits = 0 < heard.first * heard.second <= video_decoder.MAX_FRAME_PIXELS
        many = times.size > video_decoder.MAX_FRAMES
        if not rising or not fits or many or times[-1] > _MOST_SECONDS:
            raise self._failed(self._child, heard)
        return Video(heard.first, heard.second, tuple(float(t) for t in times))

    def _ask(self, number: int) -> Picture:
        if self._child is None:
            raise CannotDecode(DecodeFailure.DAMAGED)
        request = video_decoder.REQUEST.pack(number)
        heard = self._heard(self._child, SECONDS_PER_FRAME, request)
        size = heard.first * heard.second
        fits = 0 < size <= video_decoder.MAX_FRAME_PIXELS and len(heard.body) == 3 * size
        if heard.kind != decoder.PICTURE or not fits:
            raise self._failed(self._child, heard)
        return Picture(heard.first, heard.second, heard.body)

    def _heard(self, child: VideoChild, most_seconds: float, request: bytes = b"") -> Heard:
        left = max(0.0, min(most_seconds, self._end - time.monotonic()))
        try:
            with child.within(left):
                return child.hear(request)
        except BaseException:
            self._stop()
            raise

    def _failed(self, child: VideoChild, heard: Heard) -> CannotDecode:
        self._stop()
        return child.failure(heard)

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.stop()


def travel_video(
    content: bytes | Content,
    media_type: MediaType,
    target: Writable,
    seconds: float | None = None,
) -> None:
    """Copy a video without metadata: the coded pictures and sound stay as they are.

    What ``target`` got counts only after this has returned.

    Raises:
        CannotDecode: it is damaged, too large, or too slow to copy.
    """
    file = _checked(content, media_type)
    child = VideoChild(file, media_type, video_decoder.STRIP)
    written = 0
    try:
        with child.within(2 * seconds_for(file) if seconds is None else seconds):
            while (heard := child.hear()).kind == video_decoder.PIECE:
                written += len(heard.body)
                if written > video_decoder.MAX_COPY_BYTES:
                    raise CannotDecode(DecodeFailure.TOO_LARGE)
                target.write(heard.body)
    finally:
        child.stop()
    if heard.kind != video_decoder.COPY:
        raise child.failure(heard)


def _checked(content: bytes | Content, media_type: MediaType) -> Content:
    file = as_content(content)
    if kind_of(media_type) is not MediaKind.VIDEO:
        raise CannotDecode(DecodeFailure.NOT_DECODED)
    if file.size > most_bytes(media_type):
        raise CannotDecode(DecodeFailure.TOO_LARGE)
    return file

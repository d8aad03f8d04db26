# SPDX-License-Identifier: GPL-3.0-or-later
"""Look into one untrusted video, in a confined child process of its own.

Like ``decoder``, but the file stays with the parent: the process asks for each part of it that it
needs (``WANTED``). ``LOOK`` then serves single frames, named by their number; frames near the last
one are kept, so that steps in either direction cost no decoding from the key frame again.
``STRIP`` answers with the video's copy without metadata, piece by piece.

Imports nothing of the app but what says so itself.
"""

from __future__ import annotations

import io
import os
import struct
import sys
from collections import OrderedDict
from typing import BinaryIO, Final

import av
import av.container
import numpy as np

from app.attachments.confinement import Confinement, confine
from app.attachments.decoder import DAMAGED, HEADER, MAGIC, PICTURE, TOO_LARGE
from app.attachments.fetched import Fetched
from app.attachments.video_container import NotVideo, TooLarge, VideoFile, copy_in_order, open_video

LENGTH: Final = struct.Struct(">Q")
REQUEST: Final = struct.Struct(">I")
FACTS: Final = 5
"""Width, height and, as the body, a float64 time in seconds for each frame."""
COPY: Final = 6
"""The copy without metadata was sent whole."""
WANTED: Final = 8
"""Asks for ``first`` bytes of the file, at the offset in the body; a length and they follow."""
PIECE: Final = 9
"""The body is the next piece of the copy."""
LOOK: Final = "look"
STRIP: Final = "strip"
MAX_FRAMES: Final = 200_000
MAX_FRAME_PIXELS: Final = 9_000_000
MAX_COPY_BYTES: Final = 2 * 1024**3
_KEPT_BYTES: Final = 160 * 1024**2
"""Of frames near the last one, in the codec's own layout."""


class Frames:
    """One video, frame by frame."""

    def __init__(self, content: VideoFile, media_type: str) -> None:
        self._container = open_video(content, media_type)
        self._stream = self._container.streams.video[0]
        codec = self._stream.codec_context
        codec.thread_count = 1
        if codec.width * codec.height > MAX_FRAME_PIXELS:
            raise TooLarge
        base = self._stream.time_base
        if base is None:
            raise NotVideo
        found = set()
        for packet in self._container.demux(self._stream):
            if packet.pts is not None and packet.size and not packet.is_discard:
                found.add(packet.pts)
            if len(found) > MAX_FRAMES:
                raise TooLarge
        if not found:
            raise NotVideo
        self._pts = sorted(found)
        self._number = {pts: number for number, pts in enumerate(self._pts)}
        self.times = np.array([float((pts - self._pts[0]) * base) for pts in self._pts])
        self._near: OrderedDict[int, av.VideoFrame] = OrderedDict()
        self._rewind(0)
        self.first = self.frame(0)

    def frame(self, number: int) -> av.VideoFrame:
        """Decode one frame, from the last one on where that is shorter than from a key frame."""
        if number in self._near:
            return self._near[number]
        if not 0 <= number < len(self._pts):
            raise NotVideo
        ahead = number - self._last
        if not 0 < ahead <= 60:
            self._rewind(self._pts[number])
        found = self._until(number)
        if found is None:
            # The nearest key frame as the file tells it came too late.
            self._rewind(self._pts[0])
            found = self._until(number)
        if found is None:
            raise NotVideo
        return found

    def _until(self, number: int) -> av.VideoFrame | None:
        for decoded in self._decoding:
            at = self._number.get(decoded.pts) if decoded.pts is not None else None
            if at is None:
                continue
            self._last = at
            self._keep(at, decoded)
            if at == number:
                return decoded
            if at > number:
                return None
        return None

    def _rewind(self, pts: int) -> None:
        self._container.seek(pts, stream=self._stream, backward=True)
        self._decoding = self._container.decode(self._stream)
        self._last = -1

    def _keep(self, number: int, frame: av.VideoFrame) -> None:
        self._near[number] = frame
        size = frame.width * frame.height * 3 // 2
        while len(self._near) > max(1, _KEPT_BYTES // max(size, 1)):
            self._near.popitem(last=False)


def upright(frame: av.VideoFrame) -> tuple[int, int, bytes]:
    """Give a frame's pixels as it is meant to be seen: telephones note how they were held."""
    pixels = frame.to_ndarray(format="rgb24")
    turned = np.ascontiguousarray(np.rot90(pixels, round(frame.rotation / 90) % 4))
    return turned.shape[1], turned.shape[0], turned.tobytes()


class Answers:
    """What goes to the parent, and the file that stays there."""

    def __init__(self, confinement: Confinement, source: BinaryIO, target: BinaryIO) -> None:
        self._confinement = confinement
        self._source = source
        self._target = target
        (size,) = LENGTH.unpack(source.read(LENGTH.size))
        self.file = Fetched(size, self._fetch)

    def write(self, kind: int, first: int = 0, second: int = 0, body: bytes = b"") -> None:
        """Answer."""
        head = HEADER.pack(MAGIC, kind, int(self._confinement), first, second, len(body))
        self._target.write(head + body)
        self._target.flush()

    def request(self) -> int | None:
        """Wait for the number of a frame; None when no more are asked for."""
        request = self._source.read(REQUEST.size)
        return REQUEST.unpack(request)[0] if len(request) == REQUEST.size else None

    def _fetch(self, offset: int, size: int) -> bytes:
        self.write(WANTED, size, body=LENGTH.pack(offset))
        (length,) = LENGTH.unpack(self._source.read(LENGTH.size))
        return self._source.read(length)


def work(task: str, media_type: str, answers: Answers) -> None:
    """Copy the video, or tell its facts and answer requests until there are no more."""
    try:
        if task == STRIP:
            copy_in_order(
                answers.file, media_type, lambda p: answers.write(PIECE, body=p), MAX_COPY_BYTES
            )
            answers.write(COPY)
            return
        frames = Frames(answers.file, media_type)
        width, height, _ = upright(frames.first)
        answers.write(FACTS, width, height, frames.times.astype("<f8").tobytes())
        while (number := answers.request()) is not None:
            answers.write(PICTURE, *upright(frames.frame(number)))
    except (TooLarge, MemoryError):
        answers.write(TOO_LARGE)
    except Exception:
        # Outermost place of this process: hostile bytes make the libraries raise anything.
        answers.write(DAMAGED)


def warm_up() -> None:
    """Make and decode a video of our own, so that the libraries load all their parts."""
    content = io.BytesIO()
    with av.open(content, mode="w", format="mp4") as made:
        stream = made.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for packet in (*stream.encode(av.VideoFrame(32, 32, "yuv420p")), *stream.encode(None)):
            made.mux(packet)
    content.seek(0)
    upright(Frames(content, "video/mp4").first)
    content.seek(0)
    copy_in_order(content, "video/mp4", lambda _: None, MAX_COPY_BYTES)


def main() -> None:
    """Confine the process, then look into the one video that the parent has."""
    os.umask(0o077)
    av.logging.set_level(None)
    warm_up()
    media_type, task, processor_seconds = sys.argv[1:]
    confinement = confine(int(processor_seconds))
    work(task, media_type, Answers(confinement, sys.stdin.buffer, sys.stdout.buffer))

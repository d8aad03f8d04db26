# SPDX-License-Identifier: GPL-3.0-or-later
"""Serve single frames of one untrusted video, in a confined child process of its own.

Like ``decoder``, but the process stays: the file comes once on standard input, then each
request names a frame by its number and is answered by pixels. Frames near the last one are
kept, so that steps in either direction cost no decoding from the key frame again.

Imports nothing of the app but ``confinement`` and ``decoder``.
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
from av.bitstream import BitStreamFilterContext

from app.attachments.confinement import Confinement, confine
from app.attachments.decoder import DAMAGED, HEADER, MAGIC, PICTURE, TOO_LARGE

LENGTH: Final = struct.Struct(">Q")
REQUEST: Final = struct.Struct(">I")
FACTS: Final = 5
"""Width, height and, as the body, a float64 time in seconds for each frame."""
COPY: Final = 6
"""The body is the file again, without metadata."""
STRIP: Final = "strip"
MAX_FRAMES: Final = 200_000
MAX_FRAME_PIXELS: Final = 9_000_000
DEMUXERS: Final = {"video/mp4": "mov", "video/x-matroska": "matroska"}
CODECS: Final = frozenset(
    {"h264", "hevc", "mpeg4", "mjpeg", "vp8", "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d"}
)
_NOTES: Final = {"h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39-40"}
"""Bit stream filters that take the notes out of a codec's stream."""
_KEPT_BYTES: Final = 160 * 1024**2
"""Of frames near the last one, in the codec's own layout."""


class NotVideo(Exception):
    """No picture track in it that this program decodes."""


class TooLarge(Exception):
    """More pixels or frames than are ever decoded."""


class Frames:
    """One video, frame by frame."""

    def __init__(self, content: BinaryIO, media_type: str) -> None:
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


def open_video(content: BinaryIO, media_type: str) -> av.container.InputContainer:
    """Open a container whose first picture track this program decodes."""
    demuxer = DEMUXERS[media_type]
    options = {"format_whitelist": f"{demuxer},mov,mp4,webm", "protocol_whitelist": "file"}
    container = av.open(content, mode="r", format=demuxer, options=options)
    if not container.streams.video:
        raise NotVideo
    if container.streams.video[0].codec_context.codec.name not in CODECS:
        raise NotVideo
    return container


def upright(frame: av.VideoFrame) -> tuple[int, int, bytes]:
    """Give a frame's pixels as it is meant to be seen: telephones note how they were held."""
    pixels = frame.to_ndarray(format="rgb24")
    turned = np.ascontiguousarray(np.rot90(pixels, round(frame.rotation / 90) % 4))
    return turned.shape[1], turned.shape[0], turned.tobytes()


def serve(media_type: str, confinement: Confinement, source: BinaryIO, target: BinaryIO) -> None:
    """Read the file, tell its facts, then answer requests until there are no more."""

    def write(kind: int, first: int = 0, second: int = 0, body: bytes = b"") -> None:
        target.write(HEADER.pack(MAGIC, kind, int(confinement), first, second, len(body)))
        target.write(body)
        target.flush()

    try:
        (length,) = LENGTH.unpack(source.read(LENGTH.size))
        frames = Frames(io.BytesIO(source.read(length)), media_type)
        width, height, _ = upright(frames.first)
        write(FACTS, width, height, frames.times.astype("<f8").tobytes())
        while len(request := source.read(REQUEST.size)) == REQUEST.size:
            (number,) = REQUEST.unpack(request)
            write(PICTURE, *upright(frames.frame(number)))
    except (TooLarge, MemoryError):
        write(TOO_LARGE)
    except Exception:
        # Outermost place of this process: hostile bytes make the libraries raise anything.
        write(DAMAGED)


def without_metadata(content: BinaryIO, media_type: str) -> bytes:
    """Copy picture and sound packets into a new container that holds nothing else.

    What encoders and cameras note inside H.264 and H.265 (SEI messages) goes as well.
    """
    target = io.BytesIO()
    form = {"video/mp4": "mp4", "video/x-matroska": "matroska"}[media_type]
    options = {"fflags": "+bitexact"}
    with (
        open_video(content, media_type) as source,
        av.open(target, mode="w", format=form, options=options) as copy,
    ):
        taken = [source.streams.video[0], *source.streams.audio[:1]]
        copies = {stream.index: copy.add_stream_from_template(stream) for stream in taken}
        for stream in copies.values():
            stream.metadata.clear()
        cleaners = {
            stream.index: BitStreamFilterContext(_NOTES[name], stream, copies[stream.index])
            for stream in taken
            if (name := stream.codec_context.codec.name) in _NOTES
        }
        for packet in source.demux(taken):
            cleaner = cleaners.get(packet.stream.index)
            parts = [packet] if cleaner is None else cleaner.filter(packet)
            for part in parts:
                if part.dts is not None:
                    part.stream = copies[packet.stream.index]
                    copy.mux(part)
    return target.getvalue()


def strip(media_type: str, confinement: Confinement, source: BinaryIO, target: BinaryIO) -> None:
    """Read the file and answer with its copy without metadata."""
    kind, body = DAMAGED, b""
    try:
        (length,) = LENGTH.unpack(source.read(LENGTH.size))
        body = without_metadata(io.BytesIO(source.read(length)), media_type)
        kind = COPY
    except MemoryError:
        kind = TOO_LARGE
    except Exception:
        # Outermost place of this process: hostile bytes make the libraries raise anything.
        kind = DAMAGED
    target.write(HEADER.pack(MAGIC, kind, int(confinement), 0, 0, len(body)))
    target.write(body)
    target.flush()


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
    without_metadata(content, "video/mp4")


def main() -> None:
    """Confine the process, then serve or copy the one file that comes in."""
    os.umask(0o077)
    av.logging.set_level(None)
    warm_up()
    work = strip if STRIP in sys.argv[2:] else serve
    work(sys.argv[1], confine(), sys.stdin.buffer, sys.stdout.buffer)

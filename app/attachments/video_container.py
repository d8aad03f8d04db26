# SPDX-License-Identifier: GPL-3.0-or-later
"""In the confined child: a video's container, opened as a picture track, and copied without notes.

A container says near its beginning what is known only at its end, as the length of what follows:
whoever writes one goes back. The copy is therefore written twice, the first time to nowhere but to
learn what will be written over, so that the second can leave in order and need not fit anywhere.

Imports nothing of the app but what says so itself.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final, Protocol, TypeAlias

import av
import av.container
from av.bitstream import BitStreamFilterContext

from app.attachments.fetched import Fetched

DEMUXERS: Final = {"video/mp4": "mov", "video/x-matroska": "matroska"}
_MUXERS: Final = {"video/mp4": "mp4", "video/x-matroska": "matroska"}
CODECS: Final = frozenset(
    {"h264", "hevc", "mpeg4", "mjpeg", "vp8", "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d"}
)
_NOTES: Final = {"h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39-40"}
"""Bit stream filters that take the notes out of a codec's stream."""
_PIECE_BYTES: Final = 512 * 1024
_MOST_WRITTEN_OVER: Final = 4 * 1024**2
_MOST_UNDATED: Final = 32
"""Twice as many as a picture may come before its turn in H.264 and H.265."""


VideoFile = BinaryIO | Fetched
Packet: TypeAlias = "av.Packet[Any]"


class NotVideo(Exception):
    """No picture track in it that this program decodes."""


class TooLarge(Exception):
    """More than is ever decoded or copied."""


class Target(Protocol):
    """What a container is written to."""

    def write(self, piece: bytes, /) -> int:
        """Write here."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go elsewhere."""

    def tell(self) -> int:
        """Say where."""


def open_video(content: VideoFile, media_type: str) -> av.container.InputContainer:
    """Open a container whose first picture track this program decodes."""
    demuxer = DEMUXERS[media_type]
    options = {"format_whitelist": f"{demuxer},mov,mp4,webm", "protocol_whitelist": "file"}
    container = av.open(content, mode="r", format=demuxer, options=options)
    if not container.streams.video:
        raise NotVideo
    if container.streams.video[0].codec_context.codec.name not in CODECS:
        raise NotVideo
    return container


def copy_in_order(
    content: VideoFile, media_type: str, send: Callable[[bytes], None], most_bytes: int
) -> None:
    """Copy a video without metadata, and send the copy piece by piece from its beginning.

    Raises:
        TooLarge: it would be larger than ``most_bytes``.
    """
    rehearsed = _Rehearsal(most_bytes)
    try:
        write_copy(content, media_type, rehearsed)
    except Exception as error:
        # What is raised within FFmpeg's calls comes out of them as an error of theirs.
        if rehearsed.too_large:
            raise TooLarge from error
        raise
    content.seek(0)
    in_order = _InOrder(rehearsed.written_over, send)
    write_copy(content, media_type, in_order)
    in_order.finish()
    if in_order.size != rehearsed.size or in_order.written_over != rehearsed.written_over:
        raise NotVideo


def write_copy(content: VideoFile, media_type: str, target: Target) -> None:
    """Copy picture and sound packets into a new container that holds nothing else.

    What encoders and cameras note inside H.264 and H.265 (SEI messages) goes as well.
    """
    with (
        open_video(content, media_type) as source,
        av.open(
            target, mode="w", format=_MUXERS[media_type], options={"fflags": "+bitexact"}
        ) as copy,
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
        for packet in _dated(_cleaned(source.demux(taken), cleaners)):
            packet.stream = copies[packet.stream.index]
            copy.mux(packet)


def _cleaned(
    packets: Iterable[Packet], cleaners: Mapping[int, BitStreamFilterContext]
) -> Iterator[Packet]:
    """Take the notes out of packets; an empty one that closes a stream is none."""
    for packet in packets:
        source, cleaner = packet.stream, cleaners.get(packet.stream.index)
        for part in [packet] if cleaner is None else cleaner.filter(packet):
            if part.size or part.dts is not None:
                part.stream = source
                yield part


def _dated(packets: Iterable[Packet]) -> Iterator[Packet]:
    """Say of every packet when it is decoded.

    Matroska tells when a picture is shown, and FFmpeg finds out from the order when the first ones
    are decoded only as it sees the next: these wait for it, and are decoded just before.
    """
    waiting: dict[int, list[Packet]] = {}
    for packet in packets:
        held = waiting.setdefault(packet.stream.index, [])
        if packet.dts is None:
            held.append(packet)
            if len(held) > _MOST_UNDATED:
                raise NotVideo
            continue
        for number, earlier in enumerate(held):
            earlier.dts = packet.dts - len(held) + number
            yield earlier
        held.clear()
        yield packet
    for held in waiting.values():
        # A stream too short to tell: it is decoded as it is shown.
        for packet in held:
            packet.dts = packet.pts
            yield packet


class _Measured:
    """A file of which only the length is kept, and what was written over: offset and bytes."""

    def __init__(self) -> None:
        self.size = 0
        self.written_over: list[tuple[int, bytes]] = []
        self.over_bytes = 0
        self._at = 0

    def write(self, piece: bytes) -> int:
        inside = max(0, self.size - self._at)
        if inside:
            self.written_over.append((self._at, piece[:inside]))
            self.over_bytes += len(piece[:inside])
        if self._at > self.size:
            raise NotVideo  # No container is written with holes.
        self._at += len(piece)
        if self._at > self.size:
            self.size = self._at
            self.add(piece[inside:])
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def add(self, fresh: bytes) -> None:
        """Take what makes the file longer."""
        raise NotImplementedError


class _Rehearsal(_Measured):
    """Keeps nothing else."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most_bytes = most_bytes

    @property
    def too_large(self) -> bool:
        """Whether it has become larger than is allowed."""
        return self.size > self._most_bytes or self.over_bytes > _MOST_WRITTEN_OVER

    def add(self, fresh: bytes) -> None:
        if self.too_large:
            raise TooLarge


class _InOrder(_Measured):
    """Sends each part as it will be in the end."""

    def __init__(self, later: list[tuple[int, bytes]], send: Callable[[bytes], None]) -> None:
        super().__init__()
        self._later = later
        self._send = send
        self._held = bytearray()
        self._sent = 0

    def add(self, fresh: bytes) -> None:
        self._held += fresh
        if len(self._held) >= _PIECE_BYTES:
            self.finish()

    def finish(self) -> None:
        """Send what is held back."""
        start, end = self._sent, self._sent + len(self._held)
        for offset, piece in self._later:
            first, last = max(offset, start), min(offset + len(piece), end)
            if first < last:
                self._held[first - start : last - start] = piece[first - offset : last - offset]
        self._send(bytes(self._held))
        self._held.clear()
        self._sent = end

# SPDX-License-Identifier: GPL-3.0-or-later
"""Have untrusted files decoded by a confined child process, and check what comes back.

Blocking: call from a worker thread. One process a file; it is killed after 30 s, and
its answer is read with hard caps, so that neither time nor memory of the app depend on
what is in the file.
"""

from __future__ import annotations

import contextlib
import functools
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import IO, Final

from app.attachments import decoder, sandbox
from app.attachments.confinement import Confinement
from app.attachments.intake import MAX_IN_MEMORY_BYTES, decodable, kind_of
from app.errors import KnownError
from app.records.media_facts import MediaKind, MediaType, NoScale, Picture, Sound

SECONDS_PER_FILE: Final = 30.0
_MAX_ANSWER_BYTES: Final = max(
    decoder.MEASURE.size + 3 * decoder.MAX_PIXELS,
    2 * decoder.MAX_RATE_HZ * (decoder.MAX_SECONDS + 60),
)
_PROBE: Final = "probe"
# Each library is loaded only for the files that need it.
_CHILDREN: Final = {
    MediaType.HEIC.value: "heif_decoder",
    MediaType.DICOM.value: "dicom_decoder",
    MediaType.PDF.value: "page_decoder",
}
_LEAST_MM: Final = 1e-6
_MOST_MM: Final = 100.0
"""Of a pixel: from the finest microscope to what no picture of a body has."""


class DecodeFailure(Enum):
    """Why a file was not turned into pixels or samples."""

    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    NOT_DECODED = "not-decoded"
    """A kind of file that is never decoded, or a coding that this program has no decoder for."""
    LOCKED = "locked"
    """Closed by a password."""


class CannotDecode(KnownError):
    """This file cannot be opened safely, so nothing of it is shown. The file itself is unchanged.

    Ask the sender to record it again or to send it in another format.
    """

    def __init__(self, cause: DecodeFailure) -> None:
        super().__init__(cause)
        self.cause = cause


class SandboxKind(Enum):
    """How far the decoding process is shut in on this computer, strongest first."""

    BUBBLEWRAP = "bubblewrap"
    """A file system, network and process list of its own, by bwrap."""
    NAMESPACES = "namespaces"
    """No network (namespaces) and no files (Landlock), by the kernel."""
    PARTIAL = "partial"
    """Limits, and only one of the two: no network, or no files."""
    LIMITS = "limits"
    """A process of its own with limits on memory and time, nothing more."""
    PROCESS = "process"
    """A process of its own that is killed after 30 s, nothing more."""


@dataclass(frozen=True, slots=True)
class ChildReply:
    """What a child process answered; none of it is to be trusted."""

    kind: int
    confinement: Confinement
    first: int
    second: int
    body: bytes


def decode(
    content: bytes,
    media_type: MediaType,
    seconds: float = SECONDS_PER_FILE,
    early: Callable[[Picture], object] | None = None,
) -> Picture | Sound:
    """Turn a file's bytes into a picture or a sound.

    ``early`` is called with a smaller picture before a large JPEG is there, so that something
    can be shown; it may be that the picture itself then turns out to be damaged.

    Raises:
        CannotDecode: the file is damaged, too large, too slow, or of a kind never decoded.
    """
    if not decodable(media_type):
        raise CannotDecode(DecodeFailure.NOT_DECODED)
    if len(content) > MAX_IN_MEMORY_BYTES:
        raise CannotDecode(DecodeFailure.TOO_LARGE)
    options = () if early is None else (decoder.ASK_EARLY,)
    reply = _ask(media_type.value, content, seconds, options, early)
    _raise_failure(reply)
    kind = kind_of(media_type)
    if reply.kind == decoder.PICTURE and kind is MediaKind.PICTURE:
        return _checked_picture(reply)
    if reply.kind == decoder.MEASURED and media_type is MediaType.DICOM:
        return _checked_measured(reply)
    if reply.kind == decoder.SOUND and kind is MediaKind.SOUND:
        return _checked_sound(reply)
    raise CannotDecode(DecodeFailure.DAMAGED)


def ask(task: MediaType, content: bytes, seconds: float, option: str) -> ChildReply:
    """Have a child process do something else with a file than show it; its answer is not checked.

    Raises:
        CannotDecode: as ``decode``.
    """
    if len(content) > MAX_IN_MEMORY_BYTES:
        raise CannotDecode(DecodeFailure.TOO_LARGE)
    reply = _ask(task.value, content, seconds, (option,))
    _raise_failure(reply)
    return reply


@functools.cache
def sandbox_kind() -> SandboxKind:
    """Try a decoding process and tell how far it is shut in; for ``vidda doctor``."""
    try:
        achieved = _ask(_PROBE, b"", SECONDS_PER_FILE).confinement
    except CannotDecode:
        return SandboxKind.PROCESS
    if sandbox.bubblewrap() and Confinement.NO_NETWORK in achieved:
        return SandboxKind.BUBBLEWRAP
    both = Confinement.NO_NETWORK | Confinement.NO_FILES
    if both in achieved:
        return SandboxKind.NAMESPACES
    if achieved & both:
        return SandboxKind.PARTIAL
    return SandboxKind.LIMITS if Confinement.LIMITS in achieved else SandboxKind.PROCESS


def _raise_failure(reply: ChildReply) -> None:
    causes = {
        decoder.TOO_LARGE: DecodeFailure.TOO_LARGE,
        decoder.NO_PIXELS: DecodeFailure.NOT_DECODED,
        decoder.LOCKED: DecodeFailure.LOCKED,
    }
    if reply.kind in causes:
        raise CannotDecode(causes[reply.kind])


def _checked_picture(reply: ChildReply) -> Picture:
    width, height = reply.first, reply.second
    if not 0 < width <= decoder.MAX_SIDE or not 0 < height <= decoder.MAX_SIDE:
        raise CannotDecode(DecodeFailure.DAMAGED)
    if width * height > decoder.MAX_PIXELS or len(reply.body) != width * height * 3:
        raise CannotDecode(DecodeFailure.DAMAGED)
    return Picture(width, height, reply.body)


def _checked_measured(reply: ChildReply) -> Picture:
    """Take a picture with the side of its pixels; a number that cannot be is not told."""
    head = decoder.MEASURE.size
    if len(reply.body) < head:
        raise CannotDecode(DecodeFailure.DAMAGED)
    where, side = decoder.MEASURE.unpack_from(reply.body)
    picture = _checked_picture(replace(reply, body=reply.body[head:]))
    told: float | NoScale | None = None
    match where:
        case decoder.IN_PATIENT if math.isfinite(side) and _LEAST_MM <= side <= _MOST_MM:
            told = side
        case decoder.AT_DETECTOR:
            told = NoScale.AT_DETECTOR
        case decoder.NOT_SQUARE:
            told = NoScale.NOT_SQUARE
    return replace(picture, pixel_mm=told)


def _checked_sound(reply: ChildReply) -> Sound:
    rate = reply.first
    if not decoder.MIN_RATE_HZ <= rate <= decoder.MAX_RATE_HZ or reply.second:
        raise CannotDecode(DecodeFailure.DAMAGED)
    size = len(reply.body)
    if not size or size % 2 or size > 2 * rate * decoder.MAX_SECONDS:
        raise CannotDecode(DecodeFailure.DAMAGED)
    return Sound(rate, reply.body)


def _ask(
    task: str,
    content: bytes,
    seconds: float,
    options: tuple[str, ...] = (),
    early: Callable[[Picture], object] | None = None,
) -> ChildReply:
    """Run one child process from start to end."""
    process = sandbox.start(sandbox.CHILD, _CHILDREN.get(task, "decoder"), task, *options)
    assert process.stdin is not None and process.stdout is not None
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    feeder = threading.Thread(
        target=_feed, args=(process.stdin, content), name="decoder input", daemon=True
    )
    timer.start()
    feeder.start()
    try:
        reply = _read_reply(process.stdout, last=early is None)
        if reply is not None and early is not None:
            if reply.kind == decoder.EARLY:
                early(_checked_picture(reply))
                reply = _read_reply(process.stdout)
            elif process.stdout.read(1):
                reply = None
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        feeder.join()
        process.stdout.close()
    if reply is None:
        raise CannotDecode(DecodeFailure.TOO_SLOW if late.is_set() else DecodeFailure.DAMAGED)
    return reply


def _feed(target: IO[bytes], content: bytes) -> None:
    # A child that dies early leaves a broken pipe; its silence is judged by the reader.
    with contextlib.suppress(OSError):
        target.write(content)
    with contextlib.suppress(OSError):
        target.close()


def _read_reply(source: IO[bytes], *, last: bool = True) -> ChildReply | None:
    header = source.read(decoder.HEADER.size)
    if len(header) != decoder.HEADER.size:
        return None
    magic, kind, confinement, first, second, size = decoder.HEADER.unpack(header)
    if magic != decoder.MAGIC or size > _MAX_ANSWER_BYTES:
        return None
    body = source.read(size)
    if len(body) != size or (last and source.read(1)):
        return None
    return ChildReply(kind, Confinement(confinement & 7), first, second, body)

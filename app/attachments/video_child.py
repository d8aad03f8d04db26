# SPDX-License-Identifier: GPL-3.0-or-later
"""The parent's end of a confined process that looks into one video.

Blocking, one caller at a time. The process is given the parts of the file that it asks for, so
that the file may be long, and lie sealed on the disk; it is trusted with nothing else.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.attachments import decoder, sandbox, video_decoder
from app.attachments.confinement import PROCESSOR_SECONDS
from app.attachments.content import Content
from app.attachments.decode import CannotDecode, DecodeFailure
from app.records.media_facts import MediaType

SECONDS_TO_OPEN: Final = 30.0
_BYTES_PER_SECOND: Final = 16 * 1024**2
"""What a slow computer reads and copies at least: so much longer may a long video take."""
_MOST_BYTES: Final = max(3 * video_decoder.MAX_FRAME_PIXELS, 8 * video_decoder.MAX_FRAMES)
_MOST_WANTED_BYTES: Final = 1024**2


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer; none of it is to be trusted."""

    kind: int
    first: int = 0
    second: int = 0
    body: bytes = b""


_NOTHING: Final = Heard(decoder.DAMAGED)
"""A broken answer is as good as none."""


class VideoChild:
    """One process, from its start to ``stop``."""

    def __init__(self, content: Content, media_type: MediaType, task: str) -> None:
        self._content = content
        processor_seconds = PROCESSOR_SECONDS + content.size // _BYTES_PER_SECOND
        self.process = sandbox.start(
            sandbox.CHILD, "video_decoder", media_type.value, task, str(processor_seconds)
        )
        self._late = threading.Event()
        self._write(video_decoder.LENGTH.pack(content.size))

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Kill the process when the block takes longer."""

        def stop() -> None:
            self._late.set()
            self.process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def hear(self, request: bytes = b"") -> Heard:
        """Ask for something, give the process what it wants of the file, and take its answer.

        What the content raises is raised here.
        """
        self._write(request)
        while (heard := self._read()).kind == video_decoder.WANTED:
            if len(heard.body) != video_decoder.LENGTH.size:
                return _NOTHING
            (offset,) = video_decoder.LENGTH.unpack(heard.body)
            part = self._content.read_at(offset, min(heard.first, _MOST_WANTED_BYTES))
            self._write(video_decoder.LENGTH.pack(len(part)))
            self._write(part)
        return heard

    def failure(self, heard: Heard) -> CannotDecode:
        """Say what an answer means that is not the one that was asked for."""
        if self._late.is_set():
            return CannotDecode(DecodeFailure.TOO_SLOW)
        large = heard.kind == decoder.TOO_LARGE
        return CannotDecode(DecodeFailure.TOO_LARGE if large else DecodeFailure.DAMAGED)

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _write(self, part: bytes) -> None:
        """Send bytes; a process that has died is judged by its silence."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.write(part)
            self.process.stdin.flush()

    def _read(self) -> Heard:
        source = self.process.stdout
        assert source is not None
        header = source.read(decoder.HEADER.size)
        if len(header) != decoder.HEADER.size:
            return _NOTHING
        magic, kind, _, first, second, size = decoder.HEADER.unpack(header)
        if magic != decoder.MAGIC or size > _MOST_BYTES:
            return _NOTHING
        body = source.read(size)
        return Heard(kind, first, second, body) if len(body) == size else _NOTHING


def seconds_for(content: Content) -> float:
    """Say how long it may take to go through a video once."""
    return SECONDS_TO_OPEN + content.size / _BYTES_PER_SECOND

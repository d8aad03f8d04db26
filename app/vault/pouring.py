# SPDX-License-Identifier: GPL-3.0-or-later
"""Let one stream's output be another's input, each in a thread of its own and neither in memory.

Reading a sealed file gives its content away in pieces, and sealing asks for content in pieces;
between the two stands a short queue, so that a video of any length takes a few megabytes.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

from app.vault.streams import Readable, Writable

_QUEUED_BYTES: Final = 2 * 1024 * 1024
T = TypeVar("T")


class BrokenOff(OSError):
    """The other end of a pipe failed, or wants no more."""


def pour(source: Callable[[Writable], object], sink: Callable[[Readable], T]) -> T:
    """Run ``source`` in a new thread and ``sink`` in this one, the first writing to the second.

    What the source raises is raised here; the sink meanwhile sees BrokenOff instead of the end, so
    that it cannot take a part for the whole. Where the sink fails or returns early, the source
    sees BrokenOff, and what it makes of that does not matter.
    """
    pipe = _Pipe()
    failures: list[BaseException] = []

    def give() -> None:
        try:
            source(pipe)
        except BaseException as error:  # Not swallowed: raised again in the thread that asked.
            if pipe.fail():
                failures.append(error)
        else:
            pipe.end()

    giver = threading.Thread(target=give, name="pour", daemon=True)
    giver.start()
    try:
        taken = sink(pipe)
    except BaseException:
        pipe.stop()
        giver.join()
        if failures:
            raise failures[0] from None
        raise
    pipe.stop()
    giver.join()
    if failures:
        raise failures[0]
    return taken


class _Pipe:
    """Bytes from one thread to another, in order."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pieces: deque[bytes] = deque()
        self._queued = 0
        self._rest = memoryview(b"")
        self._ended = self._failed = self._stopped = False

    def write(self, piece: bytes) -> int:
        if not piece:
            return 0  # To the reader an empty piece is the end.
        with self._changed:
            while self._queued >= _QUEUED_BYTES and not self._stopped:
                self._changed.wait()
            if self._stopped:
                raise BrokenOff
            self._pieces.append(bytes(piece))
            self._queued += len(piece)
            self._changed.notify()
        return len(piece)

    def read(self, size: int) -> bytes:
        if not self._rest:
            piece = self._next()
            if len(piece) <= size:
                return piece
            self._rest = memoryview(piece)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify()

    def fail(self) -> bool:
        """Break the reader off; tells whether it was still reading."""
        with self._changed:
            self._failed = not self._stopped
            self._changed.notify()
            return self._failed

    def stop(self) -> None:
        """Break the writer off."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _next(self) -> bytes:
        """Wait for the next piece; empty at the end."""
        with self._changed:
            while not self._pieces and not self._ended and not self._failed:
                self._changed.wait()
            if self._failed:
                raise BrokenOff
            if not self._pieces:
                return b""
            piece = self._pieces.popleft()
            self._queued -= len(piece)
            self._changed.notify()
            return piece

# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a file that somebody names, whatever lies under the name. Blocking."""

from __future__ import annotations

import contextlib
import os
import queue
import stat
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, TypeVar

from app.attachments.content import Content, InMemory
from app.attachments.intake import NotAccepted, Refusal

SECONDS_TO_READ: Final = 30.0
"""For opening, and for each part; of a file that is taken into memory, for all of it."""
_PIECE_BYTES: Final = 1024**2
T = TypeVar("T")


class Source:
    """One file on a disk, as ``Content``; close it.

    It is read by a thread of its own, which is left behind where it gets stuck, as on a disk of a
    network that is gone. Every method raises NotAccepted where the file cannot be read, or not in
    time; folders, pipes and devices are not even opened: that alone can wait for ever, or do
    something.
    """

    def __init__(self, path: str | Path, seconds: float = SECONDS_TO_READ) -> None:
        """Open the file.

        Raises:
            NotAccepted: there is no file, it is none, or it cannot be read.
        """
        self._path = path
        self._seconds = seconds
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._serve, name="file intake", daemon=True).start()
        try:
            self._file, self._state = self._do(lambda: _opened(path))
        except BaseException:
            self.close()
            raise

    @property
    def size(self) -> int:
        """How many bytes it has, or had when it was opened."""
        return self._state.st_size

    def read_at(self, offset: int, size: int) -> bytes:
        """Give a part; one that is not there any more means that the file was changed."""
        wanted = max(0, min(size, self.size - offset))

        def read() -> bytes:
            self._file.seek(offset)
            return self._file.read(wanted)

        part = self._do(read) if wanted else b""
        if len(part) != wanted:
            raise NotAccepted(Refusal.CHANGED)
        return part

    def check_unchanged(self) -> None:
        """Refuse a file that is not any more what was opened, now that all of it was read."""

        def states() -> tuple[os.stat_result, os.stat_result]:
            return os.fstat(self._file.fileno()), os.stat(self._path)

        if any(_marks(state) != _marks(self._state) for state in self._do(states)):
            raise NotAccepted(Refusal.CHANGED)

    def close(self) -> None:
        """Let go of the file."""
        self._jobs.put(None)

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _do(self, work: Callable[[], T]) -> T:
        """Have the thread do something, and wait for it no longer than is allowed."""
        done: Future[T] = Future()

        def job() -> None:
            try:
                done.set_result(work())
            except BaseException as error:  # Raised again where it was asked for.
                done.set_exception(error)

        self._jobs.put(job)
        try:
            return done.result(self._seconds)
        except FileNotFoundError as error:
            raise NotAccepted(Refusal.NO_FILE) from error
        except (OSError, ValueError) as error:
            # ValueError: a name that no system takes, as with a zero in it. TimeoutError is one
            # of OSError.
            raise NotAccepted(Refusal.UNREADABLE) from error

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
        with contextlib.suppress(AttributeError, OSError):
            self._file.close()  # Not there where it could not be opened.


def read_whole(content: Content, seconds: float = SECONDS_TO_READ) -> bytes:
    """Take a file into memory.

    Raises:
        NotAccepted: it takes longer than ``seconds``; and what its content raises.
    """
    if isinstance(content, InMemory):
        return content.content
    end = time.monotonic() + seconds
    whole = bytearray()
    while piece := content.read_at(len(whole), _PIECE_BYTES):
        whole += piece
        if time.monotonic() > end:
            raise NotAccepted(Refusal.UNREADABLE)
    return bytes(whole)


def _opened(path: str | Path) -> tuple[BinaryIO, os.stat_result]:
    """Look, open, look again."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise NotAccepted(Refusal.NOT_A_FILE)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = open(os.open(path, flags), "rb", 0)  # noqa: SIM115
    state = os.fstat(file.fileno())
    if not stat.S_ISREG(state.st_mode):
        file.close()
        raise NotAccepted(Refusal.NOT_A_FILE)
    return file, state


def _marks(state: os.stat_result) -> tuple[int, int, int, int]:
    """Give what tells one state of a file from another."""
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns

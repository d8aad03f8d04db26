# SPDX-License-Identifier: GPL-3.0-or-later
"""What waits to be written to one socket: bounded, so that a slow reader harms only itself."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Iterator

from signaling_server.limits import QUEUED_BYTES, QUEUED_MESSAGES
from signaling_server.wire import CLOSE_TOO_SLOW


class Outbox:
    """A queue towards one socket. Filled by anybody, emptied by the socket's writer task."""

    def __init__(self) -> None:
        self._queue: deque[bytes] = deque()
        self._bytes = 0
        self._close_code: int | None = None
        self._changed = asyncio.Event()
        self._interrupt: Callable[[], None] | None = None

    @property
    def closing(self) -> bool:
        """Whether nothing more is accepted."""
        return self._close_code is not None

    def put(self, raw: bytes) -> None:
        """Queue a message; a reader that is too slow is cut off instead."""
        if self._close_code is not None:
            return
        if len(self._queue) >= QUEUED_MESSAGES or self._bytes + len(raw) > QUEUED_BYTES:
            self._queue.clear()
            self._bytes = 0
            self.close(CLOSE_TOO_SLOW)
            return
        self._queue.append(raw)
        self._bytes += len(raw)
        self._changed.set()

    def close(self, code: int) -> None:
        """Close the socket once what is queued has been written. The first code counts."""
        if self._close_code is None:
            self._close_code = code
            self._changed.set()
            if self._interrupt is not None:
                self._interrupt()

    @contextlib.contextmanager
    def interrupting(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """Call ``interrupt`` when the closing begins inside the block, or has begun before."""
        self._interrupt = interrupt
        if self.closing:
            interrupt()
        try:
            yield
        finally:
            self._interrupt = None

    async def next(self) -> bytes | int:
        """Wait for the next message, or for the code to close with."""
        while not self._queue:
            if self._close_code is not None:
                return self._close_code
            self._changed.clear()
            await self._changed.wait()
        raw = self._queue.popleft()
        self._bytes -= len(raw)
        return raw

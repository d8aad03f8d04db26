# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad network between a client and a server: cuts, silence, nobody there."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Iterable, Iterator
from urllib.parse import urlsplit


class CuttingProxy:
    """Carries TCP connections to a server and breaks them on command or after some bytes."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        assert parts.hostname is not None
        assert parts.port is not None
        self._host, self._port = parts.hostname, parts.port
        self._listener: asyncio.Server | None = None
        self._own_port = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._transports: set[asyncio.WriteTransport] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._limits: Iterator[int | None] = itertools.repeat(None)
        self.connections = 0
        """How many have come so far."""

    @property
    def url(self) -> str:
        """Where clients are to connect to."""
        return f"http://127.0.0.1:{self._own_port}"

    async def start(self) -> None:
        """Listen; after ``stop`` at the same port as before."""
        self._listener = await asyncio.start_server(self._carry, "127.0.0.1", self._own_port)
        self._own_port = self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Be gone: connections break, new ones are refused."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        self._open.set()
        while self._tasks:
            # Again each time, because one may just have been connecting.
            self.cut()
            await asyncio.wait(tuple(self._tasks), timeout=0.05)

    def cut(self, *, abruptly: bool = True) -> None:
        """Break all connections, by RST or by FIN."""
        for transport in tuple(self._transports):
            if abruptly:
                transport.abort()
            else:
                transport.close()

    def cut_after(self, limits: Iterable[int | None]) -> None:
        """Break each coming connection after so many bytes; None and the end of it: not."""
        self._limits = itertools.chain(limits, itertools.repeat(None))

    @contextlib.contextmanager
    def silence(self) -> Iterator[None]:
        """Swallow everything while the block lasts, then break what was connected."""
        self._open.clear()
        try:
            yield
        finally:
            self.cut()
            self._open.set()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        limit = _Limit(next(self._limits))
        writers = [writer]
        self._transports.add(writer.transport)
        try:
            there, onward = await asyncio.open_connection(self._host, self._port)
            writers.append(onward)
            self._transports.add(onward.transport)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, onward, limit))
                both.create_task(self._pump(there, writer, limit))
        except* (OSError, _Cut):
            pass
        finally:
            for each in writers:
                self._transports.discard(each.transport)
                each.transport.abort()
            self._tasks.discard(task)

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limit: _Limit
    ) -> None:
        while piece := await reader.read(16 * 1024):
            await self._open.wait()
            whole = limit.take(piece)
            writer.write(whole)
            await writer.drain()
            if len(whole) < len(piece):
                raise _Cut
        raise _Cut


class _Cut(Exception):
    pass


class _Limit:
    """How many bytes may still pass."""

    def __init__(self, left: int | None) -> None:
        self._left = left

    def take(self, piece: bytes) -> bytes:
        if self._left is None:
            return piece
        passed = piece[: self._left]
        self._left -= len(passed)
        return passed


@contextlib.asynccontextmanager
async def cutting_proxy(target: str) -> AsyncIterator[CuttingProxy]:
    """Run a proxy in front of ``target`` while the block lasts."""
    proxy = CuttingProxy(target)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()

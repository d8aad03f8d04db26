# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay before a server that reads the HTTP going through it and counts what travels twice."""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from collections.abc import Callable, Iterator

BYTES_PER_S = 40e6
"""A line on which a file of 20 MiB takes half a second, so that kills meet it on its way."""
_HEAD_END = b"\r\n\r\n"


class Ledger:
    """How far each file has come in one direction, and what of it was carried again."""

    def __init__(self) -> None:
        self._reached: dict[str, int] = {}
        self.again = 0
        """Bytes that were carried before."""
        self.first = 0
        """Bytes that were carried for the first time."""

    def note(self, file: str, start: int, end: int) -> None:
        """Take down that a file's bytes from ``start`` to ``end`` went through."""
        reached = self._reached.get(file, 0)
        self.again += max(0, min(end, reached) - start)
        self.first += max(0, end - max(start, reached))
        self._reached[file] = max(end, reached)


class Meter:
    """Two ledgers and the life of the relay's thread."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.up, self.down = Ledger(), Ledger()
        self.url = ""

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection both ways until either side ends it."""
        ends = [writer]
        with contextlib.suppress(OSError):
            there, onward = await asyncio.open_connection("127.0.0.1", self._port)
            ends.append(onward)
            tasks = [
                asyncio.ensure_future(_pump(reader, onward, _Reading(_patch, self.up))),  # noqa: TID251
                asyncio.ensure_future(_pump(there, writer, _Reading(_part, self.down))),  # noqa: TID251
            ]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for end in ends:
            end.transport.abort()


class _Reading:
    """Follows the messages of one direction of a connection."""

    def __init__(self, place: Callable[[bytes], tuple[str, int] | None], ledger: Ledger) -> None:
        self._place = place
        self._ledger = ledger
        self._head = b""
        self._left = 0
        self._file: tuple[str, int] | None = None

    def feed(self, piece: bytes) -> None:
        while piece:
            if self._left < 0:
                return  # Chunked, or a socket: no file of ours.
            if self._left:
                body, piece = piece[: self._left], piece[self._left :]
                self._left -= len(body)
                if self._file is not None:
                    name, start = self._file
                    self._ledger.note(name, start, start + len(body))
                    self._file = name, start + len(body)
                continue
            self._head, found, piece = (self._head + piece).partition(_HEAD_END)
            if not found:
                return
            head, self._head = self._head, b""
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            other = re.search(rb"(?i)\r\n(transfer-encoding|upgrade):", head)
            self._left = -1 if other else int(length[1]) if length else 0
            self._file = self._place(head)


def _patch(head: bytes) -> tuple[str, int] | None:
    path = re.match(rb"PATCH (\S+)", head)
    offset = re.search(rb"(?i)\r\nupload-offset: *(\d+)", head)
    return (path[1].decode(), int(offset[1])) if path and offset else None


def _part(head: bytes) -> tuple[str, int] | None:
    tag = re.search(rb'(?i)\r\netag: *"([^"]+)"', head)
    start = re.search(rb"(?i)\r\ncontent-range: *bytes (\d+)-", head)
    return None if tag is None else (tag[1].decode(), int(start[1]) if start else 0)


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, reading: _Reading
) -> None:
    while piece := await reader.read(64 * 1024):
        reading.feed(piece)
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(len(piece) / BYTES_PER_S)


@contextlib.contextmanager
def metering_proxy(port: int) -> Iterator[Meter]:
    """Run a relay before ``port`` of this computer, in a thread of its own, for a block."""
    meter = Meter(port)
    ready, loop = threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def serve() -> None:
        listener = await asyncio.start_server(meter.carry, "127.0.0.1", 0)
        meter.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        ready.set()
        await ended.wait()
        listener.close()

    def run() -> None:
        with contextlib.suppress(RuntimeError):
            loop.run_until_complete(serve())
        for task in asyncio.all_tasks(loop):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                loop.run_until_complete(task)
        loop.close()

    thread = threading.Thread(target=run, name="meter")
    thread.start()
    ready.wait()
    try:
        yield meter
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()

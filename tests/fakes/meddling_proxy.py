# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay that changes what it carries: whoever runs the server, or sits before it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit

Change = Callable[[bytes], bytes]


class MeddlingProxy:
    """Carries TCP to a server and changes, in place and at the same length, what comes back."""

    def __init__(self, target: str, change: Change) -> None:
        parts = urlsplit(target)
        assert parts.hostname is not None and parts.port is not None
        self._host, self._port = parts.hostname, parts.port
        self._change = change
        self.changed = 0
        """How many pieces were changed so far."""
        self.url = ""

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection both ways until either side ends it."""
        there, onward = await asyncio.open_connection(self._host, self._port)
        with contextlib.suppress(OSError):
            async with asyncio.TaskGroup() as both:
                both.create_task(_pump(reader, onward, bytes))
                both.create_task(_pump(there, writer, self._meddle))
        for each in (writer, onward):
            each.transport.abort()

    def _meddle(self, piece: bytes) -> bytes:
        changed = self._change(piece)
        assert len(changed) == len(piece)
        self.changed += changed != piece
        return changed


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, change: Change) -> None:
    while piece := await reader.read(256 * 1024):
        writer.write(change(piece))
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


@contextlib.asynccontextmanager
async def meddling_proxy(target: str, change: Change) -> AsyncIterator[MeddlingProxy]:
    """Run a proxy in front of ``target`` while the block lasts."""
    proxy = MeddlingProxy(target, change)
    listener = await asyncio.start_server(proxy.carry, "127.0.0.1", 0)
    async with listener:
        proxy.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        yield proxy
        listener.close()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The real signaling server, in this process, on a free port, with its data in a test's folder."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from signaling_server.serving import Options, SignalingServer


class RunningServer:
    """A server that can be stopped and started again at the same address."""

    def __init__(self, options: Options, clock: Callable[[], float]) -> None:
        self._options = options
        self._clock = clock
        self._server: SignalingServer | None = None
        self.url = ""

    @property
    def data(self) -> Path:
        """The server's data folder."""
        return self._options.data

    async def start(self) -> None:
        """Start it; after a stop at the same port as before."""
        self._server = await SignalingServer.start(self._options, self._clock)
        self.url = self._server.url
        self._options = replace(self._options, port=urlsplit(self.url).port or 0)

    async def stop(self) -> None:
        """Stop it as SIGTERM would. Stopping a stopped server is harmless."""
        server, self._server = self._server, None
        if server is not None:
            await server.close()

    async def restart(self, **options: object) -> None:
        """Stop it and start it again, with other options: sockets break, the database stays."""
        await self.stop()
        self._options = replace(self._options, **options)  # type: ignore[arg-type]
        await self.start()


@contextlib.asynccontextmanager
async def running_server(
    folder: Path,
    *,
    clock: Callable[[], float] = time.time,
    options: Options | None = None,
) -> AsyncIterator[RunningServer]:
    """Run a server while the block lasts; its data lie in ``folder/server``.

    ``options`` replaces everything but the folder; a port of 0 finds a free one.
    """
    chosen = Options(data=folder / "server", port=0) if options is None else options
    server = RunningServer(replace(chosen, data=folder / "server"), clock)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()

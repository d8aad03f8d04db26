# SPDX-License-Identifier: GPL-3.0-or-later
"""The command ``vidda-server`` as a process of its own, which can be killed."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

READY_S = 30.0


class ServerProcess:
    """A running ``vidda-server serve``."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self.url = url

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def kill(self) -> None:
        """Kill it as a power cut would, as far as the process is concerned."""
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def terminate(self) -> tuple[int, str, str]:
        """Ask it to stop; gives its exit code and what it said after ``ready``."""
        self._process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(self._process.communicate(), READY_S)
        return self._process.returncode or 0, out.decode(), err.decode()

    async def end(self) -> None:
        """Make sure that it is gone."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()


async def command(
    *arguments: str | Path, prefix: tuple[str, ...] = ()
) -> asyncio.subprocess.Process:
    """Start the command."""
    return await asyncio.create_subprocess_exec(
        *prefix,
        sys.executable,
        "-m",
        "signaling_server",
        *map(str, arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


async def refusal(*arguments: str | Path) -> tuple[int, str, str]:
    """Run the command to its end; gives exit code, output and error output."""
    process = await command(*arguments)
    out, err = await asyncio.wait_for(process.communicate(), READY_S)
    return process.returncode or 0, out.decode(), err.decode()


@contextlib.asynccontextmanager
async def server_process(
    data: Path, *more: str | Path, prefix: tuple[str, ...] = ()
) -> AsyncIterator[ServerProcess]:
    """Run a server of its own while the block lasts."""
    process = await command("serve", "--port", "0", "--data", data, *more, prefix=prefix)
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), READY_S)).decode()
    server = ServerProcess(process, line.removeprefix("ready ").strip())
    try:
        assert line.startswith("ready http"), (line, (await process.communicate())[1])
        yield server
    finally:
        await server.end()

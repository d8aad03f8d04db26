# SPDX-License-Identifier: GPL-3.0-or-later
"""The real ``vidda-server serve`` in a process of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.command_line import CommandLine


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A server that is ready."""

    url: str
    data: Path
    log: Path
    """What it says on standard error."""


@contextlib.contextmanager
def server_process(
    folder: Path, *options: str | Path, **environment: str
) -> Iterator[ServerProcess]:
    """Serve on a free port while the block lasts, with data in ``folder/server``."""
    data = folder / "server"
    terminal = CommandLine(folder / "server-terminal", **environment)
    server = terminal.start_server("serve", "--port", "0", "--data", data, *options)
    try:
        ready = server.first_line()
        assert ready.startswith("ready ")
        yield ServerProcess(ready.removeprefix("ready "), data, server.err)
    finally:
        server.interrupt()
        server.wait()

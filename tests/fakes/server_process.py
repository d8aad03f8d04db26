# SPDX-License-Identifier: GPL-3.0-or-later
"""The real ``vidda-server serve`` in a process of its own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 60.0
_SERVE = (sys.executable, "-m", "signaling_server", "serve")


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
    data, log = folder / "server", folder / "server.log"
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            [*_SERVE, "--port", "0", "--data", data, *options],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            ready = process.stdout.readline().strip()
            assert ready.startswith("ready "), log.read_text(encoding="utf-8")
            yield ServerProcess(ready.removeprefix("ready "), data, log)
        finally:
            process.terminate()
            process.wait(LIMIT_S)

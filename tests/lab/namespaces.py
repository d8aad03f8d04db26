# SPDX-License-Identifier: GPL-3.0-or-later
"""Two network namespaces joined by a shaped path. Root only; nothing is left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, Any

from tests.lab.shaper import DEVICE
from tests.lab.shaping import PathShape

ADDRESSES = ("10.77.0.1", "10.77.0.2")
OTHER_ADDRESSES = ("10.77.1.1", "10.77.1.2")


class NotRoot(SystemExit):
    """The lab makes network namespaces, which only root may. Nothing was started."""

    def __init__(self) -> None:
        super().__init__("The lab makes network namespaces: run it as root. Nothing was started.")


class ShapedPath:
    """The path between two namespaces, while it stands."""

    def __init__(self, names: tuple[str, str], shaper: subprocess.Popen[str]) -> None:
        self.names = names
        self._shaper = shaper

    def shape(self, shape: PathShape) -> None:
        """Give both directions this shape from now on."""
        self._tell({"shape": asdict(shape)})

    def count(self) -> dict[str, dict[str, float]]:
        """Say what passed since the last count, for "forth" and "back"."""
        self._tell({"count": True})
        return dict(json.loads(_stream(self._shaper.stdout).readline()))

    def take_address(self, end: int) -> None:
        """Take an end's address away, as when a network is lost."""
        _ip("-n", self.names[end], "address", "flush", "dev", DEVICE)

    def give_address(self, end: int, address: str) -> None:
        """Give an end an address in the network that both share."""
        _ip("-n", self.names[end], "address", "add", f"{address}/16", "dev", DEVICE)

    def command(self, end: int, *arguments: str) -> list[str]:
        """Give a command line that runs inside an end's namespace."""
        return ["ip", "netns", "exec", self.names[end], *arguments]

    def _tell(self, command: dict[str, Any]) -> None:
        stream = _stream(self._shaper.stdin)
        stream.write(json.dumps(command) + "\n")
        stream.flush()


@contextmanager
def shaped_path(seed: int) -> Iterator[ShapedPath]:
    """Make two namespaces and the path between them; take all away at the end."""
    if os.geteuid() != 0:
        raise NotRoot
    names = (f"vidda-{os.getpid()}-a", f"vidda-{os.getpid()}-b")
    for name in names:
        _ip("netns", "add", name)
    shaper: subprocess.Popen[str] | None = None
    try:
        shaper = subprocess.Popen(
            [sys.executable, "-m", "tests.lab.shaper", *names, *ADDRESSES, str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if not _stream(shaper.stdout).readline():
            raise SystemExit("The shaper did not start.")
        yield ShapedPath(names, shaper)
    finally:
        if shaper is not None:
            # It ends with its input; the TUN devices go with it.
            _stream(shaper.stdin).close()
            shaper.wait(10)
        for name in names:
            _ip("netns", "delete", name)


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None, "opened as a pipe"
    return stream


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)

# SPDX-License-Identifier: GPL-3.0-or-later
"""A real X screen of a test's own, and programs that run on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Screen:
    """A screen by its display name, like ":7"."""

    display: str

    def environment(self) -> dict[str, str]:
        """What a program needs to show itself there."""
        # Qt says at each start that PipeWire is missing, which only Wayland needs.
        rules = "qt.multimedia.symbolsresolver=false"
        own = {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "QT_LOGGING_RULES": rules}
        # As a login sets it: Qt lists windows only then.
        return {**os.environ, **own, "XDG_SESSION_TYPE": "x11"}

    def run(self, module: str, *arguments: str, seconds: float = 90.0) -> str:
        """Run one of our modules there and give what it printed; fail with what it complained."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout


@contextmanager
def xvfb(width: int = 1600, height: int = 900) -> Iterator[Screen]:
    """Start a screen and end it."""
    reading, writing = os.pipe()
    size = f"{width}x{height}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield Screen(f":{number}")
    finally:
        server.terminate()
        server.wait()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Find the codec libraries that the PyAV wheel carries, or else the system's own."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from pathlib import Path

import av


class LibraryMissing(Exception):
    """A codec library cannot be used directly; PyAV's own codecs stand in for it.

    Never reaches a user: the callers fall back, and ``codecs.available`` tells which one runs.
    """


def load_library(name: str, wheel: Path = Path(av.__file__).parent) -> ctypes.CDLL:
    """Load "vpx" or "opus" from where the wheels of each system put it, else from the system.

    A PyAV that a distribution built carries none: it links to the system's libraries.
    Raises LibraryMissing when there is none or it cannot be loaded.
    """
    for path in (*_in_wheel(name, wheel), *_of_system(name)):
        try:
            return ctypes.CDLL(path)
        except OSError:
            continue
    raise LibraryMissing(name)


def _in_wheel(name: str, package: Path) -> Iterator[str]:
    for folder, pattern in (
        (package.parent / "av.libs", f"lib{name}*.so*"),
        (package.parent / "av.libs", f"lib{name}-*.dll"),
        (package / ".dylibs", f"lib{name}.*.dylib"),
    ):
        yield from (str(path) for path in sorted(folder.glob(pattern)))


def _of_system(name: str) -> Iterator[str]:
    # On Windows the search path holds folders that any program may write into.
    if sys.platform != "win32" and (found := ctypes.util.find_library(name)) is not None:
        yield found

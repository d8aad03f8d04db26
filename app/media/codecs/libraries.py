# SPDX-License-Identifier: GPL-3.0-or-later
"""Find the codec libraries that the PyAV wheel carries as ordinary shared libraries."""

from __future__ import annotations

import ctypes
from pathlib import Path

import av


class LibraryMissing(Exception):
    """A codec library cannot be used directly; PyAV's own codecs stand in for it.

    Never reaches a user: the callers fall back, and ``codecs.available`` tells which one runs.
    """


def load_library(name: str) -> ctypes.CDLL:
    """Load "vpx" or "opus" from where the wheels of each system put it.

    Raises LibraryMissing when there is none or it cannot be loaded.
    """
    package = Path(av.__file__).parent
    patterns = (
        (package.parent / "av.libs", f"lib{name}*.so*"),
        (package.parent / "av.libs", f"lib{name}-*.dll"),
        (package / ".dylibs", f"lib{name}.*.dylib"),
    )
    for folder, pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            try:
                return ctypes.CDLL(str(path))
            except OSError as error:
                raise LibraryMissing(name) from error
    raise LibraryMissing(name)

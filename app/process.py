# SPDX-License-Identifier: GPL-3.0-or-later
"""What this process keeps from everybody else on the computer. security.md T7."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from typing import Final

if sys.platform != "win32":
    import resource

_PR_SET_DUMPABLE: Final = 4


def become_private() -> None:
    """Make new files this user's alone, and keep memory out of core dumps and debuggers.

    To be called before the first secret is read. A step that this system does not know is left
    out.
    """
    os.umask(0o077)
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # Where cores go to a program, the kernel takes no notice of the limit (core(5)).
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Take away from the present process what a decoder never needs: network, files, memory.

Each step is tried by itself, since no two systems offer the same. What was achieved is
returned and reported upwards; the limits are the least that Linux and macOS give. Runs
in the child only, before it reads its first byte.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from enum import IntFlag
from typing import Final

if sys.platform != "win32":
    import resource

MEMORY_BYTES: Final = 1024**3
PROCESSOR_SECONDS: Final = 20
FILE_BYTES: Final = 512 * 1024**2
OPEN_FILES: Final = 32

_CLONE_NEWNET: Final = 0x40000000
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWIPC: Final = 0x08000000
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
# The same numbers on every architecture (linux/include/uapi/asm-generic/unistd.h).
_LANDLOCK_CREATE_RULESET: Final = 444
_LANDLOCK_RESTRICT_SELF: Final = 446
_LANDLOCK_VERSION: Final = 1
# Rights by version of the kernel's interface, from linux/landlock.h.
_FILE_RIGHTS: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_NETWORK_RIGHTS: Final = 3
_SCOPES: Final = 3


class Confinement(IntFlag):
    """What a process has given up."""

    NONE = 0
    LIMITS = 1
    """Memory, processor time, file size, open files, core dumps."""
    NO_NETWORK = 2
    """It lives in a network of its own, without any device."""
    NO_FILES = 4
    """It can open no file at all, for reading or writing."""


class _Ruleset(ctypes.Structure):
    """``struct landlock_ruleset_attr``."""

    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


def confine(processor_seconds: int = PROCESSOR_SECONDS) -> Confinement:
    """Give up everything that this system lets a process give up; there is no way back."""
    if sys.platform == "win32":
        return Confinement.NONE
    _set_limits(processor_seconds)
    achieved = Confinement.LIMITS
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0 or _alone():
            achieved |= Confinement.NO_NETWORK
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and _lock_files(libc):
            achieved |= Confinement.NO_FILES
    return achieved


def _set_limits(processor_seconds: int) -> None:
    if sys.platform == "win32":
        return
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: processor_seconds,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for kind, wanted in limits.items():
        hard = resource.getrlimit(kind)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        # macOS does not know an address space limit for every process.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def _alone() -> bool:
    """Tell whether the process is already in a network with nothing but a loopback."""
    try:
        with open("/proc/net/dev", encoding="ascii") as table:
            devices = [line.split(":")[0].strip() for line in table if ":" in line]
    except OSError:
        return False
    return set(devices) <= {"lo"}


def _lock_files(libc: ctypes.CDLL) -> bool:
    """Forbid opening, making and removing files by Landlock; what is open stays open."""
    version = libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION)
    if version < 1:
        return False
    rights = _FILE_RIGHTS[max(known for known in _FILE_RIGHTS if known <= version)]
    ruleset = _Ruleset(
        rights, _NETWORK_RIGHTS if version >= 4 else 0, _SCOPES if version >= 6 else 0
    )
    size = 8 if version < 4 else 16 if version < 6 else 24
    handle = libc.syscall(_LANDLOCK_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    if handle < 0:
        return False
    try:
        return bool(libc.syscall(_LANDLOCK_RESTRICT_SELF, handle, 0) == 0)
    finally:
        os.close(handle)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are there, whole and private, after a power cut. security.md appendix B."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

if sys.platform == "darwin":
    import fcntl

PRIVATE_FILE: Final = 0o600
PRIVATE_DIRECTORY: Final = 0o700
TEMPORARY_SUFFIX: Final = ".tmp"


def private_directory(path: Path) -> Path:
    """Make a directory that only this user may enter, or tighten an existing one."""
    path.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    path.chmod(PRIVATE_DIRECTORY)
    return path


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a temporary file that takes the place of ``path`` once the block has ended well.

    On any failure ``path`` is as it was and the temporary file is gone. Raises OSError.
    """
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}{TEMPORARY_SUFFIX}")
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            synchronise(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    synchronise_directory(path.parent)


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file's content whole, or leave the old one. Raises OSError."""
    with replacing(path) as file:
        file.write(content)


def synchronise(descriptor: int) -> None:
    """Wait until the disk has what was written to an open file. Raises OSError."""
    if sys.platform == "darwin":
        # fsync on macOS stops at the drive's cache; fcntl(2), F_FULLFSYNC.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def synchronise_directory(path: Path) -> None:
    """Wait until the disk has the names in a directory. Raises OSError."""
    if sys.platform == "win32":
        return  # NTFS journals names; a directory cannot be opened for this there.
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

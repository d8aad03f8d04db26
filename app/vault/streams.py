# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be read from and written to: any binary file, and much else."""

from __future__ import annotations

from typing import Protocol


class Readable(Protocol):
    """A stream to read from."""

    def read(self, size: int, /) -> bytes:
        """Take at most ``size`` bytes; none at the end."""


class Writable(Protocol):
    """A stream to write to."""

    def write(self, piece: bytes, /) -> int:
        """Add bytes."""

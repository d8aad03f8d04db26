# SPDX-License-Identifier: GPL-3.0-or-later
"""What a recorded file is to those who look into it: bytes that are read from anywhere.

A picture is in memory as a whole. A video never is: it lies on the disk, sealed as a rule, and
each part is read when it is needed.
"""

from __future__ import annotations

from typing import Protocol


class Content(Protocol):
    """A file's bytes, wherever they are. Blocking; whoever keeps them says what can go wrong."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def read_at(self, offset: int, size: int, /) -> bytes:
        """Give ``size`` bytes, fewer only at the end."""


class InMemory:
    """Bytes that are all there."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.content)

    def read_at(self, offset: int, size: int) -> bytes:
        """Give a part."""
        return self.content[offset : offset + size]


def as_content(content: bytes | Content) -> Content:
    """Take bytes for what they are."""
    return InMemory(content) if isinstance(content, bytes) else content

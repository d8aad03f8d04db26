# SPDX-License-Identifier: GPL-3.0-or-later
"""In the confined child: a file that stays with the parent, of which each part is asked for.

Neither process ever holds a long video; the child could not open one, and the parent may keep it
sealed. Imports nothing of the app.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

BLOCK_BYTES: Final = 512 * 1024
_KEPT_BLOCKS: Final = 16
"""Pictures and sound of one moment may lie far apart: going to and fro must not cost anything."""


class Fetched(io.RawIOBase):
    """A seekable file; ``ask`` gives a part by its offset and size."""

    def __init__(self, size: int, ask: Callable[[int, int], bytes]) -> None:
        super().__init__()
        self._size = size
        self._ask = ask
        self._at = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Say where the next part begins."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go elsewhere."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Give what is left of a block at most; nothing at the end."""
        number, start = divmod(self._at, BLOCK_BYTES)
        if self._at >= self._size or size == 0:
            return b""
        part = self._block(number)[start : start + size if size > 0 else BLOCK_BYTES]
        self._at += len(part)
        return part

    def _block(self, number: int) -> bytes:
        block = self._blocks.get(number)
        if block is None:
            block = self._ask(number * BLOCK_BYTES, BLOCK_BYTES)
            self._blocks[number] = block
            if len(self._blocks) > _KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return block

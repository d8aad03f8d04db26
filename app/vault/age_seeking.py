# SPDX-License-Identifier: GPL-3.0-or-later
"""Read from anywhere in an age file: each chunk is verified by itself, so nothing else is opened.

A video is looked at, and copied without its metadata, while it lies sealed on the disk and is
never in memory, or on the disk in the clear, as a whole.
"""

from __future__ import annotations

from pathlib import Path

from app.vault.age_files import (
    CHUNK_BYTES,
    SEALED_CHUNK_BYTES,
    TAG_BYTES,
    open_chunks,
    read_payload_cipher,
)
from app.vault.age_header import Ahead
from app.vault.sealing import Tampered


class SealedContent:
    """The content of one age file, whose length is known. Any thread, blocking.

    The file is open only while it is being read, so that it can be deleted at any time.
    """

    def __init__(self, path: Path, identity: str, size: int) -> None:
        """``size`` bytes of the file are content; what follows is padding.

        Raises:
            Tampered: the file was changed or cut, or made for another key.
            OSError: reading failed.
        """
        self.size = size
        self._path = path
        with path.open("rb") as file:
            reader = Ahead(file)
            self._cipher = read_payload_cipher(reader, identity)
            self._start = reader.taken
            payload = file.seek(0, 2) - self._start
        self._chunks = max(1, -(-payload // SEALED_CHUNK_BYTES))
        if payload - self._chunks * TAG_BYTES < size:
            raise Tampered
        # The last chunk alone knows that it is the last: none behind it was taken away.
        self._open(self._chunks - 1, self._chunks)

    def read_at(self, offset: int, size: int) -> bytes:
        """Give ``size`` bytes, fewer only at the end of the content.

        Raises:
            Tampered: this part was changed.
            OSError: reading failed.
        """
        end = min(offset + size, self.size)
        if offset < 0 or offset >= end:
            return b""
        first = offset // CHUNK_BYTES
        opened = self._open(first, -(-end // CHUNK_BYTES))
        before = first * CHUNK_BYTES
        return (
            opened
            if (offset, end) == (before, before + len(opened))
            else opened[offset - before : end - before]
        )

    def _open(self, first: int, end: int) -> bytes:
        """Open the chunks from ``first`` up to ``end``."""
        with self._path.open("rb") as file:
            file.seek(self._start + first * SEALED_CHUNK_BYTES)
            sealed = file.read((end - first) * SEALED_CHUNK_BYTES)
        if len(sealed) <= (end - first - 1) * SEALED_CHUNK_BYTES:
            raise Tampered
        return open_chunks(self._cipher, first, sealed, end == self._chunks)

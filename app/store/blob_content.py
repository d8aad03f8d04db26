# SPDX-License-Identifier: GPL-3.0-or-later
"""A recorded file on this disk, read from anywhere while it stays sealed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.store.blobs import BlobRow, NoSuchBlob
from app.store.connection import disk_problem
from app.store.database import Store
from app.vault.age_seeking import SealedContent


class BlobContent:
    """One file. Any thread, blocking. It can be deleted at any time, and is then NoSuchBlob."""

    def __init__(self, store: Store, row: BlobRow) -> None:
        """Open it.

        Raises:
            NoSuchBlob: it is not there.
            Tampered: it is not what was written.
            StoreFailed: the disk does not give it.
        """
        with _told():
            self._sealed = SealedContent(store.blobs / row.file, row.identity, row.size_bytes)

    @property
    def size(self) -> int:
        """How many bytes of content it has."""
        return self._sealed.size

    def read_at(self, offset: int, size: int) -> bytes:
        """Give a part, verified. Raises as opening it does."""
        with _told():
            return self._sealed.read_at(offset, size)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NoSuchBlob("file") from error
    except OSError as error:
        raise disk_problem(error) from error

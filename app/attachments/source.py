# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a file that somebody names, whatever lies under the name. Blocking, for seconds at most."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import Final

from app.attachments.intake import MAX_ORIGINAL_BYTES, NotAccepted, Refusal

SECONDS_TO_READ: Final = 30.0
_PIECE_BYTES: Final = 1024**2


def read_file(path: str | Path, seconds: float = SECONDS_TO_READ) -> bytes:
    """Read up to one byte more than is taken, so that its being too large can be seen.

    Folders, pipes and devices are not opened: that alone can wait for ever, or do something.

    Raises:
        NotAccepted: there is no file, it is none, or it cannot be read, or not in time.
    """
    reading = _Reading(path)
    reading.join(seconds)
    reading.gave_up.set()
    if reading.refusal is not None:
        raise NotAccepted(reading.refusal)
    return reading.content


class _Reading(threading.Thread):
    """One attempt; left behind when it gets stuck, as on a disk of a network that is gone."""

    def __init__(self, path: str | Path) -> None:
        super().__init__(name="file intake", daemon=True)
        self._path = path
        self.content = b""
        self.refusal: Refusal | None = Refusal.UNREADABLE
        self.gave_up = threading.Event()
        self.start()

    def run(self) -> None:
        """Look, open, look again, read."""
        try:
            if not stat.S_ISREG(os.stat(self._path).st_mode):
                self.refusal = Refusal.NOT_A_FILE
                return
            flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            with open(os.open(self._path, flags), "rb", 0) as source:
                if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                    self.refusal = Refusal.NOT_A_FILE
                    return
                self._read(source.fileno())
        except FileNotFoundError:
            self.refusal = Refusal.NO_FILE
        except (OSError, ValueError):
            # ValueError: a name that no system takes, as with a zero in it.
            self.refusal = Refusal.UNREADABLE

    def _read(self, source: int) -> None:
        content = bytearray()
        while len(content) <= MAX_ORIGINAL_BYTES and not self.gave_up.is_set():
            piece = os.read(source, min(_PIECE_BYTES, MAX_ORIGINAL_BYTES + 1 - len(content)))
            if not piece:
                break
            content += piece
        if not self.gave_up.is_set():
            self.content, self.refusal = bytes(content), None

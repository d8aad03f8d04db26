# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that only takes up room, so that a full disk still has room for one more note."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path
from typing import Final

from app.vault.durable import write_durably

_log = logging.getLogger(__name__)

BALLAST_BYTES: Final = 4 * 1024 * 1024
_SPARE_BYTES: Final = 4 * BALLAST_BYTES
"""The ballast is put back only when this much is free."""


class Ballast:
    """The spare room in one profile. Belongs to the store thread."""

    def __init__(self, profile: Path) -> None:
        self._path = profile / "ballast"

    @property
    def present(self) -> bool:
        """Whether there is spare room left to give up."""
        return self._path.exists()

    def release(self) -> bool:
        """Give the room up; tells whether there was any."""
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        return True

    def restore(self) -> bool:
        """Take the room again if the disk has plenty; tells whether it is there now."""
        if self.present:
            return True
        if shutil.disk_usage(self._path.parent).free < _SPARE_BYTES:
            return False
        try:
            # Random bytes: a file system that compresses would give zeros no room at all.
            write_durably(self._path, os.urandom(BALLAST_BYTES))
        except OSError:
            # What was asked for is saved; that the next full disk finds no room is not its failure.
            _log.warning("spare room could not be taken")
            return False
        return True

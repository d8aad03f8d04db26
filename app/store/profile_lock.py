# SPDX-License-Identifier: GPL-3.0-or-later
"""One program at a time in a profile: a lock that the system drops when the program ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.store.errors import StoreInUse
from app.vault.durable import PRIVATE_FILE

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class ProfileLock:
    """Holds a profile from construction until ``release``."""

    def __init__(self, profile: Path) -> None:
        """Take the lock.

        Raises:
            StoreInUse: another program has it.
        """
        self._descriptor = os.open(profile / "lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._descriptor)
            raise StoreInUse from error

    def release(self) -> None:
        """Let others in; the file stays, for removing it would race with the next holder."""
        os.close(self._descriptor)

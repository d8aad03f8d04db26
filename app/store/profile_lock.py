# SPDX-License-Identifier: GPL-3.0-or-later
"""One program at a time in a profile: a lock that the system drops when the program ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Final

from app.store.errors import StoreInUse
from app.vault.durable import PRIVATE_FILE

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD: Final = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
"""What flock(2) and msvcrt.locking say when another program has the lock."""


class ProfileLock:
    """Holds a profile from construction until ``release``."""

    def __init__(self, profile: Path) -> None:
        """Take the lock.

        Raises:
            StoreInUse: another program has it.
            OSError: this disk knows no locks.
        """
        self._descriptor = os.open(profile / "lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._descriptor)
            if error.errno in _HELD:
                raise StoreInUse from error
            raise

    def release(self) -> None:
        """Let others in; the file stays, for removing it would race with the next holder."""
        os.close(self._descriptor)

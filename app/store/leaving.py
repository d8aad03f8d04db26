# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that a user wants outside the profile: from then on they are no longer Vidda's to guard."""

from __future__ import annotations

import asyncio
from pathlib import Path

from app.errors import KnownError
from app.vault.durable import write_durably


class FileNotWritten(KnownError):
    """The file could not be written there. Nothing was changed. Choose another folder, or make
    room on that disk.
    """


async def write_file(path: Path, content: bytes) -> None:
    """Write a file where its user wants it, readable by that user alone.

    Raises:
        FileNotWritten: what lay there before is as it was.
    """
    try:
        await asyncio.to_thread(write_durably, path, content)
    except OSError as error:
        raise FileNotWritten from error

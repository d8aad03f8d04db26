# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs in a mount namespace of its own with a small disk; prints what became of each save.

Started by test_full_disk.py, with a directory to mount on and the free bytes to leave.
"""

from __future__ import annotations

import asyncio
import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

from app.store import blobs, notes
from app.store.database import Store
from app.store.errors import StoreFull
from tests.store.draft_writer import KEY, version_of

DISK_BYTES = 28 * 1024 * 1024


async def one_disk(mount: Path, leave_bytes: int) -> dict[str, object]:
    """Fill a disk up to ``leave_bytes`` and save until nothing goes any more."""
    store = await Store.open(mount / "profile", KEY)
    low_before = store.space_is_low
    fill(mount / "filler", leave_bytes)
    saved: list[int] = []
    saved_before_low = 0
    for number in range(100_000):
        try:
            await notes.add_version(store, version_of(number), delete_draft=False)
        except StoreFull:
            break
        saved.append(number)
        saved_before_low += not store.space_is_low
    low_after = store.space_is_low
    refused_blob = False
    try:
        await blobs.write_blob(store, io.BytesIO(bytes(1024 * 1024)))
    except StoreFull:
        refused_blob = True
    there_while_full = await count(store, saved)
    await store.close()

    store = await Store.open(mount / "profile", KEY)
    there_after_reopening = await count(store, saved)
    (mount / "filler").unlink()
    await notes.add_version(store, version_of(200_000), delete_draft=False)
    low_at_end = store.space_is_low
    left = sorted(path.name for path in store.blobs.iterdir())
    await store.close()
    return {
        "low before": low_before,
        "saved into the spare room": len(saved) > saved_before_low,
        "low after": low_after,
        "blob refused": refused_blob,
        "lost while full": len(saved) - there_while_full,
        "lost after reopening": len(saved) - there_after_reopening,
        "low at end": low_at_end,
        "blob rests": left,
    }


async def count(store: Store, saved: list[int]) -> int:
    """Count the saved versions that are there, exactly as saved."""
    there = 0
    for number in saved:
        rows = await notes.versions(store, version_of(number).composition)
        there += rows == (version_of(number),)
    return there


def fill(path: Path, leave_bytes: int) -> None:
    """Write until only ``leave_bytes`` are free."""
    with path.open("wb", buffering=0) as file:
        while True:
            disk = os.statvfs(path.parent)
            free = disk.f_bavail * disk.f_frsize - leave_bytes
            if free <= 0:
                return
            try:
                file.write(bytes(min(free, 1024 * 1024)))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                return


def main() -> None:
    """Try one disk after the other."""
    mount = Path(sys.argv[1])
    results = []
    for leave_bytes in map(int, sys.argv[2:]):
        size = f"size={DISK_BYTES},mode=0700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(mount)], check=True)
        results.append(asyncio.run(one_disk(mount, leave_bytes)))
        subprocess.run(["umount", str(mount)], check=True)
    print(json.dumps(results))


if __name__ == "__main__":
    main()

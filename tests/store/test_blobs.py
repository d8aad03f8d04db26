# SPDX-License-Identifier: GPL-3.0-or-later
"""Recorded files lie sealed under names that say nothing, and open only unchanged."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import io
import os
import re
import stat
import sys
import threading

import pytest
import sqlcipher3

from app.store import blobs
from app.store.blobs import NoSuchBlob
from app.store.database import Connection, Store
from app.store.errors import StoreFailed, StoreFull
from app.tasks import Tasks
from app.vault.sealing import Tampered

CONTENT = b"JFIF recording " * 20_000


async def test_a_recording_comes_back(store: Store) -> None:
    row = await blobs.write_blob(store, io.BytesIO(CONTENT), "travel", "attachment 1")
    assert (row.kind, row.owner, row.size_bytes) == ("travel", "attachment 1", len(CONTENT))
    assert row.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert await blobs.open_blob(store, row.blob) == CONTENT
    target = io.BytesIO()
    assert await blobs.copy_blob(store, row.blob, target) == row
    assert target.getvalue() == CONTENT
    assert await blobs.blob(store, row.blob) == row
    assert "AGE-SECRET" not in repr(row)
    empty = await blobs.write_blob(store, io.BytesIO(b""))
    assert await blobs.open_blob(store, empty.blob) == b""


async def test_the_file_says_nothing(store: Store) -> None:
    row = await blobs.write_blob(store, io.BytesIO(CONTENT), "original", "attachment 1")
    path = store.blobs / row.file
    assert re.fullmatch(r"[0-9a-f]{32}\.age", row.file)
    assert row.file[:32] != row.blob
    raw = path.read_bytes()
    assert raw.startswith(b"age-encryption.org/v1")
    assert b"JFIF" not in raw
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(store.blobs) == [row.file]


async def test_files_of_an_owner(store: Store) -> None:
    rows = [
        await blobs.write_blob(store, io.BytesIO(b"x"), kind, "attachment 1")
        for kind in ("original", "travel")
    ]
    await blobs.write_blob(store, io.BytesIO(b"x"), "received", "attachment 2")
    assert await blobs.blobs_of(store, "attachment 1") == tuple(rows)
    assert await blobs.blobs_of(store, "nobody") == ()
    assert len({row.identity for row in rows}) == 2


async def test_a_changed_file_is_never_given_out(store: Store) -> None:
    row = await blobs.write_blob(store, io.BytesIO(CONTENT))
    other = await blobs.write_blob(store, io.BytesIO(CONTENT))
    path = store.blobs / row.file
    good = path.read_bytes()
    changed = bytearray(good)
    changed[len(good) // 2] ^= 1
    for bad in (
        b"",
        good[:-1],
        good[:70_000],
        bytes(changed),
        (store.blobs / other.file).read_bytes(),
    ):
        path.write_bytes(bad)
        with pytest.raises(Tampered):
            await blobs.open_blob(store, row.blob)
    path.write_bytes(good)
    assert await blobs.open_blob(store, row.blob) == CONTENT


async def test_a_row_that_does_not_fit_its_file_is_tampering(store: Store) -> None:
    row = await blobs.write_blob(store, io.BytesIO(CONTENT))
    await store.run(lambda c: c.execute("UPDATE blobs SET sha256 = ?", ("0" * 64,)))
    with pytest.raises(Tampered):
        await blobs.open_blob(store, row.blob)
    await store.run(
        lambda c: c.execute("UPDATE blobs SET sha256 = ?, size_bytes = 1", (row.sha256,))
    )
    with pytest.raises(Tampered):
        await blobs.open_blob(store, row.blob)


async def test_what_is_not_there(store: Store) -> None:
    with pytest.raises(NoSuchBlob):
        await blobs.open_blob(store, "f" * 32)
    row = await blobs.write_blob(store, io.BytesIO(CONTENT))
    (store.blobs / row.file).unlink()
    with pytest.raises(NoSuchBlob):
        await blobs.open_blob(store, row.blob)
    (store.blobs / row.file).mkdir()
    with pytest.raises(StoreFailed):
        await blobs.open_blob(store, row.blob)
    assert await blobs.blob(store, "f" * 32) is None


class FailingSource(io.BytesIO):
    """A card reader that is pulled out, or a disk that fills up behind it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def read(self, size: int | None = -1) -> bytes:
        raise OSError(self._number, "pulled out")


async def test_giving_up_while_the_row_is_written_loses_no_file(store: Store) -> None:
    """The store goes on with what it has begun, so the file has to stay."""
    began, may_end = threading.Event(), threading.Event()

    def hold() -> int:
        began.set()
        may_end.wait(10)
        return 0

    def set_up(connection: Connection) -> None:
        connection.create_function("hold", 0, hold)
        connection.execute(
            "CREATE TEMP TRIGGER held BEFORE INSERT ON blobs BEGIN SELECT hold(); END"
        )

    await store.run(set_up)
    tasks = Tasks()
    kept = blobs.write_blob(store, io.BytesIO(CONTENT), "original", "attachment 1")
    writing = tasks.start(kept, "write")
    assert await asyncio.to_thread(began.wait, 10)
    await tasks.close()
    assert writing.cancelled()
    may_end.set()
    (row,) = await blobs.blobs_of(store, "attachment 1")
    assert await blobs.open_blob(store, row.blob) == CONTENT


async def test_a_failed_write_leaves_nothing(store: Store) -> None:
    for number, kind in ((errno.ENOSPC, StoreFull), (errno.EIO, StoreFailed)):
        with pytest.raises(kind):
            await blobs.write_blob(store, FailingSource(number))
    await store.run(lambda c: c.execute("DROP TABLE blobs"))
    with pytest.raises(sqlcipher3.OperationalError):
        await blobs.write_blob(store, io.BytesIO(CONTENT))
    assert os.listdir(store.blobs) == []


async def test_deleting(store: Store) -> None:
    row = await blobs.write_blob(store, io.BytesIO(CONTENT))
    await blobs.delete_blob(store, row.blob)
    await blobs.delete_blob(store, row.blob)
    assert os.listdir(store.blobs) == []
    assert await blobs.blob(store, row.blob) is None


async def test_rests_of_a_crash_are_swept(store: Store) -> None:
    row = await blobs.write_blob(store, io.BytesIO(CONTENT))
    (store.blobs / ("0" * 32 + ".age")).write_bytes(b"row was never written")
    (store.blobs / ("1" * 32 + ".age.12345678.tmp")).write_bytes(b"half")
    (store.blobs / "notes.txt").write_bytes(b"not ours")
    assert await blobs.sweep(store) == 2
    assert sorted(os.listdir(store.blobs)) == sorted([row.file, "notes.txt"])
    assert await blobs.open_blob(store, row.blob) == CONTENT
    assert await blobs.sweep(store) == 0

# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection, one thread, one transaction a call."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlcipher3

from app.store import settings
from app.store.connection import open_connection
from app.store.database import Connection, Store
from app.store.errors import (
    StoreFailed,
    StoreInUse,
)
from app.store.migrations import steps

KEY = bytes(range(32))


async def open_and_close(profile: Path, key: bytes = KEY) -> None:
    await (await Store.open(profile, key)).close()


async def test_what_is_saved_is_there_after_closing(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "a" / "profile", KEY)
    assert store.profile == tmp_path / "a" / "profile"
    await settings.put(store, "language", "nb")
    await store.close()
    await store.close()
    store = await Store.open(tmp_path / "a" / "profile", KEY)
    assert await settings.get(store, "language", "en") == "nb"
    await store.close()


async def test_work_runs_on_the_store_thread_in_one_transaction(store: Store) -> None:
    def work(connection: Connection) -> tuple[str, bool]:
        return threading.current_thread().name, connection.in_transaction

    assert await store.run(work) == ("store", True)
    names = await asyncio.gather(*(store.run(work) for _ in range(20)))
    assert set(names) == {("store", True)}


async def test_a_failing_function_changes_nothing(store: Store) -> None:
    def work(connection: Connection) -> None:
        connection.execute("INSERT INTO settings (key, value) VALUES ('a', x'31')")
        raise LookupError("ours")

    with pytest.raises(LookupError):
        await store.run(work)
    assert await settings.get(store, "a", 0) == 0


async def test_a_wrong_statement_is_our_bug_and_changes_nothing(store: Store) -> None:
    def work(connection: Connection) -> None:
        connection.execute("INSERT INTO settings (key, value) VALUES ('a', x'31')")
        connection.execute("SELECT nonsense")

    with pytest.raises(sqlcipher3.OperationalError):
        await store.run(work)
    assert await settings.get(store, "a", 0) == 0


async def test_the_pragmas(store: Store) -> None:
    def work(connection: Connection) -> dict[str, object]:
        names = (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "trusted_schema",
            "cipher_memory_security",
            "locking_mode",
            "recursive_triggers",
            "user_version",
        )
        return {n: connection.execute(f"PRAGMA {n}").fetchone()[0] for n in names}

    assert await store.run(work) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cipher_memory_security": "1",
        "locking_mode": "exclusive",
        "recursive_triggers": 1,
        "user_version": len(steps()),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no POSIX modes")
async def test_all_files_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = await Store.open(tmp_path / "profile", KEY)
        await settings.put(store, "a", 1)
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode)
            for path in [store.profile, *store.profile.rglob("*")]
        }
        await store.close()
    finally:
        os.umask(before)
    assert modes == {
        "profile": 0o700,
        "blobs": 0o700,
        "vidda.db": 0o600,
        "vidda.db-wal": 0o600,
        "lock": 0o600,
        "ballast": 0o600,
    }


async def test_the_files_are_not_readable_without_the_key(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    store = await Store.open(profile, KEY)
    await settings.put(store, "a", "canary-8d1f")
    files = [(profile / name).read_bytes() for name in ("vidda.db-wal", "ballast")]
    await store.close()
    files.append((profile / "vidda.db").read_bytes())
    assert not any(b"canary-8d1f" in content or b"settings" in content for content in files)
    assert not files[-1].startswith(b"SQLite format 3")
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(profile / "vidda.db").execute("SELECT * FROM settings")


async def test_one_program_at_a_time(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    store = await Store.open(profile, KEY)
    with pytest.raises(StoreInUse):
        await Store.open(profile, KEY)
    code = (
        "import asyncio, pathlib, sys\n"
        "from app.store.database import Store, StoreInUse\n"
        "try: asyncio.run(Store.open(pathlib.Path(sys.argv[1]), bytes(range(32))))\n"
        "except StoreInUse: print('in use')\n"
    )
    command = [sys.executable, "-c", code, str(profile)]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "in use\n", done.stderr
    await store.close()
    await open_and_close(profile)


async def test_the_database_itself_is_held_alone(store: Store) -> None:
    with pytest.raises(StoreInUse):
        open_connection(store.profile / "vidda.db", KEY)


async def test_a_cancelled_caller_does_not_undo_what_was_begun(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(connection: Connection) -> None:
        begun.set()
        go_on.wait(30)
        connection.execute("INSERT INTO settings (key, value) VALUES ('a', x'31')")

    async with asyncio.timeout(30):
        waiter = asyncio.gather(store.run(work))
        await asyncio.to_thread(begun.wait, 30)
        waiter.cancel()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await waiter
        assert await store.run(lambda c: c.execute("SELECT count(*) FROM settings").fetchone()[0])


async def test_a_profile_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "profile").write_bytes(b"a file")
    with pytest.raises(StoreFailed):
        await Store.open(tmp_path / "profile", KEY)


async def test_a_statement_may_end_the_transaction_by_itself(store: Store) -> None:
    with pytest.raises(sqlcipher3.IntegrityError):
        await store.run(
            lambda c: c.execute("INSERT OR ROLLBACK INTO settings (key, value) VALUES ('a', NULL)")
        )
    assert await settings.get(store, "a", 0) == 0

# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection, one thread, one transaction a call; and everything the disk may look like."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlcipher3

from app.store import database, settings
from app.store.connection import disk_problem, open_connection, require_fit, translated
from app.store.database import Connection, Store
from app.store.errors import (
    StoreDamaged,
    StoreFailed,
    StoreFull,
    StoreInUse,
    StoreNewer,
    StoreUnfit,
)
from app.store.migrations import Step, steps
from app.store.profile_lock import ProfileLock

KEY = bytes(range(32))


async def open_and_close(profile: Path, key: bytes = KEY) -> None:
    await (await Store.open(profile, key)).close()


def raw(profile: Path) -> Connection:
    """Open the closed profile's database beside the program, as a tool would."""
    return open_connection(profile / "vidda.db", KEY)


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


async def test_another_key_opens_nothing_and_harms_nothing(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    await open_and_close(profile)
    before = (profile / "vidda.db").read_bytes()
    with pytest.raises(StoreDamaged):
        await Store.open(profile, bytes(32))
    assert (profile / "vidda.db").read_bytes() == before
    await open_and_close(profile)
    with pytest.raises(ValueError):
        await Store.open(profile, b"short")


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


def test_a_lock_is_free_after_release(tmp_path: Path) -> None:
    lock = ProfileLock(tmp_path)
    with pytest.raises(StoreInUse):
        ProfileLock(tmp_path)
    lock.release()
    ProfileLock(tmp_path).release()


async def test_a_plain_database_is_refused(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    plain = sqlite3.connect(profile / "vidda.db")
    plain.execute("CREATE TABLE settings (key, value)")
    plain.close()
    with pytest.raises(StoreDamaged) as caught:
        await Store.open(profile, KEY)
    assert caught.value.cause == "plain text"


async def test_an_empty_or_orphaned_file_is_damage_not_a_new_store(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    await open_and_close(profile)
    kept = (profile / "vidda.db").read_bytes()
    (profile / "vidda.db").write_bytes(b"")
    with pytest.raises(StoreDamaged):
        await Store.open(profile, KEY)
    (profile / "vidda.db").unlink()
    (profile / "vidda.db-wal").write_bytes(b"log")
    with pytest.raises(StoreDamaged):
        await Store.open(profile, KEY)
    assert not (profile / "vidda.db").exists()
    (profile / "vidda.db-wal").unlink()
    (profile / "vidda.db").write_bytes(kept)
    await open_and_close(profile)


async def test_rests_of_a_crashed_first_start_are_cleared(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "vidda.db.new").write_bytes(b"half")
    (profile / "vidda.db.new-wal").write_bytes(b"half")
    await open_and_close(profile)
    assert sorted(os.listdir(profile)) == ["ballast", "blobs", "lock", "vidda.db"]


async def test_every_damaged_page_is_noticed_and_the_rest_stays_readable(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    store = await Store.open(profile, KEY)

    def fill(connection: Connection) -> int:
        connection.execute("CREATE TABLE filler (text BLOB)")
        connection.executemany("INSERT INTO filler VALUES (randomblob(?))", [(3000,)] * 50)
        page = "SELECT rootpage FROM sqlite_schema WHERE name = 'filler'"
        return int(connection.execute(page).fetchone()[0])

    root = await store.run(fill)
    await settings.put(store, "a", 7)
    await store.close()
    content = bytearray((profile / "vidda.db").read_bytes())
    content[(root - 1) * 4096 + 100] ^= 1
    (profile / "vidda.db").write_bytes(content)

    store = await Store.open(profile, KEY)
    for _ in range(2):
        with pytest.raises(StoreDamaged):
            await store.run(lambda c: c.execute("SELECT sum(length(text)) FROM filler").fetchone())
        assert await settings.get(store, "a", 0) == 7
    await store.close()

    content[10] ^= 1
    (profile / "vidda.db").write_bytes(content)
    with pytest.raises(StoreDamaged):
        await Store.open(profile, KEY)


async def test_a_cut_off_file_is_damage(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    await open_and_close(profile)
    with (profile / "vidda.db").open("r+b") as file:
        file.truncate(2000)
    with pytest.raises(StoreDamaged):
        await Store.open(profile, KEY)


async def test_a_newer_store_is_refused_untouched(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    await open_and_close(profile)
    connection = raw(profile)
    connection.execute("PRAGMA user_version = 9000")
    connection.close()
    before = (profile / "vidda.db").read_bytes()
    with pytest.raises(StoreNewer) as caught:
        await Store.open(profile, KEY)
    assert (caught.value.version, caught.value.known) == (9000, len(steps()))
    assert (profile / "vidda.db").read_bytes() == before


async def test_an_upgrade_keeps_a_copy_of_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "profile"
    store = await Store.open(profile, KEY)
    await settings.put(store, "a", "before")
    await store.close()
    old = len(steps())
    more = (*steps(), Step(old + 1, "CREATE TABLE later (a);\nINSERT INTO later VALUES (1);\n"))
    monkeypatch.setattr(database, "steps", lambda: more)
    store = await Store.open(profile, KEY)
    assert await store.run(lambda c: c.execute("SELECT a FROM later").fetchone()[0]) == 1
    assert await settings.get(store, "a", "") == "before"
    await store.close()

    monkeypatch.undo()
    copy = profile / f"vidda.db.schema-{old:04d}"
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(copy, restored / "vidda.db")
    store = await Store.open(restored, KEY)
    assert await settings.get(store, "a", "") == "before"
    await store.close()


@pytest.mark.parametrize("sql", ["CREATE TABLE settings (a);", "nonsense;"])
async def test_a_failing_upgrade_leaves_the_old_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    profile = tmp_path / "profile"
    await open_and_close(profile)
    half = Step(len(steps()) + 1, "CREATE TABLE later (a);\n" + sql)
    monkeypatch.setattr(database, "steps", lambda: (*steps(), half))
    with pytest.raises(sqlcipher3.OperationalError):
        await Store.open(profile, KEY)
    monkeypatch.undo()
    await open_and_close(profile)
    fresh = tmp_path / "fresh"
    monkeypatch.setattr(database, "steps", lambda: (Step(1, "nonsense;"),))
    with pytest.raises(sqlcipher3.OperationalError):
        await Store.open(fresh, KEY)
    monkeypatch.undo()
    await open_and_close(fresh)


async def test_a_copy_that_cannot_be_written_stops_the_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "profile"
    await open_and_close(profile)
    (profile / f"vidda.db.schema-{len(steps()):04d}").mkdir()
    step = Step(len(steps()) + 1, "CREATE TABLE later (a);\n")
    monkeypatch.setattr(database, "steps", lambda: (*steps(), step))
    with pytest.raises(StoreFailed):
        await Store.open(profile, KEY)
    monkeypatch.undo()
    await open_and_close(profile)


def test_an_unfit_library_is_refused() -> None:
    require_fit((3, 51, 3), "4.19.0 community")
    for sqlite_version, cipher in (((3, 51, 2), "4.19.0"), ((3, 40, 1), ""), ((3, 53, 4), "")):
        with pytest.raises(StoreUnfit):
            require_fit(sqlite_version, cipher)


def test_a_library_without_cipher_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.connection.sqlcipher3.connect", sqlite3.connect)
    with pytest.raises(StoreUnfit):
        open_connection(tmp_path / "a.db", KEY)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", StoreFull),
        ("SQLITE_CORRUPT", StoreDamaged),
        ("SQLITE_NOTADB", StoreDamaged),
        ("SQLITE_BUSY", StoreInUse),
        ("SQLITE_IOERR_FSYNC", StoreFailed),
        ("SQLITE_READONLY", StoreFailed),
        ("SQLITE_CONSTRAINT_TRIGGER", sqlcipher3.OperationalError),
    ],
)
def test_what_database_errors_mean(name: str, kind: type[Exception]) -> None:
    error = sqlcipher3.OperationalError("text")
    error.sqlite_errorname = name
    assert type(translated(error)) is kind
    assert isinstance(translated(LookupError()), LookupError)


def test_what_file_errors_mean() -> None:
    assert isinstance(disk_problem(OSError(28, "full")), StoreFull)
    assert isinstance(disk_problem(OSError(5, "io")), StoreFailed)
    assert isinstance(disk_problem(OSError("no number")), StoreFailed)


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

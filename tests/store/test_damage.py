# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the files look like: nothing is guessed, nothing is deleted."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlcipher3

from app.store import database, settings
from app.store.connection import open_connection
from app.store.database import Connection, Store
from app.store.errors import (
    StoreDamaged,
    StoreFailed,
    StoreNewer,
)
from app.store.migrations import Step, steps

KEY = bytes(range(32))


async def open_and_close(profile: Path, key: bytes = KEY) -> None:
    await (await Store.open(profile, key)).close()


def raw(profile: Path) -> Connection:
    """Open the closed profile's database beside the program, as a tool would."""
    return open_connection(profile / "vidda.db", KEY)


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

# SPDX-License-Identifier: GPL-3.0-or-later
"""A full disk: the spare room goes first, and nothing is half saved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.store import database, settings
from app.store.ballast import BALLAST_BYTES, Ballast
from app.store.connection import open_connection
from app.store.database import Connection, Store
from app.store.errors import (
    StoreFull,
)

KEY = bytes(range(32))


async def open_and_close(profile: Path, key: bytes = KEY) -> None:
    await (await Store.open(profile, key)).close()


def limit_pages(connection: Connection) -> None:
    """Let the database grow no further: the same error as a full disk gives."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def write_much(connection: Connection) -> None:
    connection.execute(
        "INSERT INTO settings (key, value) VALUES (hex(randomblob(9)), zeroblob(?))", (99999,)
    )


async def test_a_full_disk_takes_the_spare_room_first(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    assert not store.space_is_low
    await store.run(limit_pages)
    for _ in range(2):
        # Here giving up the room does not help, so the second try fails as well.
        with pytest.raises(StoreFull):
            await store.run(write_much)
        assert store.space_is_low
    assert caplog.messages == ["disk full: spare room given up"]
    await settings.put(store, "a", 1)
    assert not store.space_is_low
    assert await settings.get(store, "a", 0) == 1


async def test_a_store_that_opens_only_without_its_spare_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "profile"
    await open_and_close(profile)
    tries: list[Path] = []

    def on_a_full_disk(path: Path, key: bytes) -> Connection:
        tries.append(path)
        if (profile / "ballast").exists():
            raise StoreFull
        return open_connection(path, key)

    monkeypatch.setattr(database, "open_connection", on_a_full_disk)
    await open_and_close(profile)
    assert len(tries) == 2
    monkeypatch.setattr(database, "open_connection", lambda path, key: on_a_full_disk(path, b""))
    (profile / "ballast").unlink()
    with pytest.raises(ValueError):
        await Store.open(profile, KEY)

    def never(path: Path, key: bytes) -> Connection:
        raise StoreFull

    monkeypatch.setattr(database, "open_connection", never)
    with pytest.raises(StoreFull):
        await Store.open(profile, KEY)


def test_the_spare_room_is_taken_only_from_plenty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ballast = Ballast(tmp_path)
    assert not ballast.release()
    monkeypatch.setattr("app.store.ballast._SPARE_BYTES", 2**62)
    assert not ballast.restore()
    monkeypatch.undo()
    missing = Ballast(tmp_path / "missing")
    monkeypatch.setattr(
        "app.store.ballast.shutil.disk_usage",
        lambda path: shutil._ntuple_diskusage(2**40, 0, 2**40),
    )
    assert not missing.restore()
    assert caplog.messages == ["spare room could not be taken"]
    monkeypatch.undo()
    assert ballast.restore()
    assert ballast.restore()
    assert (tmp_path / "ballast").stat().st_size == BALLAST_BYTES
    assert ballast.release()
    assert not ballast.present

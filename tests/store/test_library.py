# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library, the locks and the disk may answer, and what it means."""

from __future__ import annotations

import errno
import sqlite3
import sys
from pathlib import Path

import pytest
import sqlcipher3

from app.store.connection import disk_problem, open_connection, require_fit, translated
from app.store.errors import (
    StoreDamaged,
    StoreFailed,
    StoreFull,
    StoreInUse,
    StoreUnfit,
)
from app.store.profile_lock import ProfileLock

KEY = bytes(range(32))


def test_a_lock_is_free_after_release(tmp_path: Path) -> None:
    lock = ProfileLock(tmp_path)
    with pytest.raises(StoreInUse):
        ProfileLock(tmp_path)
    lock.release()
    ProfileLock(tmp_path).release()


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


def test_a_file_system_without_write_ahead_log_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreFailed):
        open_connection(Path(":memory:"), KEY)


def test_a_disk_without_locks_is_not_a_profile_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows locks differently")

    def no_locks(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr("app.store.profile_lock.fcntl.flock", no_locks)
    with pytest.raises(OSError) as caught:
        ProfileLock(tmp_path)
    assert caught.value.errno == errno.ENOLCK

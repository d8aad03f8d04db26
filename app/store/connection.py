# SPDX-License-Identifier: GPL-3.0-or-later
"""Open one encrypted database connection, and refuse everything that is not quite that."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

import sqlcipher3
from sqlcipher3 import Connection

from app.store.errors import (
    StoreDamaged,
    StoreFailed,
    StoreFull,
    StoreInUse,
    StoreUnfit,
)
from app.vault.durable import PRIVATE_FILE

KEY_BYTES: Final = 32
OLDEST_SQLITE: Final = (3, 51, 3)
"""The WAL-reset bug loses commits before this version."""
PLAIN_HEADER: Final = b"SQLite format 3\0"
BUSY_MILLISECONDS: Final = 500

_DISK_CODES: Final = {"SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY"}


def require_fit(sqlite_version: tuple[int, ...], cipher_version: str) -> None:
    """Refuse a library that loses commits or that would write plain text.

    Raises:
        StoreUnfit: it is one of those.
    """
    if sqlite_version < OLDEST_SQLITE:
        raise StoreUnfit("sqlite " + ".".join(map(str, sqlite_version)))
    if not cipher_version:
        raise StoreUnfit("no cipher")


def open_connection(path: Path, key: bytes) -> Connection:
    """Open the database at ``path`` with its raw 256-bit key; an absent file becomes a new one.

    The connection holds the file alone (so WAL needs no shared memory) and leaves transactions to
    its user.

    Raises:
        StoreUnfit, StoreDamaged, StoreInUse, StoreFull, StoreFailed
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    # The file is made here, so that it and its log are private from the first byte on.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
    path.chmod(PRIVATE_FILE)
    refuse_plain_text(path)
    connection: Connection = sqlcipher3.connect(
        str(path), isolation_level=None, timeout=BUSY_MILLISECONDS / 1000
    )
    try:
        _configure(connection, key)
    except sqlcipher3.Error as error:
        connection.close()
        raise translated(error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def refuse_plain_text(path: Path) -> None:
    """Refuse a database that anybody can read.

    Only for a file that no connection of this process has open: closing it again would
    drop SQLite's locks (sqlite.org/howtocorrupt.html, 2.2).

    Raises:
        StoreDamaged: it begins like an unencrypted database.
    """
    with path.open("rb") as file:
        if file.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
            raise StoreDamaged("plain text")


def _configure(connection: Connection, key: bytes) -> None:
    # Before anything else: the library would write its errors to the standard error stream.
    connection.execute("PRAGMA cipher_log = off")
    row = connection.execute("PRAGMA cipher_version").fetchone()
    require_fit(sqlcipher3.sqlite_version_info, row[0] if row else "")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_memory_security = ON")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    # Without it, INSERT OR REPLACE would delete a locked row past its trigger.
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise StoreFailed("no write-ahead log")
    connection.execute("PRAGMA synchronous = FULL")


def disk_problem(error: OSError) -> StoreFull | StoreFailed:
    """Say what a file operation's error means for the user."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreFull()
    return StoreFailed(errno.errorcode.get(error.errno or 0, "unknown"))


def translated(
    error: Exception,
) -> StoreFull | StoreDamaged | StoreInUse | StoreFailed | Exception:
    """Say what a database error means for the user; what is our own fault stays as it is."""
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith("SQLITE_FULL"):
        return StoreFull()
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreDamaged(name)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreInUse()
    if any(name.startswith(code) for code in _DISK_CODES):
        return StoreFailed(name)
    return error

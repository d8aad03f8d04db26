# SPDX-License-Identifier: GPL-3.0-or-later
"""The vaulted store: one SQLCipher connection on one worker thread."""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import sqlcipher3
from sqlcipher3 import Connection

from app.store.ballast import Ballast
from app.store.connection import disk_problem, open_connection, translated
from app.store.errors import StoreDamaged, StoreFailed, StoreFull, StoreInUse, StoreNewer
from app.store.migrations import Step, refuse_newer, steps, upgrade, version_of
from app.store.profile_lock import ProfileLock
from app.vault.durable import private_directory, replacing, synchronise_directory

__all__ = [
    "Connection",
    "Store",
    "StoreDamaged",
    "StoreFailed",
    "StoreFull",
    "StoreInUse",
    "StoreNewer",
]

_log = logging.getLogger(__name__)

T = TypeVar("T")

DATABASE: Final = "vidda.db"


class Store:
    """The records of one profile. Belongs to the asyncio thread; its database to "store".

    ``run`` calls a function with the connection inside one IMMEDIATE transaction: when it
    returns, everything is on the disk; when it raises, nothing is.
    """

    def __init__(self, profile: Path, key: bytes, all_steps: tuple[Step, ...]) -> None:
        """Prefer ``Store.open``."""
        self._profile = profile
        self._key = key
        self._steps = all_steps
        self._executor = ThreadPoolExecutor(1, "store", initializer=_name_thread)
        self._ballast = Ballast(profile)
        self._lock: ProfileLock | None = None
        self._connection: Connection | None = None
        self._closed = False

    @classmethod
    async def open(cls, profile: Path, key: bytes) -> Store:
        """Open a profile's records, or make them where there are none yet.

        Raises:
            StoreInUse: another program has the profile open.
            StoreNewer: a later version wrote it.
            StoreDamaged: damaged, not encrypted, or ``key`` is not its key.
            StoreFull, StoreFailed: the disk refuses.
            StoreUnfit: the database library cannot be relied on.
        """
        store = cls(profile, key, steps())
        try:
            await store._work(store._start)
        except OSError as error:
            await store.close()
            raise disk_problem(error) from error
        except BaseException:
            await store.close()
            raise
        return store

    @property
    def profile(self) -> Path:
        """The directory with everything of this profile."""
        return self._profile

    @property
    def blobs(self) -> Path:
        """The directory of sealed files."""
        return self._profile / "blobs"

    @property
    def space_is_low(self) -> bool:
        """Whether the spare room was given up to save something: the user should free space."""
        return not self._ballast.present

    async def run(self, function: Callable[[Connection], T]) -> T:
        """Call ``function`` in a transaction on the store thread; durable on return.

        It may be called a second time after a full disk was relieved, so it must do nothing but
        read and write the database. A cancelled caller does not stop what has begun.

        Raises:
            StoreFull, StoreFailed, StoreDamaged: nothing of this call was saved.
        """
        return await self._work(partial(self._run, function))

    async def close(self) -> None:
        """Write everything back and let go of the profile. Harmless when repeated."""
        if self._closed:
            return
        self._closed = True
        await self._work(self._stop)
        self._executor.shutdown(wait=False)
        self._key = b""

    async def _work(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, function)

    # ---- on the store thread ----------------------------------------------------------------

    def _start(self) -> None:
        private_directory(self._profile)
        private_directory(self.blobs)
        self._lock = ProfileLock(self._profile)
        path = self._profile / DATABASE
        if not path.exists():
            self._make(path)
        elif path.stat().st_size == 0:
            # A new database gets its name only when it is complete, so this one lost its content.
            raise StoreDamaged("empty file")
        try:
            self._connection = self._open_current(path)
        except (StoreFull, StoreFailed):
            if not self._ballast.release():
                raise
            self._connection = self._open_current(path)
        self._ballast.restore()

    def _make(self, path: Path) -> None:
        if path.with_name(path.name + "-wal").exists():
            raise StoreDamaged("log without database")
        if self._ballast.present or any(self.blobs.iterdir()):
            # There were records. A new, empty file in their place would stand in a backup's way.
            raise StoreDamaged("database missing")
        new = path.with_name(path.name + ".new")
        for leftover in (new, new.with_name(new.name + "-wal")):
            leftover.unlink(missing_ok=True)
        connection = open_connection(new, self._key)
        try:
            upgrade(connection, self._steps)
        except sqlcipher3.Error as error:
            raise translated(error) from error
        finally:
            connection.close()
        new.rename(path)
        synchronise_directory(self._profile)

    def _open_current(self, path: Path) -> Connection:
        connection = open_connection(path, self._key)
        try:
            present = version_of(connection)
            refuse_newer(present, len(self._steps))
            if present < len(self._steps):
                connection.close()  # Writes the log back: the file alone is the database now.
                self._copy(path, present)
                connection = open_connection(path, self._key)
                upgrade(connection, self._steps)
                _log.info("store upgraded from schema %d to %d", present, len(self._steps))
        except sqlcipher3.Error as error:
            connection.close()
            raise translated(error) from error
        except BaseException:
            connection.close()
            raise
        return connection

    def _copy(self, path: Path, version: int) -> None:
        try:
            with path.open("rb") as source, replacing(_copy_of(path, version)) as target:
                shutil.copyfileobj(source, target)
        except OSError as error:
            raise disk_problem(error) from error

    def _run(self, function: Callable[[Connection], T]) -> T:
        try:
            result = self._attempt(function)
        except StoreFull:
            if not self._ballast.release():
                raise
            _log.warning("disk full: spare room given up")
            result = self._attempt(function)
        else:
            self._ballast.restore()
        return result

    def _attempt(self, function: Callable[[Connection], T]) -> T:
        connection = self._connection
        if connection is None:
            connection = self._connection = self._open_current(self._profile / DATABASE)
        try:
            connection.execute("BEGIN IMMEDIATE")
            result = function(connection)
            connection.execute("COMMIT")
        except sqlcipher3.Error as error:
            known = translated(error)
            if known is error:
                _roll_back(connection)
                raise
            if isinstance(known, StoreFailed | StoreDamaged):
                # After a failed write nobody knows what the disk has: begin again from the file.
                self._connection = None
                connection.close()
            else:
                _roll_back(connection)
            raise known from error
        except BaseException:
            _roll_back(connection)
            raise
        return result

    def _stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _roll_back(connection: Connection) -> None:
    # SQLite has rolled back by itself after some errors, a full disk among them.
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _copy_of(path: Path, version: int) -> Path:
    return path.with_name(f"{path.name}.schema-{version:04d}")


def _name_thread() -> None:
    threading.current_thread().name = "store"

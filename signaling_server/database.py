# SPDX-License-Identifier: GPL-3.0-or-later
"""One place for truth: SQLite in the data folder, or PostgreSQL by URL.

The server is one process. On SQLite it holds one connection, used for reading and writing, with
an exclusive lock on the file: SQLite up to 3.51.2 can lose commits with a WAL and two
connections, and two servers on one file would each have only half of the rooms. On PostgreSQL an
advisory lock says the same. Transactions that write wait for each other in this process, so
each sees what the one before it left.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

MIGRATIONS: Final = Path(__file__).parent / "migrations"
FILE_NAME: Final = "server.db"
_OPEN_SECONDS: Final = 60.0
_LOCK_NUMBER: Final = int.from_bytes(hashlib.sha256(b"vidda-server").digest()[:7])


class DatabaseUnusable(Exception):
    """The database cannot be opened; the text says why in one sentence."""


class Database:
    """The server's tables. ``open`` brings them up to date; belongs to one event loop."""

    def __init__(self, engine: AsyncEngine, guard: AsyncConnection | None) -> None:
        self._engine = engine
        self._guard = guard
        self._writing = asyncio.Lock()
        self._one_connection = engine.dialect.name == "sqlite"

    @classmethod
    async def open(cls, data: Path, url: str | None = None) -> Database:
        """Open the database and migrate it.

        Raises:
            DatabaseUnusable: it is in use, newer than this program, or not to be reached.
        """
        where = _url(data, url)
        engine = _engine(where)
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                guard = await _only_process(engine)
                async with engine.connect() as connection:
                    await _migrate(connection, where)
        except TimeoutError as error:
            await engine.dispose()
            raise DatabaseUnusable("The database does not answer.") from error
        except (DBAPIError, OSError) as error:
            await engine.dispose()
            raise DatabaseUnusable(_reason(error)) from error
        except BaseException:
            await engine.dispose()
            raise
        return cls(engine, guard)

    async def close(self) -> None:
        """Let go of the database."""
        if self._guard is not None:
            await self._guard.close()
        await self._engine.dispose()

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, alone; committed on disk when the block ends without an error."""
        async with self._writing, self._engine.begin() as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A view for reading, rolled back at the end."""
        waits = self._writing if self._one_connection else contextlib.nullcontext()
        async with waits, self._engine.connect() as connection:
            yield connection


def _url(data: Path, url: str | None) -> URL:
    if url is None:
        return URL.create("sqlite+aiosqlite", database=str(data / FILE_NAME))
    try:
        given = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnusable("The database address is not a URL.") from error
    if given.get_backend_name() == "postgresql":
        return given.set(drivername="postgresql+asyncpg")
    if given.get_backend_name() == "sqlite":
        return given.set(drivername="sqlite+aiosqlite")
    raise DatabaseUnusable("Only sqlite and postgresql databases are supported.")


def _engine(url: URL) -> AsyncEngine:
    try:
        if url.get_backend_name() == "postgresql":
            return create_async_engine(
                url,
                pool_size=5,
                max_overflow=0,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={"timeout": 10, "command_timeout": 30},
            )
        engine = create_async_engine(
            url,
            pool_size=1,
            max_overflow=0,
            hide_parameters=True,
            connect_args={"timeout": 1.0},
        )
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise DatabaseUnusable("The driver of this database is not installed.") from error
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: it would do so too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    # Exclusive before WAL: the index of the WAL then lives in memory, and no second process
    # or tool can open the file while the server runs.
    cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA trusted_schema=OFF")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _only_process(engine: AsyncEngine) -> AsyncConnection | None:
    """Hold a lock for the life of the process, or refuse."""
    if engine.dialect.name == "sqlite":
        return None
    connection = await engine.connect()
    await connection.execution_options(isolation_level="AUTOCOMMIT")
    got = await connection.scalar(text("SELECT pg_try_advisory_lock(:n)"), {"n": _LOCK_NUMBER})
    if not got:
        await connection.close()
        raise DatabaseUnusable("Another vidda-server is using this database.")
    return connection


async def _migrate(connection: AsyncConnection, url: URL) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    newest = script.get_current_head()
    present = await connection.run_sync(
        lambda c: MigrationContext.configure(c).get_current_revision()
    )
    await connection.rollback()
    if present == newest:
        return
    if present is not None:
        if present not in {step.revision for step in script.walk_revisions()}:
            raise DatabaseUnusable(
                "The database was made by a newer vidda-server: update this one."
            )
        await _copy_before_upgrade(connection, url, present)

    def upgrade(sync_connection: Connection) -> None:
        config.attributes["connection"] = sync_connection
        command.upgrade(config, "head")

    await connection.run_sync(upgrade)
    await connection.commit()


async def _copy_before_upgrade(connection: AsyncConnection, url: URL, present: str) -> None:
    if connection.dialect.name != "sqlite" or url.database is None:
        return
    copy = Path(url.database).with_name(f"{Path(url.database).name}.before-{present}-upgrade")
    copy.unlink(missing_ok=True)
    raw = await connection.get_raw_connection()
    # Outside of any transaction, which VACUUM INTO asks for.
    driver = raw.driver_connection
    assert driver is not None
    await driver.execute("VACUUM INTO ?", (str(copy),))


def _reason(error: BaseException) -> str:
    words = str(error.orig if isinstance(error, DBAPIError) else error)
    if "database is locked" in words:
        return "Another vidda-server is using this database."
    if "not a database" in words or "malformed" in words:
        return "The database file is damaged or not a database."
    if isinstance(error, OperationalError) and "unable to open" in words:
        return "The database file cannot be opened."
    return "The database cannot be reached."

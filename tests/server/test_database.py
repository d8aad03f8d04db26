# SPDX-License-Identifier: GPL-3.0-or-later
"""The database: one process, migrations that match the tables, refusal of what is newer."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from signaling_server import tables
from signaling_server.database import Database, DatabaseUnusable
from signaling_server.serving import Options
from signaling_server.wire_http import Parcels
from tests.fakes.running_server import running_server
from tests.server.clinic import Clinic, Visitor
from tests.server.sending import sending

POSTGRES = Path("/usr/lib/postgresql/15/bin/initdb")


@contextlib.asynccontextmanager
async def opened(folder: Path, url: str | None = None) -> AsyncIterator[Database]:
    database = await Database.open(folder, url)
    try:
        yield database
    finally:
        await database.close()


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), tables.metadata))


async def test_the_migrations_make_the_tables(tmp_path: Path) -> None:
    for _ in range(2):
        async with opened(tmp_path) as database, database.read() as connection:
            assert await connection.run_sync(differences) == []


async def test_what_is_written_is_on_the_disk(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        async with database.read() as connection:
            for pragma, value in (
                ("journal_mode", "wal"),
                ("synchronous", 2),
                ("foreign_keys", 1),
                ("locking_mode", "exclusive"),
            ):
                assert await connection.scalar(text(f"PRAGMA {pragma}")) == value
        async with database.write() as connection:
            await connection.execute(insert(tables.settings).values(name="a", value="b"))
        with contextlib.suppress(ZeroDivisionError):
            async with database.write() as connection:
                await connection.execute(insert(tables.settings).values(name="c", value="d"))
                raise ZeroDivisionError
    async with opened(tmp_path) as database, database.read() as connection:
        assert list(await connection.scalars(select(tables.settings.c.name))) == ["a"]


async def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    async def add_one(database: Database) -> None:
        async with database.write() as connection:
            found = await connection.scalar(
                select(tables.settings.c.value).where(tables.settings.c.name == "n")
            )
            await connection.execute(
                tables.settings.update()
                .where(tables.settings.c.name == "n")
                .values(value=str(int(found or "0") + 1))
            )

    async with opened(tmp_path) as database:
        async with database.write() as connection:
            await connection.execute(insert(tables.settings).values(name="n", value="0"))
        await asyncio.gather(*(add_one(database) for _ in range(20)))
        async with database.read() as connection:
            assert await connection.scalar(select(tables.settings.c.value)) == "20"


async def test_a_second_server_on_the_same_file_is_refused(tmp_path: Path) -> None:
    async with opened(tmp_path):
        with pytest.raises(DatabaseUnusable, match="Another vidda-server"):
            await Database.open(tmp_path)
    async with opened(tmp_path):
        pass


async def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    async with opened(tmp_path) as database, database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnusable, match="newer vidda-server"):
        await Database.open(tmp_path)


async def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "server.db").write_bytes(b"no database at all" * 1000)
    with pytest.raises(DatabaseUnusable, match="damaged"):
        await Database.open(tmp_path)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "not a URL"),
        ("mysql://localhost/x", "Only sqlite and postgresql"),
        ("postgresql://vidda:x@127.0.0.1:9/x", "cannot be reached"),
    ],
)
async def test_a_wrong_address_is_refused(tmp_path: Path, url: str, words: str) -> None:
    with pytest.raises(DatabaseUnusable, match=words):
        await Database.open(tmp_path, url)


async def test_the_file_of_the_first_release_opens_for_ever(tmp_path: Path) -> None:
    dump = Path(__file__).parents[1] / "formats" / "server-0001.sql"
    with contextlib.closing(sqlite3.connect(tmp_path / "server.db")) as file:
        file.executescript(dump.read_text(encoding="utf-8"))
    async with opened(tmp_path) as database, database.read() as connection:
        assert await connection.run_sync(differences) == []
        kept = tables.settings.c.value
        assert await connection.scalar(select(kept)) == "0123456789abcdef0123456789abcdef"


def test_the_tables_compile_for_postgresql() -> None:
    for table in tables.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server of this test alone, on a socket in its folder."""

    url: str


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    if not POSTGRES.exists():
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's own folder, which no other user may enter: PostgreSQL refuses root.
    folder = Path(tempfile.mkdtemp(prefix="vidda-pg-"))
    as_user = [] if os.geteuid() else ["runuser", "-u", "postgres", "--"]
    if as_user:
        shutil.chown(folder, "postgres")

    def run(*arguments: str) -> None:
        program = str(POSTGRES.with_name(arguments[0]))
        subprocess.run(
            [*as_user, program, *arguments[1:]], check=True, capture_output=True, cwd=folder
        )

    run("initdb", "-D", str(folder / "db"), "-A", "trust", "-U", "vidda", "-N")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run("pg_ctl", "-D", str(folder / "db"), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield Postgres(f"postgresql://vidda@/postgres?host={folder}")
    finally:
        run("pg_ctl", "-D", str(folder / "db"), "-m", "immediate", "stop")
        shutil.rmtree(folder)


async def test_postgresql(tmp_path: Path, client: ClientSession, postgres: Postgres) -> None:
    """Every kind of statement on the other database, through the whole server."""
    options = Options(data=tmp_path, port=0, database=postgres.url)
    async with running_server(tmp_path, options=options) as server:
        with pytest.raises(DatabaseUnusable, match="Another vidda-server"):
            await Database.open(tmp_path, postgres.url)
        clinic = await Clinic(client, server.url).open()
        sender, recipient = await clinic.enrol(), await clinic.enrol()
        appointment = await sender.new_appointment()
        patient = Visitor(client, server.url, await sender.new_link(appointment))
        assert await patient.log_in() == 200
        parcel = sending(sender, picture=b"x" * 5000)
        done = await parcel.send(recipient)
        assert (await recipient.get("/parcels", Parcels)).parcels == (done,)
        assert await recipient.status("PUT", f"/parcels/{parcel.parcel}/receipt") == 204
        await server.restart()
        assert await sender.status("GET", "/appointments") == 200
    async with opened(tmp_path, postgres.url) as database, database.read() as connection:
        assert await connection.run_sync(differences) == []

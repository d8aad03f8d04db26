# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring a database to the newest schema, step by step, with a copy of it beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlcipher3
from sqlcipher3 import Connection

from app.store.errors import StoreNewer

SCHEMA: Final = Path(__file__).parent / "schema"
_STEP_NAME: Final = re.compile(r"(\d{4})\.sql")


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered SQL file."""

    version: int
    sql: str


def steps(directory: Path = SCHEMA) -> tuple[Step, ...]:
    """Read all steps, in order, numbered from 1 without a gap."""
    found = sorted(
        (int(match[1]), path)
        for path in directory.iterdir()
        if (match := _STEP_NAME.fullmatch(path.name))
    )
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    return tuple(Step(number, path.read_text(encoding="utf-8")) for number, path in found)


def version_of(connection: Connection) -> int:
    """Read the schema version; 0 for a new database."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(version: int, known: int) -> None:
    """Refuse what a later program wrote.

    Raises:
        StoreNewer: it is newer.
    """
    if version > known:
        raise StoreNewer(version, known)


def upgrade(connection: Connection, all_steps: tuple[Step, ...]) -> None:
    """Run the steps that are missing, each in its own transaction.

    A crash leaves the version before or after a step, never one between.

    Raises:
        StoreNewer: the database is newer than the last step.
    """
    present = version_of(connection)
    refuse_newer(present, len(all_steps))
    for step in all_steps[present:]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in statements(step.sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {step.version}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def statements(sql: str) -> Iterator[str]:
    """Split a script at its statements' ends; semicolons inside triggers do not count.

    ``executescript`` would commit first and so break the one transaction a step.
    """
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlcipher3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        raise ValueError("the script ends inside a statement")

# SPDX-License-Identifier: GPL-3.0-or-later
"""What whoever runs a server can do to its database."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from tests.fakes.running_server import RunningServer


async def tamper(server: RunningServer, statement: str, *values: object) -> None:
    """Change one row of the stopped server's database, then start the server again."""
    await server.stop()
    await asyncio.to_thread(_change, server.data, statement, values)
    await server.start()


def _change(data: Path, statement: str, values: tuple[object, ...]) -> None:
    (path,) = [p for p in data.iterdir() if p.suffix in (".db", ".sqlite", ".sqlite3")]
    connection = sqlite3.connect(path)
    try:
        with connection:
            changed = connection.execute(statement, values).rowcount
        assert changed == 1, "the attack must hit something"
    finally:
        connection.close()

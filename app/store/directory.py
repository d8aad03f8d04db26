# SPDX-License-Identifier: GPL-3.0-or-later
"""The last good directory of the organisation, and the highest version ever seen."""

from __future__ import annotations

import msgspec

from app.store.database import Connection, Store
from signaling_server.wire_http import Directory


async def save_directory(store: Store, directory: Directory, version: int) -> None:
    """Keep a directory that was verified; an older version than the kept one changes nothing."""
    body = msgspec.json.encode(directory)

    def work(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO directory (id, version, body) VALUES (1, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body "
            "WHERE excluded.version >= directory.version",
            (version, body),
        )

    await store.run(work)


async def load_directory(store: Store) -> tuple[Directory, int] | None:
    """Read the kept directory with its version. It is to be verified again before use."""

    def work(connection: Connection) -> tuple[Directory, int] | None:
        row = connection.execute("SELECT body, version FROM directory").fetchone()
        return None if row is None else (msgspec.json.decode(row[0], type=Directory), int(row[1]))

    return await store.run(work)

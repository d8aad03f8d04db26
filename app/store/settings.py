# SPDX-License-Identifier: GPL-3.0-or-later
"""Small choices of the user, by name."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from app.store.database import Connection, Store

Value = TypeVar("Value", str, int, float, bool)


async def get(store: Store, key: str, default: Value) -> Value:
    """Read a setting; ``default`` where it was never set, or was set as another type."""

    def work(connection: Connection) -> object:
        row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return default if row is None else msgspec.json.decode(row[0])

    found = await store.run(work)
    # Exactly the type: True is an int to isinstance.
    return found if type(found) is type(default) else default


async def put(store: Store, key: str, value: str | int | float | bool) -> None:
    """Write a setting."""
    raw = msgspec.json.encode(value)

    def work(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO settings (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, raw),
        )

    await store.run(work)

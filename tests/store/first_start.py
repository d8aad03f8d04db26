# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that sets a profile up, or upgrades it, until somebody kills it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from app.store import database, settings
from app.store.database import Store
from app.store.migrations import Step, steps
from app.vault.argon import Cost
from app.vault.vault import Vault

PASSPHRASE = "fjellrev på vidda i mars"
KEY = bytes(range(32))
LATER = 12
"""Steps that an imagined later version adds."""


def later_steps() -> tuple[Step, ...]:
    """Make steps that take a while, each of which counts itself."""
    known = steps()
    fill = "INSERT INTO filler SELECT randomblob(200) FROM sqlite_schema, sqlite_schema AS b;\n"
    more = tuple(
        Step(
            len(known) + number,
            f"CREATE TABLE IF NOT EXISTS filler (x);\n{fill}CREATE TABLE step_{number} (x);\n",
        )
        for number in range(1, LATER + 1)
    )
    return (*known, *more)


async def set_up(profile: Path) -> None:
    """Do what the first start does."""
    created = Vault(profile, None, Cost(1, 64, 1)).create(PASSPHRASE)
    store = await Store.open(profile, created.key)
    await settings.put(store, "language", "nb")
    await store.close()


async def upgrade(profile: Path) -> None:
    """Open a profile with a later version of the program."""
    database.steps = later_steps
    await (await Store.open(profile, KEY)).close()


if __name__ == "__main__":
    work = {"set-up": set_up, "upgrade": upgrade}[sys.argv[1]]
    print("ready", flush=True)
    asyncio.run(work(Path(sys.argv[2])))

# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 during the first start or an upgrade: before or after, never between. security.md P19."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.store import database, settings
from app.store.database import Connection, Store
from app.store.migrations import steps
from app.vault.argon import Cost
from app.vault.vault import Vault
from tests.store.first_start import KEY, LATER, PASSPHRASE, later_steps

ROOT = Path(__file__).parents[2]
ROUNDS = 8

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def killed(mode: str, profile: Path, seconds: float) -> bool:
    """Let a child begin and kill it after a while, unless it has ended; tells which."""
    script = Path(__file__).with_name("first_start.py")
    child = subprocess.Popen(
        [sys.executable, str(script), mode, str(profile)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"ready\n"
        try:
            assert child.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(30)
            return True
    return False


async def test_a_killed_first_start(tmp_path: Path) -> None:
    dice = random.Random(7)
    kills = 0
    for number in range(ROUNDS):
        profile = tmp_path / str(number)
        kills += await asyncio.to_thread(killed, "set-up", profile, dice.uniform(0, 0.08))
        vault = Vault(profile, None, Cost(1, 64, 1))
        key = (
            vault.unlock_with_passphrase(PASSPHRASE)
            if vault.exists()
            else vault.create(PASSPHRASE).key
        )
        store = await Store.open(profile, key)
        assert await settings.get(store, "language", "none") in ("nb", "none")
        await store.close()
    print(f"{ROUNDS} rounds, {kills} killed")
    assert kills


def present_steps(connection: Connection) -> tuple[int, int]:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    found = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE name GLOB 'step_*'"
    ).fetchone()[0]
    return version, found


async def test_a_killed_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(8)
    before = tmp_path / "before"
    store = await Store.open(before, KEY)
    await settings.put(store, "language", "nb")
    await store.close()
    kills = 0
    for number in range(ROUNDS):
        profile = tmp_path / str(number)
        shutil.copytree(before, profile)
        kills += await asyncio.to_thread(killed, "upgrade", profile, dice.uniform(0, 0.25))
        monkeypatch.setattr(database, "upgrade", lambda connection, all_steps: None)
        monkeypatch.setattr(database, "steps", later_steps)
        store = await Store.open(profile, KEY)
        version, found = await store.run(present_steps)
        assert version == len(steps()) + found
        await store.close()
        monkeypatch.undo()

        monkeypatch.setattr(database, "steps", later_steps)
        store = await Store.open(profile, KEY)
        assert await store.run(present_steps) == (len(steps()) + LATER, LATER)
        assert await settings.get(store, "language", "none") == "nb"
        await store.close()
        monkeypatch.undo()
    print(f"{ROUNDS} rounds, {kills} killed")
    assert kills

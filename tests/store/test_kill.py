# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at any moment loses nothing that was acknowledged. security.md, promise P1."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.records.ids import CompositionId
from app.store import notes
from app.store.database import Connection, Store
from tests.store.draft_writer import DRAFTS, KEY, draft_of, version_of

ROUNDS = 10
ROOT = Path(__file__).parents[2]


def killed_round(profile: Path, first: int, saves: int, extra_bytes: int) -> int:
    """Let a child save, kill it, and give the last number that it acknowledged."""
    command = [sys.executable, str(Path(__file__).with_name("draft_writer.py"))]
    child = subprocess.Popen(
        [*command, str(profile), str(first)],
        stdout=subprocess.PIPE,
        # Without a buffer, lines and single bytes come out in the order they went in.
        bufsize=0,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    acknowledged = first - 1
    with child.stdout:
        for _ in range(saves):
            acknowledged = int(child.stdout.readline())
        # Reading a few bytes of the next line ends at another place within a save each time.
        rest = os.read(child.stdout.fileno(), extra_bytes) if extra_bytes else b""
        child.send_signal(signal.SIGKILL)
        rest = rest + child.stdout.read()
    child.wait(30)
    whole = [line for line in rest.decode().splitlines(keepends=True) if line.endswith("\n")]
    return int(whole[-1]) if whole else acknowledged


def integrity(connection: Connection) -> tuple[list[str], list[str]]:
    cipher = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    structure = connection.execute("PRAGMA integrity_check").fetchall()
    return [row[0] for row in cipher], [row[0] for row in structure]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
async def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    dice = random.Random(2026)
    profile = tmp_path / "profile"
    first, lost = 0, 0
    for _ in range(ROUNDS):
        saves, extra = dice.randint(1, 60), dice.randint(0, 3)
        last = await asyncio.to_thread(killed_round, profile, first, saves, extra)
        store = await Store.open(profile, KEY)
        assert await store.run(integrity) == ([], ["ok"])
        for number in range(max(first, last - DRAFTS + 1), last + 1):
            saved = await notes.draft(store, draft_of(number).composition)
            # One more than acknowledged may have reached the disk; never one less.
            lost += saved not in (draft_of(number), draft_of(number + DRAFTS))
        for number in range(first, last + 1):
            if number % 3 == 0:
                rows = await notes.versions(store, CompositionId(f"c{number:031x}"))
                lost += rows != (version_of(number),)
        await store.close()
        # The save after the last acknowledged one may have been done: begin behind it.
        first = last + 2 if last >= first else first
    print(f"{ROUNDS} rounds, {first} saves acknowledged, {lost} lost")
    assert first > ROUNDS
    assert lost == 0

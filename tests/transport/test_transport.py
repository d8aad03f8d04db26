# SPDX-License-Identifier: GPL-3.0-or-later
"""A small part of ``make bench-referrals``: some kills, some attacks, and a small video."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.transport.allocation_kills import killed_coordinator
from tests.transport.bench import table_of_attacks, table_of_kills, table_of_speed
from tests.transport.fighting import fought, names
from tests.transport.kills import Victim, killed, region
from tests.transport.speed import measured

SEED = 20261126
KILLS = 2
ATTACKS = 6


@pytest.mark.timeout(120)
def test_what_is_killed_on_the_way_arrives_once_and_whole(tmp_path: Path) -> None:
    with region(tmp_path) as place:
        runs = [killed(place, victim, KILLS, SEED, 4 * 1024**2) for victim in Victim]
        runs.append(killed_coordinator(place, KILLS, SEED, 2 * 1024**2))
    assert all(run.holds for run in runs), table_of_kills(runs)


async def test_a_malicious_server_shows_nothing(tmp_path: Path) -> None:
    assert len(names()) == len(set(names())) >= 30
    wanted = random.Random(SEED).sample(names(), ATTACKS)
    fights = await fought(tmp_path, wanted.__contains__)
    assert [fight.attack for fight in fights] == [name for name in names() if name in wanted]
    assert all(fight.holds for fight in fights), table_of_attacks(fights)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory from /proc")
def test_the_measurement_of_a_video_runs(tmp_path: Path) -> None:
    """Whether it is quick enough is judged by the bench alone; memory and pauses hold for all."""
    speed = measured(tmp_path, 20_000_000)
    assert speed.rate > 0
    assert speed.peak_mb <= 150.0, table_of_speed(speed)

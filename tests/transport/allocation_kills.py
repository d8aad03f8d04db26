# SPDX-License-Identifier: GPL-3.0-or-later
"""Kill -9 a coordinator's program while it takes referrals in and gives them to a specialist.

At the end each must have been given once, have arrived once and whole, and its sender must have
been told once.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from typing import Final

from app.records.referral import Specialty, StepKind
from app.referrals.kept import blob_owner
from app.store import blobs
from app.store.database import Store
from app.store.referrals import referrals
from app.workplace import open_workplace
from tests.fakes.referrals import form
from tests.transport.kills import Killed, Region, noise, taken_in
from tests.transport.program import LIMIT_S, Task

NAME: Final = "coordinator"
_HEART: Final = form(
    specialty=Specialty.HEART_AND_LUNG,
    answers=(("posture", "left-side"), ("filter", "unfiltered")),
)
_LONGEST_LIFE_S: Final = 0.7
"""Of a program before it is killed: longer than it needs for all of a small referral."""


def killed_coordinator(place: Region, kills: int, seed: int, size_bytes: int) -> Killed:
    """Send referrals and kill the coordinator's program until it was killed so often."""
    dice = random.Random(f"{seed} {NAME}")
    result = Killed(NAME, size_bytes)
    before = time.monotonic()
    sources: list[str] = []
    while result.kills < kills:
        content = noise(size_bytes, dice.randrange(2**31))
        source = place.folder / f"{NAME}-{len(sources)}.wav"
        source.write_bytes(content)
        sources.append(hashlib.sha256(content).hexdigest())
        gp = place.program("gp", Task(source, _HEART, to_coordinator=True))
        gp.until("waiting", 1)
        gp.until("delivered", gp.said()[0]["sent"] + 1)
        gp.kill()
        noted = place.meter.up.again, place.meter.down.again
        result.kills_down += _allocated(place, len(sources), dice, kills - result.kills)
        result.again_up += place.meter.up.again - noted[0]
        result.again_down += place.meter.down.again - noted[1]
        source.unlink()
    result.referrals = len(sources)
    asyncio.run(_judge(place, sources, result))
    result.seconds = time.monotonic() - before
    return result


def _allocated(place: Region, wanted: int, dice: random.Random, most: int) -> int:
    """Let the coordinator give a referral to a specialist; gives how often they were killed."""
    kills = 0
    deadline = time.monotonic() + LIMIT_S
    while True:
        program = place.program(NAME, Task(allocates=True))
        end = time.monotonic() + dice.uniform(0.0, _LONGEST_LIFE_S)
        while kills >= most or time.monotonic() < end:
            now = program.now()
            if now.get("allocated", 0) >= wanted and now.get("waiting", 1) == 0:
                program.kill()
                return kills
            assert time.monotonic() < deadline, f"stuck: {now}"
            time.sleep(0.001)
        program.kill()
        kills += 1
        deadline = time.monotonic() + LIMIT_S


async def _judge(place: Region, sources: list[str], result: Killed) -> None:
    """See what the specialist has, and what the sender was told."""
    heart = await open_workplace(
        place.folder / "clinic" / "cardiologist", place.keys["cardiologist"]
    )
    async with asyncio.timeout(LIMIT_S):
        arrived = asyncio.Event()
        await heart.referrals.watch(
            lambda view: arrived.set() if len(view.inbox) == len(sources) else None
        )
        await arrived.wait()
    gp = await open_workplace(place.folder / "clinic" / "gp", place.keys["gp"])
    async with asyncio.timeout(LIMIT_S):
        told = asyncio.Event()
        await gp.referrals.watch(
            lambda view: (
                told.set()
                if sum(row.with_since is not None for row in view.sent) == len(sources)
                else None
            )
        )
        await told.wait()
    for program in (heart, gp):
        await program.close()
    whole = await _whole(place, sources)
    choices = await _choices(place)
    result.whole = len(whole)
    result.delivered_once = sum(count == 1 and choices[number] == 1 for number, count in whole)


async def _whole(place: Region, sources: list[str]) -> list[tuple[str, int]]:
    """List the referrals that arrived whole, and how often each was taken in."""
    profile = place.folder / "clinic" / "cardiologist"
    store = await Store.open(profile, place.keys["cardiologist"])
    taken = await store.run(taken_in)
    found = []
    for row in await referrals(store, "received"):
        (facts,) = row.referral.attachments
        owner = blob_owner(row.referral.referral, facts.attachment)
        (kept,) = await blobs.blobs_of(store, owner)
        content = await blobs.open_blob(store, kept.blob)
        if hashlib.sha256(content).hexdigest() in sources:
            found.append((str(row.referral.referral), taken[row.referral.referral]))
    await store.close()
    return found


async def _choices(place: Region) -> dict[str, int]:
    """Count what the sender was told of each referral."""
    store = await Store.open(place.folder / "clinic" / "gp", place.keys["gp"])
    told = {
        str(row.referral.referral): sum(
            step.kind is StepKind.ALLOCATED for step in row.referral.steps
        )
        for row in await referrals(store, "sent")
    }
    await store.close()
    return told

# SPDX-License-Identifier: GPL-3.0-or-later
"""All attacks of a malicious server, fought one after the other by the same people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.transport import (
    allocation_attacks,
    choice_attacks,
    colleague_attacks,
    line_attacks,
    parcel_attacks,
)
from tests.transport.attacks import Fought, ring
from tests.transport.parcel_attacks import Around


def names() -> tuple[str, ...]:
    """Name all attacks, in the order they are fought in."""
    return (
        *parcel_attacks.ATTACKS,
        *colleague_attacks.ATTACKS,
        *choice_attacks.ATTACKS,
        *allocation_attacks.ATTACKS,
        *line_attacks.ATTACKS,
    )


async def fought(folder: Path, wanted: Callable[[str], bool] = lambda _: True) -> list[Fought]:
    """Fight the wanted attacks."""
    async with ring(folder) as place:
        _, parcel = await place.shown()
        around = Around(place.liar.scenes[parcel], place.region.mona, place.region.skin)
        found = [
            await place.fight(name, attack, around)
            for name, attack in parcel_attacks.ATTACKS.items()
            if wanted(name)
        ]
        for others in (
            colleague_attacks.ATTACKS,
            choice_attacks.ATTACKS,
            allocation_attacks.ATTACKS,
            line_attacks.ATTACKS,
        ):
            found += [await attack(place) for name, attack in others.items() if wanted(name)]
        return found

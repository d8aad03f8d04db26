# SPDX-License-Identifier: GPL-3.0-or-later
"""People who were really enrolled on a running server."""

from __future__ import annotations

from pathlib import Path

from app.enrolment.administration import Administration
from app.enrolment.newcomer import claim, wait_for_approval
from app.vault.argon import Cost
from app.vault.identity import OwnIdentity

CHEAP = Cost(1, 32, 4)
"""Nobody guesses passphrases in a test."""


async def enrolled(
    url: str, folder: Path, *people: tuple[str, str, str]
) -> tuple[Administration, list[OwnIdentity]]:
    """Make an organisation in ``folder`` and enrol people, given as name, role and specialty."""
    administration = Administration(folder / "organization", "fjord kobber lykt", cost=CHEAP)
    await administration.init(url, "DPS Viddal")
    claims = []
    for name, role, specialty in people:
        code = await administration.enrol(name, role, "DPS Viddal", "0000001", specialty)
        claims.append(await claim(url, code, "a computer"))
    await administration.approve()
    return administration, [await wait_for_approval(claimed) for claimed in claims]

# SPDX-License-Identifier: GPL-3.0-or-later
"""An organisation on a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.enrolment.administration import Administration
from tests.fakes.enrolled import CHEAP
from tests.fakes.running_server import RunningServer, running_server

PASSPHRASE = "fjord kobber lykt seilas"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningServer]:
    async with running_server(tmp_path) as running:
        yield running


@pytest.fixture
async def administration(server: RunningServer, tmp_path: Path) -> Administration:
    made = Administration(tmp_path / "organization", PASSPHRASE, cost=CHEAP)
    await made.init(server.url, "DPS Viddal")
    return made

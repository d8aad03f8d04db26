# SPDX-License-Identifier: GPL-3.0-or-later
"""A running server with one clinic, for the tests of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from aiohttp import ClientSession

from tests.fakes.running_server import RunningServer, running_server
from tests.server.clinic import Clinic


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningServer]:
    async with running_server(tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest_asyncio.fixture
async def clinic(server: RunningServer, client: ClientSession) -> Clinic:
    return await Clinic(client, server.url).open()

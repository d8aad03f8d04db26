# SPDX-License-Identifier: GPL-3.0-or-later
"""A store in a temporary profile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store.database import Store

KEY = bytes(range(32))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(tmp_path / "profile", KEY)
    yield opened
    await opened.close()

# SPDX-License-Identifier: GPL-3.0-or-later
"""One server and one clinic for the commands that meet a bad world."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.command_world import CommandWorld, command_world


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandWorld]:
    with command_world(tmp_path_factory.mktemp("world")) as made:
        yield made

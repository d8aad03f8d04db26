# SPDX-License-Identifier: GPL-3.0-or-later
"""Long computing away from the GUI thread, as screens ask for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeAlias

from app.bridge import Bridge

Background: TypeAlias = Callable[[Callable[[], Any], Callable[[Any], object]], object]
"""Runs the first somewhere and hands its result to the second, in the GUI thread."""


def at_once(work: Callable[[], Any], done: Callable[[Any], object]) -> None:
    """Compute here and now."""
    done(work())


def over(bridge: Bridge, failed: Callable[[Exception], object]) -> Background:
    """Compute in a worker thread, over the bridge."""

    def run(work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        bridge.run(asyncio.to_thread(work), done, failed)

    return run

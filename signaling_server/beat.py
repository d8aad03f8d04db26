# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that is done again and again while the server runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

_log = logging.getLogger(__name__)


class Beat:
    """Calls a function at once and then every ``interval_s`` seconds, until ``close``."""

    def __init__(self, name: str, interval_s: float, work: Callable[[], Awaitable[None]]) -> None:
        self._name = name
        self._interval_s = interval_s
        self._work = work
        self._task = asyncio.get_running_loop().create_task(self._run(), name=name)

    async def close(self) -> None:
        """Stop and wait until the work has stopped."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._work()
            except Exception:
                # The outermost loop of this work: it goes on at the next beat.
                _log.exception("%s failed", self._name)
            await asyncio.sleep(self._interval_s)

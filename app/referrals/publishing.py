# SPDX-License-Identifier: GPL-3.0-or-later
"""Show watchers the present view and each change; many changes at once become one view."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from app.errors import KnownError
from app.referrals.views import ReferralsView

_log = logging.getLogger(__name__)

Watcher = Callable[[ReferralsView], None]


class Publishing:
    """Watchers and what they are shown. Belongs to the asyncio thread."""

    def __init__(self, view: Callable[[], Awaitable[ReferralsView]]) -> None:
        self._view = view
        self._watchers: list[Watcher] = []
        self._changed = asyncio.Event()

    def change(self) -> None:
        """Note that the view is no longer what was shown."""
        self._changed.set()

    async def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Add a watcher and show it the present view; the callable ends that."""
        watcher(await self._view())
        self._watchers.append(watcher)

        def unwatch() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return unwatch

    def clear(self) -> None:
        """Let all watchers go."""
        self._watchers.clear()

    async def run(self) -> None:
        """Show changes until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                view = await self._view()
            except KnownError as error:
                _log.warning("referrals view: %s", type(error).__name__)
                continue
            for watcher in tuple(self._watchers):
                watcher(view)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Those who look at a call: the present view at once, then each change."""

from __future__ import annotations

from collections.abc import Callable

from app.calls.views import CallView

Watcher = Callable[[CallView], None]


class Watchers:
    """Belongs to the asyncio thread."""

    def __init__(self) -> None:
        self.view = CallView()
        """What was shown last."""
        self._watchers: list[Watcher] = []

    def add(self, watcher: Watcher) -> Callable[[], None]:
        """Show the present view to somebody new; the returned callable ends their watching."""
        self._watchers.append(watcher)
        watcher(self.view)

        def remove() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return remove

    def show(self, view: CallView) -> None:
        """Show a view, if anything in it has changed."""
        if view == self.view:
            return
        self.view = view
        for watcher in tuple(self._watchers):
            watcher(view)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Advice that is given until it was read once, and then never again in this profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.store import settings
from app.store.database import Store
from app.ui.notices import Notices

_KNOWN: Final = "ui.headphones_known"


class HeadphoneAdvice(QObject):
    """Remembers that somebody knows what heart sounds are heard with. Lives in the GUI thread."""

    def __init__(
        self,
        store: Store,
        bridge: Bridge,
        notices: Notices,
        advise: Callable[[bool], object],
        parent: QObject | None = None,
    ) -> None:
        """``advise`` shows the advice, or hides it."""
        super().__init__(parent)
        self._store, self._bridge, self._notices = store, bridge, notices
        self._advise = advise

    def start(self) -> None:
        """Give the advice, where it was not read before."""
        self._bridge.run(
            settings.get(self._store, _KNOWN, False),
            lambda known: self._advise(not known),
            self._notices.show,
        )

    def read(self) -> None:
        """Never give it again."""
        self._advise(False)
        self._bridge.run(
            settings.put(self._store, _KNOWN, True), lambda _: None, self._notices.show
        )

# SPDX-License-Identifier: GPL-3.0-or-later
"""How loud it is, for voice bars and meters, asked at most 15 times a second."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.bridge import Bridge
from app.media.engine import MediaEngine
from app.media.levels import Levels

_MS = 66


class Voices(QObject):
    """Emits heard(Levels) while it runs. Lives in the GUI thread."""

    heard = Signal(object)

    def __init__(self, engine: MediaEngine, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._bridge = bridge
        self._asking = False
        self._timer = QTimer(self, interval=_MS)
        self._timer.timeout.connect(self._ask)

    def run(self, on: bool) -> None:
        """Ask from now on, or stop."""
        if on is not self._timer.isActive():
            self._timer.start() if on else self._timer.stop()

    def _ask(self) -> None:
        if not self._asking:
            self._asking = True
            self._bridge.run(self._read(), self._answered, self._failed)

    async def _read(self) -> Levels:
        return self._engine.levels()

    def _answered(self, levels: Levels) -> None:
        self._asking = False
        self.heard.emit(levels)

    def _failed(self, error: Exception) -> None:
        # A meter is not worth a message; without it the screen shows silence.
        self._asking = False
        self._timer.stop()

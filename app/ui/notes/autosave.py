# SPDX-License-Identifier: GPL-3.0-or-later
"""When to save what is being typed: 1 s after the last key, at most 2 s after the first one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

QUIET_MS = 1000
LATEST_MS = 2000
AGAIN_MS = 3000


class Autosave(QObject):
    """Counts down to the next saving. Lives in the GUI thread."""

    due = Signal()

    def __init__(
        self,
        parent: QObject,
        quiet_ms: int = QUIET_MS,
        latest_ms: int = LATEST_MS,
        again_ms: int = AGAIN_MS,
    ) -> None:
        super().__init__(parent)
        self._again_ms = again_ms
        self._quiet = QTimer(self, singleShot=True, interval=quiet_ms)
        self._latest = QTimer(self, singleShot=True, interval=latest_ms)
        self._quiet.timeout.connect(self.now)
        self._latest.timeout.connect(self.now)

    @property
    def waiting(self) -> bool:
        """Tell whether something typed has not been handed over yet."""
        return self._latest.isActive()

    def typed(self) -> None:
        """Note a change of the text."""
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def now(self) -> None:
        """Save at once, if there is anything to save."""
        if self._latest.isActive():
            self._quiet.stop()
            self._latest.stop()
            self.due.emit()

    def try_again(self) -> None:
        """Save again in a while, after a saving that failed."""
        if not self._latest.isActive():
            self._latest.start(self._again_ms)

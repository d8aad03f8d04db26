# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages of the system, for whoever has another program in front."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.resources import resource_path


class SystemMessages(QObject):
    """One icon in the system's tray. What it says names nobody and nothing of a case."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._tray: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(QIcon(str(resource_path("icons/vidda.svg"))), self)
            self._tray.setToolTip("Vidda")
            self._tray.show()

    def tell(self, text: str) -> None:
        """Say it, if none of our own windows is in front."""
        if self._tray is not None and QApplication.activeWindow() is None:
            self._tray.showMessage("Vidda", text)

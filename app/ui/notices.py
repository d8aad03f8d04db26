# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program has to tell beside the screens: errors, and small news."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import KnownError
from app.ui.widgets.announce import announce
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.toast import Toast
from app.ui.words import error_words

_log = logging.getLogger(__name__)


class Notices(QObject):
    """Shows errors in a banner on top of ``stage``, one at a time, and small news in a toast.

    ``bar`` is the strip to put above the screens; it takes no room while there is nothing.
    """

    def __init__(self, stage: QWidget, inset: Callable[[], int] = lambda: 0) -> None:
        super().__init__(stage)
        self._stage = stage
        self._toast = Toast(stage, inset)
        self._warned = ""
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(24, 12, 24, 0)
        row.setSpacing(8)
        column = QVBoxLayout()
        self._banner = Banner("warn", "warning-fill", "")
        column.addWidget(self._banner)
        row.addLayout(column, 1)
        self._close = Button(self.tr("Close"), "quiet")
        self._close.clicked.connect(self.clear)
        row.addWidget(self._close)
        self._bar.hide()

    @property
    def bar(self) -> QWidget:
        """The strip for errors."""
        return self._bar

    def show(self, error: Exception) -> None:
        """Say what went wrong until it is closed; our own faults are logged with their place."""
        if not isinstance(error, KnownError):
            _log.error("unexpected error", exc_info=error)
        title, detail = error_words(error)
        self.warn(title, detail)

    def warn(self, title: str, detail: str = "") -> None:
        """Say something that must be read."""
        self._warned = title
        # What was small news before may be untrue now.
        self._toast.hide()
        self._banner.set_content("warn", "warning-fill", title, detail)
        self._close.setText(self.tr("Close"))
        self._bar.show()
        announce(self._stage, self._banner.text())

    def take_back(self, title: str) -> None:
        """Take a warning away that is not true any more; another one stays."""
        if title and self._warned == title:
            self.clear()

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say something small that goes by itself."""
        self._toast.say(text, undo)

    def clear(self) -> None:
        """Take the error away."""
        self._warned = ""
        self._bar.hide()

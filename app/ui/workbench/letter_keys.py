# SPDX-License-Identifier: GPL-3.0-or-later
"""Single letters as keys: they are letters while somebody writes (ui.md section 4)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_WRITTEN_IN = QPlainTextEdit | QLineEdit | QAbstractSpinBox | QComboBox
"""In a drop-down, letters find a choice."""


class LetterKey(QShortcut):
    """Works in the whole window while its owner is visible and nobody writes."""

    def __init__(self, owner: QWidget, keys: str, action: Callable[[], object]) -> None:
        super().__init__(QKeySequence(keys), owner)
        self.setContext(Qt.ShortcutContext.WindowShortcut)
        self._allowed = True
        self.activated.connect(action)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        # Off, not ignored: a key that is ignored would still be taken from who writes.
        application.focusChanged.connect(self._follow)

    def allow(self, *, on: bool) -> None:
        """Let it work at all, or not."""
        self._allowed = on
        self._follow(None, QApplication.focusWidget())

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        self.setEnabled(self._allowed and not isinstance(now, _WRITTEN_IN))


def add_letter_key(owner: QWidget, keys: str, action: Callable[[], object]) -> LetterKey:
    """Give a widget a key; its words come by ``setWhatsThis``, in the language of the moment."""
    return LetterKey(owner, keys, action)

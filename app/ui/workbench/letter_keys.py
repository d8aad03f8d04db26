# SPDX-License-Identifier: GPL-3.0-or-later
"""Single letters as keys: they are letters while somebody writes (ui.md section 4)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.ui.shell.keys import add_key


def add_letter_key(
    owner: QWidget, keys: str, action: Callable[[], object], words: str = ""
) -> QShortcut:
    """Give a visible widget a key that works in its window but where text is written."""

    def press() -> None:
        writing = QPlainTextEdit | QLineEdit | QAbstractSpinBox
        if not isinstance(QApplication.focusWidget(), writing):
            action()

    return add_key(owner, keys, words, press)

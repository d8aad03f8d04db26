# SPDX-License-Identifier: GPL-3.0-or-later
"""A line of a list that opens something."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.widgets.scroll import show_within


class Row(QFrame):
    """The whole row opens by press, Enter or Space; up and down move to its neighbours.

    Buttons inside act for themselves. Give it a layout and an accessible name: one sentence.
    """

    opened = Signal()

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open when the pointer is let go inside."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self.opened.emit()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here too."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, or move to the row above or below."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.opened.emit()
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case _:
                super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        window = self.window()
        rows = [row for row in window.findChildren(Row) if row.isVisible()]
        index = rows.index(self) + step
        if 0 <= index < len(rows):
            rows[index].setFocus(Qt.FocusReason.TabFocusReason)
            show_within(rows[index])

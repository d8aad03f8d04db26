# SPDX-License-Identifier: GPL-3.0-or-later
"""A small picture of meaning, drawn in a token's colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.ui import theme


class Icon(QLabel):
    """A Phosphor icon beside words; it says nothing by itself, so screen readers skip it."""

    def __init__(
        self, name: str, token: str = "text", size: int = 20, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._token = token
        self._size = size
        self._stamp = -1
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._draw()

    def set_icon(self, name: str, token: str = "text") -> None:
        """Show another icon."""
        if (name, token) != (self._name, self._token):
            self._name, self._token = name, token
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew when the look or the text size changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._stamp != theme.current().stamp:
            self._draw()

    def _draw(self) -> None:
        self._stamp = theme.current().stamp
        side = theme.px(self._size)
        self.setFixedSize(side, side)
        self.setPixmap(theme.pixmap(self._name, self._token, self._size))

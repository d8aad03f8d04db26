# SPDX-License-Identifier: GPL-3.0-or-later
"""A word or two that tell a state."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.ui import theme
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel

_TOKENS = {
    "ok": "ok",
    "warn": "warn",
    "danger": "danger",
    "role": "role",
    "accent": "accent_text",
    "count": "on_accent",
}


class Badge(QFrame):
    """Icon and word on a soft ground; not for pressing.

    Tones: neutral, ok, warn, danger, role, accent, count (a number in the accent).
    """

    def __init__(
        self,
        text: str,
        tone: str = "neutral",
        icon: str = "",
        *,
        high: int = 22,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self._high = high
        self._icon: Icon | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(6)
        if icon:
            self._icon = Icon(icon, _TOKENS.get(tone, "muted"), 14)
            self._row.addWidget(self._icon)
        self._words = PlainLabel(text)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row.addWidget(self._words)
        self.setProperty("tone", tone)
        self.setProperty("scale", "small" if high < 22 else "")
        self._resize()

    def text(self) -> str:
        """Give the words."""
        return self._words.text()

    def set_text(self, text: str) -> None:
        """Show other words."""
        self._words.setText(text)
        self._resize()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._resize()

    def _resize(self) -> None:
        side = theme.px(9 if self._icon is not None else 10)
        if self._tone == "count":
            side = theme.px(7 if self._high >= 22 else 5)
        self._row.setContentsMargins(side - theme.px(1), 0, side, 0)
        self.setFixedHeight(theme.px(self._high))
        self.setMinimumWidth(theme.px(self._high))

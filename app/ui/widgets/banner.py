# SPDX-License-Identifier: GPL-3.0-or-later
"""A state that lasts, said inside the thing it speaks of."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.widgets.button import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel

_TOKENS = {"acc": "accent_text", "ok": "ok", "warn": "warn", "danger": "danger"}


class Banner(QFrame):
    """One bold sentence, one quieter, at most one button. Tones: acc, ok, warn, danger."""

    pressed = Signal()

    def __init__(
        self,
        tone: str,
        icon: str,
        title: str,
        detail: str = "",
        action: str = "",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(12)
        self._icon = Icon(icon, _TOKENS.get(tone, "text"))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = PlainLabel(title, "strong", wrap=True)
        self._detail = PlainLabel(detail, "body", "muted", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row.addLayout(words, 1)
        self._action = Button(action, size="small")
        self._action.clicked.connect(self.pressed)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        # Not before they have their place: they would flash as windows of their own.
        self._detail.setVisible(bool(detail))
        self._action.setVisible(bool(action))

    def set_content(
        self, tone: str, icon: str, title: str, detail: str = "", action: str = ""
    ) -> None:
        """Say something else."""
        theme.set_state(self, "tone", tone)
        self._icon.set_icon(icon, _TOKENS.get(tone, "text"))
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._action.setText(action)
        self._action.setVisible(bool(action))

    def text(self) -> str:
        """Give both sentences, for reading aloud."""
        return f"{self._title.text()} {self._detail.text()}".strip()

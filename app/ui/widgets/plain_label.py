# SPDX-License-Identifier: GPL-3.0-or-later
"""Words on the screen, never read as markup."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui import theme

LINE_HEIGHT_PERCENT = 118
_PARAGRAPH = f"margin:0; white-space:pre-wrap; line-height:{LINE_HEIGHT_PERCENT}%"


class PlainLabel(QLabel):
    """A label that shows any text as plain text, also text from outside (style rule 40).

    ``place`` is the size: caption, second, body, strong, label, lead, name, section, page,
    patient-page, mono. ``tone`` is the colour: "", muted, faint, accent, ok, warn, danger, role.
    Long texts wrap and get a line height for reading after ``setWordWrap(True)``.
    """

    def __init__(
        self,
        text: str = "",
        place: str = "body",
        tone: str = "",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("place", place)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def text(self) -> str:
        """Give the words without the markup that sets their line height."""
        return self._text

    def setText(self, text: str) -> None:
        """Show other words."""
        if text != self._text:
            self._text = text
            self._show()

    def setWordWrap(self, on: bool) -> None:
        """Let the words wrap at the width they get."""
        super().setWordWrap(on)
        if on:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._show()

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        theme.set_state(self, "tone", tone)

    def set_selectable(self) -> None:
        """Let the words be marked and copied, by mouse and keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def _show(self) -> None:
        self.setAccessibleName(self._text)
        if self.wordWrap() and self._text:
            self.setTextFormat(Qt.TextFormat.RichText)
            lines = escape(self._text)
            super().setText(f'<p style="{_PARAGRAPH}">{lines}</p>')
        else:
            self.setTextFormat(Qt.TextFormat.PlainText)
            super().setText(self._text)

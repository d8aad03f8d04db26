# SPDX-License-Identifier: GPL-3.0-or-later
"""A signed text in which corrected words stay readable, marked and underlined."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.ui import theme
from app.ui.widgets.plain_label import PlainLabel

_LINE_HEIGHT = 130


def changed_words(before: str, after: str) -> tuple[tuple[str, bool], ...]:
    """Cut ``before`` into pieces; True marks those that ``after`` no longer has."""
    old, new = re.findall(r"\S+|\s+", before), re.findall(r"\S+|\s+", after)
    pieces: list[tuple[str, bool]] = []
    for kind, start, end, _, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        text = "".join(old[start:end])
        if text:
            pieces.append((text, kind != "equal" and bool(text.strip())))
    return tuple(pieces)


class MarkedText(PlainLabel):
    """Shows pieces of plain text; nothing in them is read as markup."""

    def __init__(
        self, pieces: tuple[tuple[str, bool], ...], *, parent: QWidget | None = None
    ) -> None:
        self._pieces = pieces
        super().__init__("".join(text for text, _ in pieces), "note", wrap=True, parent=parent)
        self.set_selectable()

    def changeEvent(self, event: QEvent) -> None:
        """Mark in the colours of the look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._show()

    def _show(self) -> None:
        ground = theme.color("warn_soft").name()
        words = theme.color("text").name()
        style = f"background:{ground}; color:{words}; text-decoration:underline"
        html = "".join(
            f'<span style="{style}">{_escaped(text)}</span>' if marked else _escaped(text)
            for text, marked in self._pieces
        )
        self.setTextFormat(Qt.TextFormat.RichText)
        QLabel.setText(self, f'<p style="margin:0; line-height:{_LINE_HEIGHT}%">{html}</p>')
        marked = ", ".join(text.strip() for text, on in self._pieces if on)
        corrected = self.tr("Corrected words: {words}").format(words=marked) if marked else ""
        self.setAccessibleName(f"{self.text()} {corrected}".strip())


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")

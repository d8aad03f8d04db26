# SPDX-License-Identifier: GPL-3.0-or-later
"""A question with its editor, and what is wrong with the answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.widgets.announce import announce
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel


class Field(QWidget):
    """Label over editor, hint or error below; the label is the editor's name."""

    def __init__(
        self,
        label: str,
        editor: QWidget,
        hint: str = "",
        *,
        control: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``control`` is what takes the keyboard, where the editor has several parts."""
        super().__init__(parent)
        self._editor = control or editor
        self._hint_text = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self._label = PlainLabel(label, "label", wrap=True)
        self._label.setBuddy(self._editor)
        column.addWidget(self._label)
        column.addWidget(editor)
        self._error = QWidget()
        row = QHBoxLayout(self._error)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(Icon("warning-circle-fill", "danger", 16), 0, Qt.AlignmentFlag.AlignTop)
        self._sentence = PlainLabel("", "second", "danger", wrap=True)
        row.addWidget(self._sentence, 1)
        self._error.hide()
        column.addWidget(self._error)
        self._hint = PlainLabel(hint, "second", "muted", wrap=True)
        column.addWidget(self._hint)
        self._hint.setVisible(bool(hint))
        # What is left over goes to a text that can use it, else below.
        if editor.sizePolicy().expandingDirections() & Qt.Orientation.Vertical:
            column.setStretchFactor(editor, 1)
        else:
            column.addStretch(1)
        self._editor.setAccessibleName(label)
        self._editor.setAccessibleDescription(hint)

    @property
    def editor(self) -> QWidget:
        """What the answer is written in."""
        return self._editor

    def set_label(self, label: str) -> None:
        """Ask in other words."""
        self._label.setText(label)
        self._editor.setAccessibleName(label)

    def set_hint(self, hint: str) -> None:
        """Say under the field how to answer."""
        self._hint_text = hint
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint) and not self.error())
        if not self.error():
            self._editor.setAccessibleDescription(hint)

    def set_error(self, text: str) -> None:
        """Mark the field and say how to mend it; an empty text takes the mark away."""
        changed = text != self._sentence.text()
        self._sentence.setText(text)
        self._error.setVisible(bool(text))
        self._hint.setVisible(bool(self._hint_text) and not text)
        theme.set_state(self._editor, "state", "error" if text else "")
        self._editor.setAccessibleDescription(text or self._hint_text)
        if text and changed:
            announce(self._editor, text)

    def error(self) -> str:
        """Give what is wrong, or ""."""
        return self._sentence.text()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Two to four short choices in one frame."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class SegmentButton(QPushButton):
    """One choice; a radio button to a screen reader, since it is auto-exclusive."""

    def __init__(self, text: str, place: str, size: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        self.setProperty("place", place)
        self.setProperty("scale", size)
        self.setAccessibleName(text)


class Segments(QWidget):
    """Exactly one of a few options; arrows move and choose. Emits ``chosen`` with its key."""

    chosen = Signal(str)

    def __init__(
        self,
        options: tuple[tuple[str, str], ...],
        *,
        size: str = "normal",
        name: str = "",
        fill: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, SegmentButton] = {}
        for index, (key, text) in enumerate(options):
            button = SegmentButton(text, _place(index, len(options)), size)
            button.clicked.connect(lambda _checked, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button, 1 if fill else 0)
        if not fill:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if options:
            self._buttons[options[0][0]].setChecked(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def key(self) -> str:
        """Give the chosen option's key."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Mark an option as chosen, without a signal."""
        self._buttons[key].setChecked(True)

    def set_texts(self, texts: dict[str, str]) -> None:
        """Show other words, in another language."""
        for key, text in texts.items():
            self._buttons[key].setText(text)
            self._buttons[key].setAccessibleName(text)


def _place(index: int, count: int) -> str:
    if count == 1:
        return "only"
    if index == 0:
        return "first"
    return "last" if index == count - 1 else "middle"

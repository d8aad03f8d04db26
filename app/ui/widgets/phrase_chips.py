# SPDX-License-Identifier: GPL-3.0-or-later
"""Ready words for a note."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.widgets.enter import pressed_by_enter
from app.ui.widgets.flow_layout import FlowLayout


class PhraseChip(QPushButton):
    """One phrase; pressed means it is written into the note."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter too."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)


class PhraseChips(QWidget):
    """Chips that break into lines. Emits ``toggled(key, on)`` when a person presses one."""

    toggled = Signal(str, bool)

    def __init__(
        self,
        options: tuple[tuple[str, str], ...],
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        flow = FlowLayout(5)
        self.setLayout(flow)
        self._chips: dict[str, PhraseChip] = {}
        for key, text in options:
            chip = PhraseChip(text)
            chip.clicked.connect(lambda on, key=key: self.toggled.emit(key, on))
            flow.addWidget(chip)
            self._chips[key] = chip

    def set_on(self, keys: frozenset[str]) -> None:
        """Mark the phrases that are written, without a signal."""
        for key, chip in self._chips.items():
            chip.setChecked(key in keys)

    def on(self) -> frozenset[str]:
        """Give the keys that are pressed."""
        return frozenset(key for key, chip in self._chips.items() if chip.isChecked())

# SPDX-License-Identifier: GPL-3.0-or-later
"""What heart sounds are best heard with, until it was read."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from app.ui.widgets.banner import Banner


class HeadphoneLine(Banner):
    """Hidden at first; its button says that it is understood."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("acc", "headphones", "", parent=parent)
        self._say()
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        self.set_content(
            "acc",
            "headphones",
            self.tr("Listen with headphones"),
            self.tr("Small speakers do not carry low heart sounds."),
            self.tr("Understood"),
        )

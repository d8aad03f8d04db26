# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands where nothing is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel


class EmptyState(QWidget):
    """An icon, one bold sentence and one muted sentence."""

    def __init__(
        self, icon: str, title: str, detail: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 16, 20)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(Icon(icon, "muted", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        self._title = PlainLabel(title, "strong", wrap=True)
        self._detail = PlainLabel(detail, "second", "muted", wrap=True)
        for label in (self._title, self._detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        self._detail.setVisible(bool(detail))
        column.addStretch(1)

    def set_words(self, title: str, detail: str = "") -> None:
        """Say it differently."""
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

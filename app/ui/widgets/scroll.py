# SPDX-License-Identifier: GPL-3.0-or-later
"""A column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class Scroll(QScrollArea):
    """A column as wide as it gets; it scrolls up and down, and follows the focus."""

    def __init__(
        self,
        *,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        spacing: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("column")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(*margins)
        self._column.setSpacing(spacing)
        self.setWidget(content)

    @property
    def column(self) -> QVBoxLayout:
        """The layout to add parts to."""
        return self._column

# SPDX-License-Identifier: GPL-3.0-or-later
"""The plateau in a square, and the name beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.resources import resource_path
from app.ui import theme
from app.ui.widgets.plain_label import PlainLabel


class Mark(QWidget):
    """The sign alone."""

    def __init__(self, size: int = 28, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._renderer = QSvgRenderer(str(resource_path("icons/vidda.svg")), self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(theme.px(self._size), theme.px(self._size))

    def minimumSizeHint(self) -> QSize:
        """The same square."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        painter = QPainter(self)
        side = theme.px(self._size)
        self._renderer.render(painter, QRectF(0, 0, side, side))


class Logo(QWidget):
    """Sign and name."""

    def __init__(
        self, size: int = 28, place: str = "section", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Mark(size))
        self._name = PlainLabel("Vidda", place)
        row.addWidget(self._name)
        row.addStretch(1)

    def show_name(self, on: bool) -> None:
        """Show the sign alone where there is little room."""
        self._name.setVisible(on)

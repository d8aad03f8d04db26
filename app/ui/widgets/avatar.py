# SPDX-License-Identifier: GPL-3.0-or-later
"""A person as two letters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.records.people import initials
from app.ui import theme


class Avatar(QWidget):
    """A disc with a person's initials; the name stands beside it."""

    def __init__(self, name: str, size: int = 32, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.update()

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
        """Draw disc and letters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(self._size)
        disc = QRectF(0, 0, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft"))
        painter.drawEllipse(disc)
        font = QFont(self.font())
        font.setPixelSize(round(side * 0.38))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.color("accent_text"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(self._name))

# SPDX-License-Identifier: GPL-3.0-or-later
"""How far something has come."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from app.ui import theme


class ProgressLine(QProgressBar):
    """A thin bar; the numbers stand in words beside it."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, 1000)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Progress"))

    def set_share(self, share: float) -> None:
        """Show a share from 0 to 1."""
        self.setValue(round(max(0.0, min(share, 1.0)) * 1000))

    def sizeHint(self) -> QSize:
        """Six pixels high."""
        return QSize(theme.px(180), theme.px(6))

    def minimumSizeHint(self) -> QSize:
        """A stub of a bar."""
        return QSize(theme.px(60), theme.px(6))

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the groove and the part that is done."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high = theme.px(6)
        top = (self.height() - high) / 2
        painter.setBrush(theme.color("line"))
        painter.drawRoundedRect(QRectF(0, top, self.width(), high), high / 2, high / 2)
        share = self.value() / max(1, self.maximum())
        if share > 0:
            painter.setBrush(theme.color("accent"))
            wide = max(high, share * self.width())
            painter.drawRoundedRect(QRectF(0, top, wide, high), high / 2, high / 2)

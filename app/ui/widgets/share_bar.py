# SPDX-License-Identifier: GPL-3.0-or-later
"""A share as a bar; the number stands in words beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme

_HIGH = 10


class ShareBar(QWidget):
    """A groove as long as there is room, filled from the left; no control, nothing to hear."""

    def __init__(self, share: float, *, parent: QWidget | None = None) -> None:
        """``share`` is 0 to 1."""
        super().__init__(parent)
        self._share = max(0.0, min(share, 1.0))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the bar."""
        return QSize(theme.px(60), theme.px(_HIGH))

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the groove, and the share in the accent: a mark of 3:1 on every ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        round_by = self.height() / 2
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), round_by, round_by)
        if self._share > 0:
            painter.setBrush(theme.color("accent"))
            wide = max(self.height(), self._share * self.width())
            painter.drawRoundedRect(QRectF(0, 0, wide, self.height()), round_by, round_by)

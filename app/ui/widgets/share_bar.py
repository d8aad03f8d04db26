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
        """Draw the groove with its edge, and the share in the accent: 3:1 on every ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        round_by = groove.height() / 2
        painter.setPen(theme.color("line_strong"))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(groove, round_by, round_by)
        if self._share > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            groove.setWidth(max(groove.height(), self._share * groove.width()))
            painter.drawRoundedRect(groove, round_by, round_by)

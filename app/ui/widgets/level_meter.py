# SPDX-License-Identifier: GPL-3.0-or-later
"""How loud it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme

BARS = 22
_BAR, _GAP, _HIGH = 8, 4, 18


class LevelMeter(QWidget):
    """Twenty-two bars that light up with the level, 0 to 1.

    Its accessible name changes only between heard and silent; set both with ``set_names``.
    """

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lit = 0
        self._heard = ""
        self._silent = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_names(self.tr("Level: we hear you"), self.tr("Level: we hear nothing"))

    def set_names(self, heard: str, silent: str) -> None:
        """Say what a screen reader calls the two states."""
        self._heard, self._silent = heard, silent
        self.setAccessibleName(heard if self._lit else silent)

    def set_level(self, level: float) -> None:
        """Show a level from 0 to 1; repaints only if a bar changes."""
        lit = round(max(0.0, min(level, 1.0)) * BARS)
        if lit == self._lit:
            return
        if (lit > 0) != (self._lit > 0):
            self.setAccessibleName(self._heard if lit else self._silent)
        self._lit = lit
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all bars."""
        return QSize(theme.px(BARS * (_BAR + _GAP) - _GAP), theme.px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """The same: bars do not shrink."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw lit bars, then the empty ones."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        lit, empty = theme.color("ok_fill"), theme.color("line")
        factor = theme.current().factor
        for bar in range(BARS):
            painter.setBrush(lit if bar < self._lit else empty)
            left = bar * (_BAR + _GAP) * factor
            box = QRectF(left, 0, _BAR * factor, _HIGH * factor)
            painter.drawRoundedRect(box, 3 * factor, 3 * factor)

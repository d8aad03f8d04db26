# SPDX-License-Identifier: GPL-3.0-or-later
"""The quiet landscape behind patients, unlock and first run."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from app.ui import theme

# Each ridge: corners as shares of width and of the landscape's height.
_FAR = ((0, 0.28), (0.16, 0.06), (0.33, 0.06), (0.38, 0), (0.55, 0), (0.61, 0.08), (0.7, 0.08),
        (0.78, 0.03), (0.88, 0.03), (1, 0.2))  # fmt: skip
_MIDDLE = ((0, 0.5), (0.12, 0.38), (0.3, 0.38), (0.45, 0.38), (0.69, 0.38), (0.79, 0.3),
           (0.92, 0.3), (1, 0.38))  # fmt: skip
_NEAR = ((0, 0.72), (0.17, 0.62), (0.3, 0.6), (0.5, 0.58), (0.67, 0.57), (0.77, 0.65), (1, 0.65))
_GROUND = ((0, 0.94), (0.23, 0.87), (0.55, 0.87), (0.7, 0.83), (1, 0.9))


class Plateau(QWidget):
    """Paints sky and ridges; ``high`` keeps them at the top, for screens with cards over them."""

    def __init__(self, *, high: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._high = high
        self._on = True

    def set_on(self, on: bool) -> None:
        """Show the landscape, or the plain ground of a clinical screen."""
        if on is not self._on:
            self._on = on
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw from far to near."""
        painter = QPainter(self)
        wide, tall = self.width(), self.height()
        if not self._on:
            painter.fillRect(self.rect(), theme.color("canvas"))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 104.0 if self._high else tall * 0.59
        depth = 300.0 if self._high else tall - top
        sky = QLinearGradient(0, 0, 0, top + depth * 0.3)
        sky.setColorAt(0, theme.color("sky"))
        sky.setColorAt(1, theme.color("canvas"))
        painter.fillRect(self.rect(), theme.color("canvas"))
        painter.fillRect(QRectF(0, 0, wide, top + depth * 0.3), sky)
        for corners, token in (
            (_FAR, "ridge_far"),
            (_MIDDLE, "ridge_middle"),
            (_NEAR, "ridge_near"),
            (_GROUND, "canvas" if self._high else "ground"),
        ):
            points = [QPointF(x * wide, top + y * depth) for x, y in corners]
            bottom = top + depth if self._high else tall
            points += [QPointF(wide, bottom), QPointF(0, bottom)]
            painter.setPen(theme.color(token))
            painter.setBrush(theme.color(token))
            painter.drawPolygon(QPolygonF(points))
        if self._high:
            painter.fillRect(QRectF(0, top + depth, wide, tall), theme.color("canvas"))

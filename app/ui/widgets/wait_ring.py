# SPDX-License-Identifier: GPL-3.0-or-later
"""How long somebody has waited."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme

FULL_MINUTES = 10
AMBER_MINUTES = 5
_SIDE = 60


class WaitRing(QWidget):
    """A ring that fills in ten minutes and turns amber after five, with the number inside."""

    def __init__(self, minutes: int = 0, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._minutes = -1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: int) -> None:
        """Show whole minutes; repaints only when the number changes."""
        if minutes == self._minutes:
            return
        self._minutes = max(0, minutes)
        self.setAccessibleName(
            self.tr("Waiting 1 minute")
            if self._minutes == 1
            else self.tr("Waiting {count} minutes").format(count=self._minutes)
        )
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(theme.px(_SIDE), theme.px(_SIDE))

    def minimumSizeHint(self) -> QSize:
        """The same square."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the groove, the share of ten minutes and the number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick, side = theme.px(4), theme.px(_SIDE)
        inset = thick / 2 + theme.px(3)
        box = QRectF(0, 0, side, side).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(theme.color("line"), thick))
        painter.drawEllipse(box)
        token = "warn_fill" if self._minutes >= AMBER_MINUTES else "accent"
        painter.setPen(
            QPen(theme.color(token), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        )
        share = min(self._minutes / FULL_MINUTES, 1.0)
        painter.drawArc(box, 90 * 16, -round(share * 360 * 16))
        number = QFont(self.font())
        number.setPixelSize(theme.px(17))
        number.setWeight(QFont.Weight.DemiBold)
        painter.setFont(number)
        painter.setPen(theme.color("text"))
        middle = side / 2
        painter.drawText(
            QRectF(0, middle - theme.px(16), side, theme.px(20)),
            Qt.AlignmentFlag.AlignCenter,
            str(self._minutes),
        )
        unit = QFont(self.font())
        unit.setPixelSize(theme.px(11))
        painter.setFont(unit)
        painter.setPen(theme.color("muted"))
        painter.drawText(
            QRectF(0, middle + theme.px(3), side, theme.px(14)),
            Qt.AlignmentFlag.AlignCenter,
            self.tr("min"),
        )

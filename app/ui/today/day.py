# SPDX-License-Identifier: GPL-3.0-or-later
"""The visits of the day, with a line for now."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.schedule.views import VisitRow
from app.ui import theme
from app.ui.times import hour_minute
from app.ui.today.visit_line import OVER
from app.ui.today.visits_card import VisitsCard
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line
from app.ui.widgets.empty_state import EmptyState


class NowLine(QWidget):
    """The time in a pill, and a line across."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_time(self, words: str) -> None:
        """Show a time."""
        self._words = words
        self.setAccessibleName(self.tr("Now, {time}").format(time=words))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a badge with air around."""
        return QSize(theme.px(120), theme.px(26))

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw pill and line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        high, wide = theme.px(20), theme.px(48)
        top = (self.height() - high) / 2
        pill = QRectF(theme.px(11), top, wide, high)
        painter.drawRoundedRect(pill, high / 2, high / 2)
        left = pill.right() + theme.px(7)
        middle = self.height() / 2 - 1
        painter.drawRoundedRect(QRectF(left, middle, self.width() - left - 16, 2), 1, 1)
        font = QFont(self.font())
        font.setPixelSize(theme.px(12))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.color("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._words)


class DayCard(VisitsCard):
    """All visits of today; made anew when they change."""

    new_visit_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[VisitRow, ...], int, bool] | None = None
        self._now_line: NowLine | None = None

    def render_rows(self, rows: tuple[VisitRow, ...], now: datetime) -> None:
        """Show exactly these visits in their order, with now between past and coming ones."""
        place = sum(row.end <= now or (row.start <= now and row.status in OVER) for row in rows)
        shown = (rows, place, self._stacked)
        if shown != self._shown:
            self._shown = shown
            self._rebuild(rows, now, place)
        if self._now_line is not None:
            self._now_line.set_time(hour_minute(now))

    def forget(self) -> None:
        """Make the rows anew at the next rendering, in another language."""
        self._shown = None

    def _rebuild(self, rows: tuple[VisitRow, ...], now: datetime, place: int) -> None:
        self.clear()
        self._now_line = None
        if not rows:
            empty = EmptyState("calendar-blank", self.tr("No visits today"))
            self.column.addWidget(empty)
            button = Button(self.tr("New visit"), icon="plus")
            button.clicked.connect(lambda _: self.new_visit_pressed.emit())
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.column.addSpacing(20)
            return
        for index, row in enumerate(rows):
            if index == place:
                self._now_line = NowLine()
                self.column.addWidget(self._now_line)
            elif index:
                self.column.addWidget(Line())
            self.column.addWidget(self.line(row, now))
        if place == len(rows):
            self._now_line = NowLine()
            self.column.addWidget(self._now_line)

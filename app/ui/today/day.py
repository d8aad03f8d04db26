# SPDX-License-Identifier: GPL-3.0-or-later
"""The visits of the day, with a line for now."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from app.records.schedule import AppointmentStatus
from app.schedule.views import VisitRow
from app.ui import theme
from app.ui.times import age_words, hour_minute
from app.ui.widgets.badge import Badge
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card, Line
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.row import Row

_OVER = (AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW, AppointmentStatus.CANCELLED)


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


class VisitLine(Row):
    """One visit: time, person, state, and what can be done with it."""

    link_pressed = Signal()
    new_link_pressed = Signal()
    not_held_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, row: VisitRow, now: datetime, *, stacked: bool) -> None:
        super().__init__()
        direction = QBoxLayout.Direction
        over = row.status in _OVER
        tone = "muted" if over else ""
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 7, 8, 7)
        line.setSpacing(12)
        time = PlainLabel(hour_minute(row.start), "body" if over else "strong", tone)
        time.setMinimumWidth(theme.px(48))
        line.addWidget(time)
        middle = QBoxLayout(direction.TopToBottom if stacked else direction.LeftToRight)
        middle.setSpacing(4 if stacked else 12)
        person = QVBoxLayout()
        person.setSpacing(1)
        heading = FlowLayout(8)
        heading.addWidget(PlainLabel(row.patient_name, "body" if over else "strong", tone))
        if row.age is not None:
            heading.addWidget(PlainLabel(str(row.age), "body", "muted"))
        person.addLayout(heading)
        person.addWidget(PlainLabel(row.reason, "second", "muted", wrap=True))
        middle.addLayout(person, 3)
        middle.addWidget(self._state(row, now), 2)
        line.addLayout(middle, 1)
        self._more = Button("", "quiet", "dots-three-bold", size="icon")
        self._more.setAccessibleName(self.tr("More for {name}").format(name=row.patient_name))
        self._more.setMenu(self._menu(row))
        line.addWidget(self._more)
        age = age_words(row.age)
        words = [
            hour_minute(row.start),
            row.patient_name,
            age,
            row.reason,
            self._state_words(row, now),
        ]
        self.setAccessibleName(", ".join(word for word in words if word))

    def _menu(self, row: VisitRow) -> QMenu:
        menu = QMenu(self._more)
        menu.addAction(self.tr("Open the visit"), self.opened.emit)
        if row.status not in _OVER:
            menu.addAction(self.tr("Show the link"), self.link_pressed.emit)
            menu.addAction(self.tr("Make a new link"), self.new_link_pressed.emit)
            menu.addSeparator()
            menu.addAction(self.tr("Did not take place …"), self.not_held_pressed.emit)
            menu.addAction(self.tr("Cancel the visit"), self.cancel_pressed.emit)
        return menu

    def _state(self, row: VisitRow, now: datetime) -> QWidget:
        words = self._state_words(row, now)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        if row.status is AppointmentStatus.ARRIVED:
            line.addWidget(Badge(words, "accent", "user"))
            line.addStretch(1)
            return holder
        icon, token, tone = "circle-dashed", "muted", "muted"
        if row.status is AppointmentStatus.FULFILLED:
            icon, token, tone = "check-circle-fill", "ok", "ok"
        elif row.status in (AppointmentStatus.NOSHOW, AppointmentStatus.CANCELLED):
            icon = "x-circle"
        line.addWidget(Icon(icon, token, 16))
        line.addWidget(PlainLabel(words, "second", tone, wrap=True), 1)
        return holder

    def _state_words(self, row: VisitRow, now: datetime) -> str:
        match row.status:
            case AppointmentStatus.FULFILLED:
                return self.tr("Finished")
            case AppointmentStatus.NOSHOW:
                plain = self.tr("Did not take place")
                return f"{plain}: {row.outcome}" if row.outcome else plain
            case AppointmentStatus.CANCELLED:
                return self.tr("Cancelled")
            case AppointmentStatus.ARRIVED:
                return self.tr("Is here")
            case AppointmentStatus.BOOKED:
                return self.tr("Not opened") if row.end < now else self.tr("Planned")


class DayCard(Card):
    """All visits; made anew when they change. Signals carry the appointment's id."""

    opened = Signal(str)
    link_pressed = Signal(str)
    new_link_pressed = Signal(str)
    not_held_pressed = Signal(str)
    cancel_pressed = Signal(str)
    new_visit_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=0, spacing=0)
        self.column.setContentsMargins(1, 1, 1, 1)
        self._shown: tuple[tuple[VisitRow, ...], int, bool] | None = None
        self._stacked = False
        self._now_line: NowLine | None = None

    def render_rows(self, rows: tuple[VisitRow, ...], now: datetime) -> None:
        """Show exactly these visits in their order, with now between past and coming ones."""
        place = sum(row.end <= now or (row.start <= now and row.status in _OVER) for row in rows)
        shown = (rows, place, self._stacked)
        if shown != self._shown:
            self._shown = shown
            self._rebuild(rows, now, place)
        if self._now_line is not None:
            self._now_line.set_time(hour_minute(now))

    def stack(self, stacked: bool) -> None:
        """Break each row into two lines; takes effect with the next rendering."""
        self._stacked = stacked

    def forget(self) -> None:
        """Make the rows anew at the next rendering, in another language."""
        self._shown = None

    def _rebuild(self, rows: tuple[VisitRow, ...], now: datetime, place: int) -> None:
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
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
            self.column.addWidget(self._line(row, now))
        if place == len(rows):
            self._now_line = NowLine()
            self.column.addWidget(self._now_line)

    def _line(self, row: VisitRow, now: datetime) -> VisitLine:
        line = VisitLine(row, now, stacked=self._stacked)
        visit = str(row.appointment)
        line.opened.connect(lambda: self.opened.emit(visit))
        line.link_pressed.connect(lambda: self.link_pressed.emit(visit))
        line.new_link_pressed.connect(lambda: self.new_link_pressed.emit(visit))
        line.not_held_pressed.connect(lambda: self.not_held_pressed.emit(visit))
        line.cancel_pressed.connect(lambda: self.cancel_pressed.emit(visit))
        return line

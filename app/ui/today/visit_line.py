# SPDX-License-Identifier: GPL-3.0-or-later
"""One visit in a list: time, person, state, and what can be done with it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.records.schedule import AppointmentStatus
from app.schedule.views import VisitRow
from app.ui import theme
from app.ui.times import age_words, hour_minute
from app.ui.widgets.badge import Badge
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.row import Row

OVER = (AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW, AppointmentStatus.CANCELLED)


class VisitLine(Row):
    """One visit: time, person, state, and what can be done with it."""

    link_pressed = Signal()
    new_link_pressed = Signal()
    not_held_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, row: VisitRow, now: datetime, *, stacked: bool, day: str = "") -> None:
        """``day`` is part of its name for who does not see the heading over it."""
        super().__init__()
        direction = QBoxLayout.Direction
        over = row.status in OVER
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
            day,
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
        if row.status not in OVER:
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

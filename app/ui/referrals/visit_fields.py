# SPDX-License-Identifier: GPL-3.0-or-later
"""When the specialist sees the patient by video, proposed where the calendar is free."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.records.schedule import OfferedVisit
from app.schedule.free_time import Calendar
from app.ui import times
from app.ui.reading import read_date, read_time
from app.ui.widgets.field import Field
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.segments import Segments
from signaling_server.wire import MAX_DAYS_AHEAD

LENGTHS = ("15", "30", "45", "60")
_USUAL = "30"


class VisitFields(QWidget):
    """Asks for a visit; a time that is not the user's own moves to where there is room."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calendar: Calendar | None = None
        self._proposed: tuple[str, str] | None = None
        """Day and time as this program wrote them; what the user wrote stays."""
        self._day = QLineEdit()
        self._day.setMaxLength(10)
        self._time = QLineEdit()
        self._time.setMaxLength(5)
        self._minutes = Segments(tuple((each, each) for each in LENGTHS), fill=True)
        self._day_field = Field("", self._day)
        self._time_field = Field("", self._time)
        self._minutes_field = Field("", self._minutes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._day_field, 3)
        row.addWidget(self._time_field, 2)
        column.addLayout(row)
        column.addWidget(self._minutes_field)
        self._taken = QWidget()
        taken = QHBoxLayout(self._taken)
        taken.setContentsMargins(0, 0, 0, 0)
        taken.setSpacing(7)
        taken.addWidget(Icon("warning-fill", "warn", 16))
        self._taken_words = PlainLabel("", "second", "warn", wrap=True)
        taken.addWidget(self._taken_words, 1)
        column.addWidget(self._taken)
        self._what = PlainLabel("", "second", "muted", wrap=True)
        column.addWidget(self._what)
        for editor in (self._day, self._time):
            editor.textEdited.connect(self._edited)
            editor.editingFinished.connect(self._judge)
        self._minutes.chosen.connect(self._length_chosen)
        self.say()

    def fill(self, visit: OfferedVisit | None) -> None:
        """Begin anew, with what a draft has."""
        self._calendar = self._proposed = None
        start = None if visit is None else visit.start.astimezone()
        self._write(start)
        minutes = _USUAL if visit is None else str(visit.minutes)
        self._minutes.choose(minutes if minutes in LENGTHS else _USUAL)
        for field in (self._day_field, self._time_field):
            field.set_error("")
        self._render_taken()

    def show_calendar(self, calendar: Calendar) -> None:
        """Know what is planned; propose the first free time where there is none yet."""
        self._calendar = calendar
        if not self._day.text().strip() and not self._time.text().strip():
            self._propose()
        self._render_taken()

    @property
    def visit(self) -> OfferedVisit | None:
        """The visit as it stands here; None while day or time cannot be read."""
        day, at = read_date(self._day.text()), read_time(self._time.text())
        if day is None or at is None:
            return None
        start = datetime.combine(day, at).astimezone().astimezone(UTC)
        return OfferedVisit(start, int(self._minutes.key()))

    def missing(self) -> tuple[str, QWidget] | None:
        """Say what must be written or changed before signing, and where."""
        if read_date(self._day.text()) is None:
            return self._day_hint(), self._day
        if read_time(self._time.text()) is None:
            return self._time_hint(), self._time
        visit, now = self.visit, datetime.now(UTC)
        assert visit is not None
        if visit.end <= now:
            return self.tr("Choose a time that is not over yet."), self._day
        if visit.start > now + timedelta(days=MAX_DAYS_AHEAD):
            words = self.tr("Choose a day within the next {days} days.")
            return words.format(days=MAX_DAYS_AHEAD), self._day
        return None

    def say(self) -> None:
        """Say everything anew, in another language."""
        self._day_field.set_label(self.tr("Day"))
        self._time_field.set_label(self.tr("Time"))
        self._minutes_field.set_label(self.tr("Minutes"))
        self._what.setText(
            self.tr(
                "The visit is planned when you sign. The sender gets the time with the answer,"
                " and the link for the patient."
            )
        )
        self._render_taken()

    def _propose(self) -> None:
        free = None
        if self._calendar is not None:
            free = self._calendar.first_free(int(self._minutes.key()))
        if free is not None:
            self._write(free.astimezone())
            self._proposed = (self._day.text(), self._time.text())
            self.changed.emit()

    def _write(self, start: datetime | None) -> None:
        self._day.setText("" if start is None else start.strftime("%d.%m.%Y"))
        self._time.setText("" if start is None else start.strftime("%H:%M"))

    def _edited(self, *_: object) -> None:
        self._render_taken()
        self.changed.emit()

    def _length_chosen(self, *_: object) -> None:
        if self._proposed == (self._day.text(), self._time.text()):
            self._propose()
        self._edited()

    def _judge(self) -> None:
        day, at = self._day.text().strip(), self._time.text().strip()
        wrong_day = bool(day) and read_date(day) is None
        wrong_time = bool(at) and read_time(at) is None
        self._day_field.set_error(self._day_hint() if wrong_day else "")
        self._time_field.set_error(self._time_hint() if wrong_time else "")

    def _render_taken(self) -> None:
        visit, calendar = self.visit, self._calendar
        words = ""
        if visit is not None and calendar is not None:
            clash = calendar.clash(visit.start, visit.minutes)
            if clash is not None:
                words = self.tr("At that time you have {name}, {start} to {end}.").format(
                    name=clash.patient_name,
                    start=times.hour_minute(clash.start),
                    end=times.hour_minute(clash.end),
                )
        elif calendar is not None and calendar.first_free(int(self._minutes.key())) is None:
            words = self.tr("No free time was found. Write day and time.")
        self._taken_words.setText(words)
        self._taken.setVisible(bool(words))
        self._time.setAccessibleDescription(words)

    def _day_hint(self) -> str:
        return self.tr("Write day, month and year, like 24.11.2026.")

    def _time_hint(self) -> str:
        return self.tr("Write hours and minutes, like 09:30.")

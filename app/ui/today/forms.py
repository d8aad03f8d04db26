# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages that lie over the day: a new visit, its link, and why a visit did not take place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from app.ui.reading import read_date, read_time
from app.ui.shell.keys import add_key
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.field import Field
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.phrase_chips import PhraseChip
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.segments import Segments

LENGTHS = (("15", "15"), ("30", "30"), ("45", "45"), ("60", "60"))
_WIDEST = 640


@dataclass(frozen=True, slots=True)
class VisitForm:
    """What a new visit needs; ``start`` is aware."""

    patient_name: str
    birth_date: date | None
    phone: str
    reason: str
    start: datetime
    minutes: int


class FormPage(Scroll):
    """A card in the middle of the screen with a heading, and a way back by Esc."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__(margins=(32, 24, 32, 24), spacing=16)
        self._back = Button("", "quiet", "arrow-left")
        self._back.clicked.connect(lambda _: self.left.emit())
        self._title = PlainLabel("", "page", wrap=True)
        self._lead = PlainLabel("", "body", "muted", wrap=True)
        self._card = Card(margin=24, spacing=16, widest=_WIDEST)
        self.column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._title)
        self.column.addWidget(self._lead)
        self.column.addWidget(self._card)
        self.column.addStretch(1)
        add_key(self, "Esc", "", self.left.emit)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()

    def _name(self) -> None:
        self._back.setText(self.tr("Back to the day"))


class NewVisitPage(FormPage):
    """Asks for a visit; emits ``planned(VisitForm)``."""

    planned = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._patient = QLineEdit()
        self._patient.setMaxLength(120)
        self._birth = QLineEdit()
        self._birth.setMaxLength(10)
        self._phone = QLineEdit()
        self._phone.setMaxLength(32)
        self._reason = QLineEdit()
        self._reason.setMaxLength(120)
        self._day = QLineEdit()
        self._day.setMaxLength(10)
        self._time = QLineEdit()
        self._time.setMaxLength(5)
        self._patient_field = Field("", self._patient)
        self._birth_field = Field("", self._birth)
        self._phone_field = Field("", self._phone)
        self._reason_field = Field("", self._reason)
        self._day_field = Field("", self._day)
        self._time_field = Field("", self._time)
        self._minutes = Segments(LENGTHS)
        self._minutes_label = PlainLabel("", "label")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        grid.addWidget(self._patient_field, 0, 0, 1, 2)
        grid.addWidget(self._birth_field, 1, 0)
        grid.addWidget(self._phone_field, 1, 1)
        grid.addWidget(self._reason_field, 2, 0, 1, 2)
        grid.addWidget(self._day_field, 3, 0)
        grid.addWidget(self._time_field, 3, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._card.column.addLayout(grid)
        self._card.column.addWidget(self._minutes_label)
        self._card.column.addWidget(self._minutes, 0, Qt.AlignmentFlag.AlignLeft)
        self._plan = Button("", "primary")
        self._plan.clicked.connect(lambda _: self._check())
        self._card.column.addWidget(self._plan, 0, Qt.AlignmentFlag.AlignLeft)
        add_key(self, "Ctrl+Return", "", self._check)
        self._name()

    def start(self, now: datetime) -> None:
        """Empty the form and propose the next half hour; ``now`` is aware."""
        for editor in (self._patient, self._birth, self._phone, self._reason):
            editor.clear()
        for field in self._checked():
            field.set_error("")
        here = now.astimezone()
        soon = here + timedelta(minutes=30 - here.minute % 30)
        self._day.setText(soon.strftime("%d.%m.%Y"))
        self._time.setText(soon.strftime("%H:%M"))
        self._minutes.choose("30")
        self._patient.setFocus()

    def _checked(self) -> tuple[Field, ...]:
        return (self._patient_field, self._birth_field, self._day_field, self._time_field)

    def _check(self) -> None:
        form = self._read()
        wrong = [field for field in self._checked() if field.error()]
        if wrong:
            wrong[0].editor.setFocus()
        elif form is not None:
            self.planned.emit(form)

    def _read(self) -> VisitForm | None:
        name, birth_text = self._patient.text().strip(), self._birth.text().strip()
        birth, day, at = (
            read_date(birth_text),
            read_date(self._day.text()),
            read_time(self._time.text()),
        )
        date_hint = self.tr("Write day, month and year, like 24.11.1974.")
        self._patient_field.set_error("" if name else self.tr("Write the patient's name."))
        self._birth_field.set_error(date_hint if birth_text and birth is None else "")
        self._day_field.set_error(date_hint if day is None else "")
        self._time_field.set_error(
            self.tr("Write hours and minutes, like 09:30.") if at is None else ""
        )
        if day is None or at is None:
            return None
        start = datetime.combine(day, at).astimezone()
        return VisitForm(
            patient_name=name,
            birth_date=birth,
            phone=self._phone.text().strip(),
            reason=self._reason.text().strip(),
            start=start,
            minutes=int(self._minutes.key()),
        )

    def _name(self) -> None:
        super()._name()
        self._title.setText(self.tr("New visit"))
        self._lead.setText(self.tr("The names stay on this computer. The server never sees them."))
        self._patient_field.set_label(self.tr("Patient"))
        self._birth_field.set_label(self.tr("Date of birth"))
        self._birth_field.set_hint(self.tr("Day, month and year, like 24.11.1974"))
        self._phone_field.set_label(self.tr("Phone"))
        self._reason_field.set_label(self.tr("Reason"))
        self._day_field.set_label(self.tr("Day"))
        self._time_field.set_label(self.tr("Time"))
        self._minutes_label.setText(self.tr("Minutes"))
        self._minutes.setAccessibleName(self.tr("Minutes"))
        self._plan.setText(self.tr("Plan the visit"))


class LinkPage(FormPage):
    """Shows a visit's link and lets it be copied."""

    def __init__(self) -> None:
        super().__init__()
        self._patient_name = ""
        self._link = QLineEdit()
        self._link.setReadOnly(True)
        self._link.setProperty("place", "mono")
        self._field = Field("", self._link)
        self._card.column.addWidget(self._field)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._copy = Button("", "primary", "copy")
        self._copy.clicked.connect(lambda _: self._copy_link())
        self._done = Button("")
        self._done.clicked.connect(lambda _: self.left.emit())
        self._copied = PlainLabel("", "second", "ok")
        row.addWidget(self._copy)
        row.addWidget(self._done)
        row.addWidget(self._copied)
        row.addStretch(1)
        self._card.column.addLayout(row)
        self._name()

    def show_link(self, patient_name: str, link: str) -> None:
        """Show a secret link for one patient."""
        self._patient_name = patient_name
        self._link.setText(link)
        self._link.setCursorPosition(0)
        self._copied.setText("")
        self._name()
        self._copy.setFocus()

    def _copy_link(self) -> None:
        QGuiApplication.clipboard().setText(self._link.text())
        self._copied.setText(self.tr("Copied"))
        announce(self, self.tr("Copied"))

    def _name(self) -> None:
        super()._name()
        name = self._patient_name
        self._title.setText(self.tr("The link for {name}").format(name=name))
        self._lead.setText(
            self.tr(
                "Send this link to {name} alone. Who has it can knock at your door, "
                "and you decide who comes in."
            ).format(name=name)
        )
        self._field.set_label(self.tr("Link"))
        self._copy.setText(self.tr("Copy the link"))
        self._done.setText(self.tr("Done"))


class NotHeldPage(FormPage):
    """Asks why a visit did not take place; emits ``told(appointment, reason)``."""

    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._appointment = ""
        self._patient_name = ""
        self._reason = QLineEdit()
        self._reason.setMaxLength(200)
        self._ready = QWidget()
        flow = FlowLayout(8)
        self._ready.setLayout(flow)
        self._chips = tuple(PhraseChip("") for _ in range(4))
        for chip in self._chips:
            chip.setCheckable(False)
            chip.clicked.connect(lambda _checked, chip=chip: self._reason.setText(chip.text()))
            flow.addWidget(chip)
        self._field = Field("", self._reason)
        self._save = Button("", "primary")
        self._save.clicked.connect(lambda _: self._check())
        self._reason.returnPressed.connect(self._check)
        self._card.column.addWidget(self._field)
        self._card.column.addWidget(self._ready)
        self._card.column.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        self._name()

    def start(self, appointment: str, patient_name: str) -> None:
        """Ask about one visit."""
        self._appointment, self._patient_name = appointment, patient_name
        self._reason.clear()
        self._field.set_error("")
        self._name()
        self._reason.setFocus()

    def _check(self) -> None:
        reason = self._reason.text().strip()
        self._field.set_error("" if reason else self.tr("Write a few words."))
        if reason:
            self.told.emit(self._appointment, reason)
        else:
            self._reason.setFocus()

    def _name(self) -> None:
        super()._name()
        self._title.setText(
            self.tr("Why did the visit with {name} not take place?").format(name=self._patient_name)
        )
        self._field.set_label(self.tr("Reason"))
        words = (
            self.tr("Did not come"),
            self.tr("Too ill"),
            self.tr("No connection"),
            self.tr("Rung instead"),
        )
        for chip, text in zip(self._chips, words, strict=True):
            chip.setText(text)
            chip.setAccessibleName(text)
        self._save.setText(self.tr("Save"))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Who, where, whom to ring, when a life may be in danger. Vidda never dials. clinical.md F3."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.records.encounter import SafetyField
from app.schedule.views import OwnerCard
from app.ui.call.emergency_log import EmergencyLog
from app.ui.call.emergency_numbers import (
    EmergencyNumber,
    emergency_numbers,
    number_in,
    rung_words,
    value_of,
)
from app.ui.call.emergency_plan import EmergencyPlan
from app.ui.call.emergency_row import NumberRow
from app.ui.call.labels import safety_words
from app.ui.call.safety_form import SafetyForm
from app.ui.call.view import VisitView
from app.ui.shell.keys import mark_region
from app.ui.times import age_words, hour_minute
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card, Line
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widths import Width
from app.ui.words import role_words

_ROWS = 4


class EmergencyPanel(QFrame):
    """Emits logged(text), answered(field, value, not_obtained) and closed."""

    logged = Signal(str)
    answered = Signal(SafetyField, str, bool)
    closed = Signal()

    def __init__(
        self, owner: OwnerCard, today: Callable[[], date], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("emergency")
        mark_region(self)
        self._owner = owner
        self._today = today
        self._view = VisitView()
        self._numbers: tuple[EmergencyNumber, ...] = ()
        self._head = self._make_head()
        self._place_title, self._place, self._place_detail = (
            PlainLabel("", "label", "muted"),
            PlainLabel("", "page", wrap=True),
            PlainLabel("", "second", "muted", wrap=True),
        )
        self._place.set_selectable()
        self._ask_place = Button("", size="small")
        self._ask_place.clicked.connect(lambda: self._ask(SafetyField.PLACE))
        self._script_title = PlainLabel("", "label", "muted")
        self._script = PlainLabel("", "lead", wrap=True)
        self._script.set_selectable()
        self._form = SafetyForm()
        self._form.hide()
        self._form.answered.connect(self._take)
        self._form.closed.connect(self._form.hide)
        self._rows = tuple(NumberRow() for _ in range(_ROWS))
        for index, row in enumerate(self._rows):
            row.rung.connect(lambda at=index: self._rung(at))
            row.ask.connect(lambda at=index: self._ask_number(at))
        self.plan = EmergencyPlan()
        """The newest signed safety plan."""
        self._log = EmergencyLog()
        self._log.logged.connect(self.logged)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        scroll = Scroll(margins=(20, 16, 20, 16), spacing=12)
        self._pair = QGridLayout()
        self._pair.setSpacing(12)
        self._place_card, self._script_card = self._make_place(), self._make_script()
        scroll.column.addLayout(self._pair)
        scroll.column.addWidget(self._form)
        scroll.column.addWidget(self._make_numbers())
        scroll.column.addWidget(self._log)
        scroll.column.addWidget(self.plan)
        scroll.column.addStretch(1)
        column.addWidget(scroll, 1)
        self.set_width(Width.WIDE)
        self._speak()

    def render_view(self, view: VisitView) -> None:
        """Show who and where, and what has been done."""
        self._view = view
        self._speak()

    def set_width(self, width: Width) -> None:
        """Put the cards below each other where there is little room."""
        beside = not width.under(Width.MEDIUM)
        for card in (self._place_card, self._script_card):
            self._pair.removeWidget(card)
        self._pair.addWidget(self._place_card, 0, 0)
        self._pair.addWidget(self._script_card, 0 if beside else 1, 1 if beside else 0)
        self._pair.setColumnStretch(0, 3)
        self._pair.setColumnStretch(1, 4 if beside else 0)
        for row in self._rows:
            row.set_narrow(width.under(Width.MEDIUM))
        self._log.set_narrow(width.under(Width.MEDIUM))
        self._lead.setVisible(beside)
        self._to_plan.setVisible(width is Width.WIDE)
        self._mark.setVisible(beside)

    def open(self) -> None:
        """Come to the front, with the keyboard on what is needed first."""
        self.show()
        self.raise_()
        first = self._close if self._started() else self._start
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+1…4 from the navigation of the window while the keyboard is here."""
        if event.type() is QEvent.Type.ShortcutOverride and _digit(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the panel on Esc, never the log; Ctrl+1…4 copy a number."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif (digit := _digit(event)) is not None:
            self._rows[digit].copy()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    # ---- parts -----------------------------------------------------------------------------

    def _make_head(self) -> QFrame:
        head = QFrame()
        head.setObjectName("emergencyhead")
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(14)
        self._mark = Icon("first-aid-kit-fill", "danger", 32)
        self._title = PlainLabel("", "page")
        self._lead = PlainLabel("", "body", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._lead)
        self._to_plan = Button("", icon="list-numbers")
        self._to_plan.clicked.connect(lambda: self.plan.come_into_view())
        self._start = Button("", "danger-filled")
        self._start.clicked.connect(self._start_log)
        self._close = Button("")
        self._close.clicked.connect(self.closed)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        row.addWidget(self._to_plan)
        row.addWidget(self._start)
        row.addWidget(self._close)
        return head

    def _make_place(self) -> Card:
        card = Card(spacing=6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("map-pin-fill", "muted", 18))
        head.addWidget(self._place_title, 1)
        card.column.addLayout(head)
        card.column.addWidget(self._place)
        card.column.addWidget(self._ask_place, 0, Qt.AlignmentFlag.AlignLeft)
        card.column.addWidget(self._place_detail)
        card.column.addStretch(1)
        return card

    def _make_script(self) -> Card:
        card = Card(spacing=6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("chat-text-fill", "muted", 18))
        head.addWidget(self._script_title, 1)
        card.column.addLayout(head)
        card.column.addWidget(self._script)
        card.column.addStretch(1)
        return card

    def _make_numbers(self) -> Card:
        card = Card(margin=12, spacing=0)
        for index, row in enumerate(self._rows):
            if index:
                card.column.addWidget(Line())
            card.column.addWidget(row)
        return card

    # ---- what is done ----------------------------------------------------------------------

    def _started(self) -> bool:
        return self._view.encounter is not None and bool(self._view.encounter.emergency)

    def _start_log(self) -> None:
        if not self._started():
            self.logged.emit(self.tr("Log started by {name}").format(name=self._owner.name))
        self._log.focus_line()

    def _rung(self, index: int) -> None:
        if not self._started():
            self.logged.emit(self.tr("Log started by {name}").format(name=self._owner.name))
        self.logged.emit(rung_words(self._numbers[index]))

    def _ask_number(self, index: int) -> None:
        field = self._numbers[index].field
        if field is not None:
            self._ask(field)

    def _ask(self, field: SafetyField) -> None:
        encounter = self._view.encounter
        if encounter is None:
            return
        self._form.show()
        self._form.ask(field, encounter.safety.answer(field), "")

    def _take(self, field: SafetyField, value: str, not_obtained: bool) -> None:
        self._form.hide()
        self.answered.emit(field, value, not_obtained)

    # ---- words -----------------------------------------------------------------------------

    def _speak(self) -> None:
        view = self._view
        self._title.setText(self.tr("Emergency"))
        self._lead.setText(self.tr("The call stays open. Ring from your own phone."))
        self._to_plan.setText(self.tr("Safety plan"))
        self._start.setText(self.tr("Start emergency log"))
        self._start.setVisible(not self._started() and view.encounter is not None)
        self._close.setText(self.tr("Close") + "  Esc")
        self._close.setAccessibleName(self.tr("Close the emergency panel. The log stays."))
        self._place_title.setText(self.tr("Where the patient is now"))
        place = value_of(view, SafetyField.PLACE)
        answer = view.encounter.safety.answer(SafetyField.PLACE) if view.encounter else None
        self._place.setText(place or self.tr("Not recorded"))
        self._place.set_tone("" if place else "warn")
        self._ask_place.setText(self.tr("Ask now"))
        self._ask_place.setVisible(not place and view.encounter is not None)
        details = []
        if place and answer is not None:
            details.append(self.tr("Confirmed {time}.").format(time=hour_minute(answer.at)))
        details += [value_of(view, f) for f in (SafetyField.PRIVATE, SafetyField.PRESENT)]
        self._place_detail.setText(" ".join(f"{part.rstrip('.')}." for part in details if part))
        self._script_title.setText(self.tr("Read this out"))
        self._script.setText(self._read_out(place))
        self._numbers = emergency_numbers(view)
        for row, number in zip(self._rows, self._numbers, strict=True):
            row.render_number(number, view)
        self._log.render_view(view)

    def _read_out(self, place: str) -> str:
        view, owner = self._view, self._owner
        sentences = [
            self.tr("This is {name}, {role}, {unit}.").format(
                name=owner.name, role=role_words(owner.role).lower(), unit=owner.unit
            )
        ]
        age = None
        if view.appointment is not None:
            age = view.appointment.patient.age_on(self._today())
        if age is not None:
            text = self.tr("I am in a video visit with {name}, {age}.")
        else:
            text = self.tr("I am in a video visit with {name}.")
        sentences.append(text.format(name=view.name, age=age_words(age)))
        if place:
            sentences.append(self.tr("The place is {place}.").format(place=place))
        phone = number_in(value_of(view, SafetyField.PHONE))
        if phone:
            label = safety_words(SafetyField.PHONE).label
            sentences.append(f"{label}: {phone}.")
        return " ".join(sentences)


def _digit(event: QEvent) -> int | None:
    """Read Ctrl+1…4 as 0 to 3."""
    if not isinstance(event, QKeyEvent):
        return None
    if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
        return None
    digit = event.key() - Qt.Key.Key_1
    return digit if 0 <= digit < _ROWS else None

# SPDX-License-Identifier: GPL-3.0-or-later
"""What was done in an emergency, each line with its time; kept with the visit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.records.encounter import EmergencyEntry
from app.ui.call.view import VisitView
from app.ui.times import hour_minute_second
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.field import Field
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel


class EmergencyLog(Card):
    """Emits logged(text). Enter in the line, or one press on a ready sentence, adds a line."""

    logged = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self._entries: tuple[EmergencyEntry, ...] = ()
        head = QHBoxLayout()
        head.setSpacing(8)
        self._mark = Icon("record-fill", "danger", 16)
        self._title = PlainLabel("", "strong")
        head.addWidget(self._mark)
        head.addWidget(self._title, 1)
        self.column.addLayout(head)
        self._body = QGridLayout()
        self._body.setHorizontalSpacing(16)
        self._body.setVerticalSpacing(10)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column.addLayout(self._lines)
        self._line = QLineEdit()
        self._line.returnPressed.connect(self._add)
        self._field = Field("", self._line)
        column.addWidget(self._field)
        column.addStretch(1)
        self._left = left
        self._ready_box = QWidget()
        self._ready = FlowLayout(6)
        self._ready_box.setLayout(self._ready)
        self._buttons = tuple(Button("", size="small") for _ in range(6))
        for button in self._buttons:
            button.clicked.connect(lambda _checked=False, b=button: self.logged.emit(b.text()))
            self._ready.addWidget(button)
        self.column.addLayout(self._body)
        self._shown: list[QWidget] = []
        self.set_narrow(False)
        self._speak()

    def set_narrow(self, on: bool) -> None:
        """Put the ready sentences under the lines."""
        for part in (self._left, self._ready_box):
            self._body.removeWidget(part)
        top = Qt.AlignmentFlag.AlignTop
        self._body.addWidget(self._left, 0, 0)
        if on:
            self._body.addWidget(self._ready_box, 1, 0)
        else:
            self._body.addWidget(self._ready_box, 0, 1, top)
        self._body.setColumnStretch(0, 3)
        self._body.setColumnStretch(1, 0 if on else 2)

    def render_view(self, view: VisitView) -> None:
        """Show the lines so far."""
        entries = view.encounter.emergency if view.encounter is not None else ()
        self.setEnabled(view.encounter is not None)
        if entries != self._entries:
            self._entries = entries
            self._show()
        self._speak()

    def focus_line(self) -> None:
        """Put the keyboard where the next line is written."""
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _add(self) -> None:
        if text := self._line.text().strip():
            self._line.clear()
            self.logged.emit(text)

    def _show(self) -> None:
        for part in self._shown:
            self._lines.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._shown = []
        for entry in self._entries:
            box = QWidget()
            row = QHBoxLayout(box)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(12)
            time = PlainLabel(hour_minute_second(entry.at), "body", "muted")
            row.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(PlainLabel(entry.text, "strong", wrap=True), 1)
            self._lines.addWidget(box)
            self._shown.append(box)

    def _speak(self) -> None:
        self._title.setText(self.tr("Emergency log"))
        self._mark.setVisible(bool(self._entries))
        self._field.set_label(self.tr("Write here, Enter adds the time"))
        words = (
            self.tr("Ambulance on its way"),
            self.tr("Help has arrived"),
            self.tr("In a safe room"),
            self.tr("Contact lost"),
            self.tr("Support person is coming"),
            self.tr("Safety plan used"),
        )
        for button, text in zip(self._buttons, words, strict=True):
            button.setText(text)

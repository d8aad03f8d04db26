# SPDX-License-Identifier: GPL-3.0-or-later
"""One number in large digits, to be rung from one's own phone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.call.emergency_numbers import EmergencyNumber, rung_at
from app.ui.call.view import VisitView
from app.ui.times import hour_minute_second
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel


class NumberRow(QWidget):
    """Emits rung and ask (when nobody has recorded the number)."""

    rung = Signal()
    ask = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = EmergencyNumber("", "", "", "")
        self._digits = PlainLabel("", "page")
        self._digits.set_selectable()
        self._name = PlainLabel("", "strong", wrap=True)
        self._detail = PlainLabel("", "second", "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._detail)
        self._done_box = QWidget()
        done = QHBoxLayout(self._done_box)
        done.setContentsMargins(0, 0, 0, 0)
        done.setSpacing(7)
        done.addWidget(Icon("check-circle-fill", "ok", 18))
        self._done = PlainLabel("", "strong", "ok")
        done.addWidget(self._done)
        self._log = Button("", size="small")
        self._log.clicked.connect(self._press)
        self._copy = Button("", "quiet", "copy", size="icon")
        self._copy.clicked.connect(self.copy)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4, 8, 0, 8)
        self._grid.setHorizontalSpacing(12)
        self._words = words
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        for part in (self._done_box, self._log, self._copy):
            self._actions.addWidget(part)
        self._grid.addWidget(self._digits, 0, 0)
        self._grid.addLayout(self._words, 0, 1)
        self._grid.addLayout(self._actions, 0, 2)
        self._grid.setColumnStretch(1, 1)
        self._rung = ""

    def set_narrow(self, on: bool) -> None:
        """Put the words under the digits."""
        for layout in (self._words, self._actions):
            self._grid.removeItem(layout)
        self._grid.addLayout(self._words, 1 if on else 0, 0 if on else 1, 1, 3 if on else 1)
        self._grid.addLayout(self._actions, 0, 2)

    def render_number(self, number: EmergencyNumber, view: VisitView) -> None:
        """Show a number and whether it was rung."""
        self._number = number
        at = rung_at(view, number)
        self._rung = hour_minute_second(at) if at is not None else ""
        self._speak()

    def copy(self) -> None:
        """Put the digits on the clipboard."""
        if self._number.number:
            QGuiApplication.clipboard().setText(self._number.number.replace(" ", ""))
            announce(self, self.tr("{number} copied").format(number=self._number.number))

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _press(self) -> None:
        if self._number.number:
            self.rung.emit()
        else:
            self.ask.emit()

    def _speak(self) -> None:
        number = self._number
        self._digits.setText(number.number or "–")
        self._digits.setMinimumWidth(theme.px(146))
        self._name.setText(number.name)
        self._detail.setText(number.detail)
        self._done_box.setVisible(bool(self._rung))
        self._done.setText(self.tr("Rung {time}").format(time=self._rung))
        if number.number:
            self._log.setText(self.tr("Log as rung"))
            name = self.tr("Log {number}, {name}, as rung")
            self._log.setAccessibleName(name.format(number=number.number, name=number.name))
        else:
            self._log.setText(self.tr("Ask now"))
            self._log.setAccessibleName(f"{number.name}: {self._log.text()}")
        self._log.setVisible(not self._rung)
        self._copy.setVisible(bool(number.number))
        self._copy.setAccessibleName(self.tr("Copy {number}").format(number=number.number))
        self._copy.setToolTip(self._copy.accessibleName())

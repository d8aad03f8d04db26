# SPDX-License-Identifier: GPL-3.0-or-later
"""The card of those who wait, with a row each that stays the same widget while they wait."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.schedule.views import WaitingRow
from app.ui.times import age_words, hour_minute, minutes_between
from app.ui.today.message_box import MessageBox
from app.ui.widgets.badge import Badge
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card, Line
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.wait_ring import WaitRing

Key = tuple[str, str]


class WaitingLine(QWidget):
    """One person at the door. Signals carry nothing: the card knows whose line it is."""

    admit_pressed = Signal()
    message_sent = Signal(str)
    not_held_pressed = Signal()
    blocked = Signal(str)

    def __init__(self, row: WaitingRow) -> None:
        super().__init__()
        self._row = row
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 14, 0, 14)
        column.setSpacing(10)
        whole = QHBoxLayout()
        whole.setSpacing(14)
        self._ring = WaitRing()
        whole.addWidget(self._ring)
        right = QVBoxLayout()
        right.setSpacing(4)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(4)
        name_row = FlowLayout(8)
        self._name = PlainLabel("", "name")
        self._age = PlainLabel("", "body", "muted")
        name_row.addWidget(self._name)
        name_row.addWidget(self._age)
        words.addLayout(name_row)
        self._reason = PlainLabel("", "body", "muted", wrap=True)
        words.addWidget(self._reason)
        self._top.addLayout(words, 1)
        self._actions = FlowLayout(8)
        self._admit = Button("", "outlined")
        self._admit.setProperty("place", "action")
        self._admit.spare_from_enter()
        self._admit.clicked.connect(lambda _: self.admit_pressed.emit())
        self._admit.explained.connect(self.blocked)
        self._message = Button("", icon="chat-circle-text")
        self._message.clicked.connect(self._toggle_message)
        self._more = Button("", icon="dots-three-bold", size="icon")
        menu = QMenu(self._more)
        self._not_held = menu.addAction("")
        self._not_held.triggered.connect(lambda _: self.not_held_pressed.emit())
        self._more.setMenu(menu)
        for button in (self._admit, self._message, self._more):
            self._actions.addWidget(button)
        self._top.addLayout(self._actions)
        right.addLayout(self._top)
        self._badges = FlowLayout(6)
        right.addLayout(self._badges)
        whole.addLayout(right, 1)
        column.addLayout(whole)
        self._box = MessageBox()
        self._box.sent.connect(self._send)
        self._box.hide()
        column.addWidget(self._box)
        self._shown_badges: tuple[tuple[str, str, str], ...] = ()
        self._name_all()

    def render_row(self, row: WaitingRow, now: datetime, *, first: bool, off: str) -> None:
        """Show this person's state; ``off`` says why nobody can be admitted, or is ""."""
        self._row = row
        minutes = minutes_between(row.since, now)
        self._ring.set_minutes(minutes)
        self._name.setText(row.patient_name)
        self._age.setText(age_words(row.age))
        length = self.tr("{minutes} min").format(minutes=row.minutes)
        self._reason.setText(f"{hour_minute(row.start)}  {row.reason}  ·  {length}")
        self._admit.set_kind("primary" if first else "outlined")
        self._admit.explain_off(off)
        self._admit.setAccessibleName(
            self.tr("Admit {name}, waiting {minutes} minutes").format(
                name=row.patient_name, minutes=minutes
            )
        )
        self._message.setAccessibleName(self.tr("Message to {name}").format(name=row.patient_name))
        self._more.setAccessibleName(self.tr("More for {name}").format(name=row.patient_name))
        self._show_badges(self._badge_words(row))

    def stack_actions(self, stacked: bool) -> None:
        """Put the buttons under the name where there is little room."""
        direction = QBoxLayout.Direction
        self._top.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)

    def open_message(self) -> None:
        """Unfold the message box, for the key M."""
        self._box.show()
        self._box.start()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name_all()

    def _badge_words(self, row: WaitingRow) -> tuple[tuple[str, str, str], ...]:
        seat = (
            (self.tr("Known device"), "ok", "check-circle-fill")
            if row.known_seat
            else (self.tr("New device: ask who it is"), "warn", "warning-fill")
        )
        checks = {
            "fine": (self.tr("Check: all fine"), "ok", "check-circle-fill"),
            "weak": (self.tr("Check: weak network, sound fine"), "warn", "warning-fill"),
            "failed": (self.tr("Check: something does not work"), "warn", "warning-fill"),
            "skipped": (self.tr("Check: skipped"), "neutral", "circle-dashed"),
        }
        check = checks.get(row.check or "")
        return (seat, check) if check is not None else (seat,)

    def _show_badges(self, badges: tuple[tuple[str, str, str], ...]) -> None:
        if badges == self._shown_badges:
            return
        self._shown_badges = badges
        while (item := self._badges.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for text, tone, icon in badges:
            self._badges.addWidget(Badge(text, tone, icon))

    def _toggle_message(self, _checked: bool) -> None:
        if self._box.isVisible():
            self._box.hide()
        else:
            self.open_message()

    def _send(self, text: str) -> None:
        self._box.hide()
        self._message.setFocus()
        self.message_sent.emit(text)

    def _name_all(self) -> None:
        self._admit.setText(self.tr("Admit"))
        self._message.setText(self.tr("Message"))
        self._not_held.setText(self.tr("Did not take place …"))
        self._shown_badges = ()


class WaitingCard(Card):
    """Everybody at the door, first the earliest appointment. Signals carry ids."""

    admit_pressed = Signal(str, str)
    message_sent = Signal(str, str, str)
    not_held_pressed = Signal(str)
    blocked = Signal(str)

    def __init__(self) -> None:
        super().__init__("strong", margin=16, spacing=0)
        self.column.setContentsMargins(16, 2, 16, 2)
        self._lines: dict[Key, WaitingLine] = {}
        self._separators: list[Line] = []
        self._order: list[Key] = []
        self._stacked = False
        self._empty = EmptyState("coffee", "")
        self.column.addWidget(self._empty)
        self._name_all()

    def render_rows(self, rows: tuple[WaitingRow, ...], now: datetime, off: str) -> None:
        """Show exactly these people; lines of those who stay keep what is written in them."""
        wanted = [(str(row.appointment), str(row.participant)) for row in rows]
        if wanted != self._order:
            self._rebuild(rows, wanted)
        for index, row in enumerate(rows):
            line = self._lines[wanted[index]]
            line.render_row(row, now, first=index == 0, off=off)
            line.stack_actions(self._stacked)
        self._empty.setVisible(not rows)

    def stack_actions(self, stacked: bool) -> None:
        """Put the buttons under the names."""
        self._stacked = stacked
        for line in self._lines.values():
            line.stack_actions(stacked)

    def open_first_message(self) -> None:
        """Unfold the message box of the first in line."""
        if self._order:
            self._lines[self._order[0]].open_message()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name_all()

    def _rebuild(self, rows: tuple[WaitingRow, ...], wanted: list[Key]) -> None:
        for key in set(self._order) - set(wanted):
            gone = self._lines.pop(key)
            gone.hide()
            gone.deleteLater()
        for separator in self._separators:
            separator.hide()
            separator.deleteLater()
        self._separators = []
        for index, row in enumerate(rows):
            key = wanted[index]
            if key not in self._lines:
                self._lines[key] = self._make(row)
            self.column.removeWidget(self._lines[key])
            if index:
                self._separators.append(Line())
                self.column.addWidget(self._separators[-1])
            self.column.addWidget(self._lines[key])
        self._order = wanted

    def _make(self, row: WaitingRow) -> WaitingLine:
        line = WaitingLine(row)
        visit, person = str(row.appointment), str(row.participant)
        line.admit_pressed.connect(lambda: self.admit_pressed.emit(visit, person))
        line.message_sent.connect(lambda text: self.message_sent.emit(visit, person, text))
        line.not_held_pressed.connect(lambda: self.not_held_pressed.emit(visit))
        line.blocked.connect(self.blocked)
        return line

    def _name_all(self) -> None:
        self._empty.set_words(
            self.tr("Nobody is waiting"), self.tr("You hear a sound when someone comes.")
        )

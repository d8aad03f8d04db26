# SPDX-License-Identifier: GPL-3.0-or-later
"""What shall happen: the decisions to choose from, and what a chosen one still needs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.records.referral import Decision
from app.records.schedule import OfferedVisit
from app.schedule.free_time import Calendar
from app.ui.referrals import words
from app.ui.referrals.visit_fields import VisitFields
from app.ui.widgets.card import Card, Line
from app.ui.widgets.plain_label import PlainLabel

DECISIONS: Final = tuple(each for each in Decision if each is not Decision.OPEN)


class DecisionFields(QWidget):
    """One of the decisions, none at first; a video visit wants its time."""

    changed = Signal()
    calendar_wanted = Signal()
    """A time is to be proposed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._title = PlainLabel("", "label")
        column.addWidget(self._title)
        self._group = QButtonGroup(self)
        card = Card(margin=0, spacing=0)
        for index, each in enumerate(DECISIONS):
            if index:
                card.column.addWidget(Line())
            radio = QRadioButton(words.decision(each))
            self._group.addButton(radio, index)
            inside = QHBoxLayout()
            inside.setContentsMargins(12, 0, 12, 0)
            inside.addWidget(radio)
            card.column.addLayout(inside)
        column.addWidget(card)
        self._visit = VisitFields()
        self._visit.changed.connect(self._tell)
        column.addWidget(self._visit)
        self._group.idToggled.connect(self._chosen)
        self.say()
        self._visit.hide()

    @property
    def decision(self) -> Decision:
        """What is chosen; open while nothing is."""
        index = self._group.checkedId()
        return Decision.OPEN if index < 0 else DECISIONS[index]

    @property
    def visit(self) -> OfferedVisit | None:
        """The visit, where one is chosen and its time can be read."""
        return self._visit.visit if self.decision is Decision.VIDEO_VISIT else None

    def fill(self, decision: Decision, visit: OfferedVisit | None) -> None:
        """Begin anew, with what a draft has."""
        self._filling = True
        self._visit.hide()
        self._visit.fill(visit)
        self._group.setExclusive(False)
        for index, each in enumerate(DECISIONS):
            self._group.button(index).setChecked(each is decision)
        self._group.setExclusive(True)
        self._filling = False
        self._show_visit()

    def show_calendar(self, calendar: Calendar) -> None:
        """Know what is planned already."""
        self._visit.show_calendar(calendar)

    def missing(self) -> tuple[str, QWidget] | None:
        """Say what is still open, and where."""
        match self.decision:
            case Decision.OPEN:
                return self.tr("The decision is still open"), self._group.button(0)
            case Decision.VIDEO_VISIT:
                return self._visit.missing()
            case _:
                return None

    def say(self) -> None:
        """Say everything anew, in another language."""
        self._title.setText(self.tr("Decision"))
        for index, each in enumerate(DECISIONS):
            self._group.button(index).setText(words.decision(each))
        self._visit.say()

    def _chosen(self, *_: object) -> None:
        if not self._filling:
            self._show_visit()
            self._tell()

    def _show_visit(self) -> None:
        wanted = self.decision is Decision.VIDEO_VISIT
        asked = self._visit.isVisibleTo(self)
        self._visit.setVisible(wanted)
        if wanted and not asked:
            self.calendar_wanted.emit()

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()

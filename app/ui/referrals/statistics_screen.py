# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of statistics: figures of what was sent to this person and by them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.referrals.statistics import Counted, Period, Statistics
from app.ui import times
from app.ui.referrals import statistics_words as words
from app.ui.referrals.figure_view import FigureTableView, GlanceView
from app.ui.shell.keys import add_key, mark_region
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.segments import Segments
from app.ui.widths import Width, width_of

_RECEIVED, _SENT = "received", "sent"


class StatisticsScreen(QWidget):
    """Shows what was counted whole; asks for another period, a file, or the way back."""

    back_wanted = Signal()
    period_chosen = Signal(object)
    """A Period."""
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._statistics: Statistics | None = None
        self._waiting = ""
        self._side_chosen = False
        self._stacked: bool | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 20, 32, 0)
        column.setSpacing(12)
        head = QWidget()
        mark_region(head)
        rows = QVBoxLayout(head)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        first = QHBoxLayout()
        first.setSpacing(8)
        self._back = Button("", "quiet", "arrow-left", size="icon")
        self._back.clicked.connect(self.back_wanted)
        first.addWidget(self._back)
        self._title = PlainLabel("", "page")
        first.addWidget(self._title, 1)
        self._save = Button("", "outlined", "download-simple")
        self._save.clicked.connect(self.file_wanted)
        first.addWidget(self._save)
        rows.addLayout(first)
        choices = FlowLayout(spacing=12)
        self._side = Segments(((_RECEIVED, ""), (_SENT, "")))
        self._side.chosen.connect(self._choose_side)
        choices.addWidget(self._side)
        self._period = Segments(tuple((period.value, "") for period in Period))
        self._period.chosen.connect(lambda key: self.period_chosen.emit(Period(key)))
        choices.addWidget(self._period)
        rows.addLayout(choices)
        column.addWidget(head)
        self._scroll = Scroll(margins=(0, 0, 0, 24), spacing=18)
        mark_region(self._scroll)
        column.addWidget(self._scroll, 1)
        self._keys = (
            add_key(self, "Esc", "", self.back_wanted.emit),
            add_key(self, "Ctrl+S", "", self.file_wanted.emit),
        )
        self._say()

    @property
    def period(self) -> Period:
        """The chosen period."""
        return Period(self._period.key())

    def show_counting(self) -> None:
        """Say that the figures come; nothing older stands meanwhile."""
        self._wait(self.tr("Counting …"))

    def show_not_counted(self) -> None:
        """Say that there are no figures; why was said elsewhere."""
        self._wait(self.tr("Nothing was counted. Choose a period above to try again."))

    def render(self, statistics: Statistics) -> None:  # type: ignore[override]
        """Show what was counted, for the direction that was chosen or that has anything."""
        self._statistics, self._waiting = statistics, ""
        self._period.choose(statistics.period.value)
        if not self._side_chosen:
            received = statistics.received
            here = received.cases or received.open_now or not statistics.sent.cases
            self._side.choose(_RECEIVED if here else _SENT)
        self._fill()
        announce(self, self.tr("Counted: {count} cases").format(count=self._counted().cases))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns under each other where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language; fit to another text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
            self._fill()
        elif event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    def _choose_side(self) -> None:
        self._side_chosen = True
        self._fill()

    def _wait(self, words: str) -> None:
        self._statistics, self._waiting = None, words
        self._fill()
        announce(self, words)

    def _counted(self) -> Counted:
        assert self._statistics is not None
        mine = self._side.key() == _SENT
        return self._statistics.sent if mine else self._statistics.received

    def _fit(self) -> None:
        stacked = width_of(self).under(Width.MEDIUM)
        if stacked is not self._stacked:
            self._stacked = stacked
            self._fill()

    def _fill(self) -> None:
        self._scroll.clear()
        column = self._scroll.column
        statistics = self._statistics
        self._save.explain_off("" if statistics else self.tr("Nothing is counted yet"))
        if statistics is None:
            column.addWidget(PlainLabel(self._waiting, "body", "muted", wrap=True))
            column.addStretch(1)
            return
        counted, mine = self._counted(), self._side.key() == _SENT
        stacked = bool(self._stacked)
        column.addWidget(GlanceView(words.glance(counted), stacked=stacked))
        if counted.cases:
            for table in words.tables(counted, mine=mine):
                column.addWidget(FigureTableView(table, stacked=stacked))
        else:
            column.addWidget(self._nothing(statistics, mine=mine))
        foot = self.tr("Counted {when}, on this computer. No patient is named.").format(
            when=times.day_and_minute(statistics.at)
        )
        if counted.cases:
            foot = f"{words.few_words()} {foot}"
        column.addWidget(PlainLabel(foot, "second", "muted", wrap=True))
        column.addStretch(1)

    def _nothing(self, statistics: Statistics, *, mine: bool) -> EmptyState:
        title = self.tr("You have sent nothing") if mine else self.tr("Nothing was sent to you")
        if statistics.begins is None:
            detail = self.tr("Figures come by themselves with the first referral.")
        else:
            detail = self.tr("Not since {day}. Choose a longer period above.").format(
                day=times.long_day(times.local_day(statistics.begins))
            )
        return EmptyState("chart-bar", title, detail)

    def _say(self) -> None:
        self._title.setText(self.tr("Statistics"))
        self._save.setText(self.tr("Save as CSV …"))
        back = self.tr("Back to the referrals")
        self._back.setAccessibleName(back)
        self._back.setToolTip(back)
        self._side.setAccessibleName(self.tr("Direction"))
        self._side.set_texts(
            {_RECEIVED: words.direction(mine=False), _SENT: words.direction(mine=True)}
        )
        self._period.setAccessibleName(self.tr("Period"))
        self._period.set_texts({period.value: words.period(period) for period in Period})
        for key, said in zip(self._keys, (back, self._save.text()), strict=True):
            key.setWhatsThis(said)

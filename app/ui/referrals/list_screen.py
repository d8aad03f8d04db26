# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of referrals: to answer, sent, drafts, and what is on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.records.referral import ReferralStatus
from app.referrals.errors import Hindrance
from app.referrals.lateness import Lateness, row_lateness
from app.referrals.views import ReferralRow, ReferralsView
from app.referrals.whose import Part, is_open
from app.referrals.working_time import waits_too_long
from app.ui import times
from app.ui.referrals import allocation_words, words
from app.ui.referrals.due_mark import DueMark
from app.ui.shell.keys import add_key
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card, Line
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.row import Row
from app.ui.widgets.scroll import Scroll
from app.ui.widths import Width, width_of

_TONES = {
    ReferralStatus.ANSWERED: "ok",
    ReferralStatus.MORE_WANTED: "warn",
    ReferralStatus.RECEIVED: "accent",
    ReferralStatus.ALLOCATED: "accent",
    ReferralStatus.SENDING: "warn",
}


def _now() -> datetime:
    return datetime.now(UTC)


class ReferralListScreen(QWidget):
    """All referrals of this person, newest need first."""

    new_wanted = Signal()
    opened = Signal(str)
    draft_opened = Signal(str)
    retry_wanted = Signal()
    statistics_wanted = Signal()

    def __init__(self, now: Callable[[], datetime] = _now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._marks: list[tuple[ReferralRow, Row, DueMark, DueMark]] = []
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = ReferralsView()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 20, 32, 0)
        column.setSpacing(12)
        self._header = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._title = PlainLabel("", "page")
        self._header.addWidget(self._title, 1)
        buttons = QHBoxLayout()
        self._figures = Button("", "outlined", "chart-bar")
        self._figures.clicked.connect(self.statistics_wanted)
        buttons.addWidget(self._figures)
        self._figures_key = add_key(self, "Ctrl+Shift+S", "", self.statistics_wanted.emit)
        self._new = Button("", "primary", "plus")
        self._new.clicked.connect(self.new_wanted)
        buttons.addWidget(self._new)
        self._header.addLayout(buttons)
        column.addLayout(self._header)
        self._scroll = Scroll(spacing=12)
        column.addWidget(self._scroll, 1)
        self.render(self._view)

    def render(self, view: ReferralsView) -> None:  # type: ignore[override]
        """Show the lists whole."""
        self._view = view
        self._title.setText(self.tr("Referrals"))
        self._new.setText(self.tr("New referral"))
        self._marks.clear()
        self._figures.setText(self.tr("Statistics"))
        self._figures_key.setWhatsThis(self.tr("Statistics"))
        self._scroll.clear()
        for refused in view.refused:
            self._scroll.column.addWidget(self._refused(refused.at))
        if view.inbox_hindrance is not None:
            title = words.hindrance(view.inbox_hindrance)
            self._scroll.column.addWidget(Banner("warn", "warning", title))
        if view.outbox.items:
            self._scroll.column.addWidget(self._outbox())
        if view.coordinates or view.to_allocate:
            self._section(
                self.tr("To allocate"),
                view.to_allocate,
                self.tr("Nothing waits to be allocated"),
                self.tr("You see a number on Referrals when something comes."),
            )
        if view.allocated:
            self._section(self.tr("Allocated by you"), view.allocated, "", "")
        if view.inbox or not view.coordinates:
            self._section(
                self.tr("To answer"),
                view.inbox,
                self.tr("Nothing waits for an answer"),
                self.tr("You see a number on Referrals when something comes."),
            )
        self._section(
            self.tr("Sent by you"),
            view.sent,
            self.tr("Nothing sent yet"),
            self.tr("A new referral starts with the button above."),
        )
        if view.drafts:
            self._section(self.tr("Drafts"), view.drafts, "", "")
        self._scroll.column.addStretch(1)
        self.tick()

    def tick(self) -> None:
        """Say anew how much time there is, in the rows as they stand."""
        now = self._now()
        for row, widget, mark, wait in self._marks:
            late = row_lateness(row, now)
            left = times.left(row.due, now) if late is not None and row.due else ""
            mark.render_due(left[:1].upper() + left[1:], late)
            waits = ""
            if row in self._view.to_allocate and row.sent is not None:
                waits = allocation_words.waits(row.sent, now)
                red = waits_too_long(row.sent, now)
                wait.render_due(waits, Lateness.OVERDUE if red else Lateness.IN_TIME)
            else:
                wait.hide()
            widget.setAccessibleName(self._name(row, (waits, left)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the title where they have no room beside it."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language; fit to another text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.render(self._view)
        elif event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        narrow = width_of(self) is Width.TINY
        ways = QBoxLayout.Direction
        self._header.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _section(self, title: str, rows: tuple[ReferralRow, ...], empty: str, detail: str) -> None:
        self._scroll.column.addWidget(PlainLabel(title, "section"))
        card = Card(margin=0, spacing=0)
        if not rows:
            card.column.addWidget(EmptyState("tray", empty, detail))
        for index, row in enumerate(rows):
            if index:
                card.column.addWidget(Line())
            card.column.addWidget(self._row(row))
        self._scroll.column.addWidget(card)

    def _row(self, row: ReferralRow) -> Row:
        back = self._back(row)
        widget = Row()
        line = QHBoxLayout(widget)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addStretch(1)
        left.addWidget(PlainLabel(row.patient_name or self.tr("No name yet"), "name"))
        about = f"{words.specialty(row.specialty)}  ·  {row.question or self.tr('No question yet')}"
        left.addWidget(PlainLabel(about, "second", "muted", wrap=True))
        if back:
            left.addWidget(PlainLabel(back, "second", "warn", wrap=True))
        left.addStretch(1)
        line.addLayout(left, 1)
        right = QVBoxLayout()
        right.setSpacing(4)
        mark, wait = DueMark(), DueMark()
        self._marks.append((row, widget, mark, wait))
        badge = Badge(self._status(row), self._tone(row))
        whom = self._whom(row)
        other = PlainLabel(whom, "caption", "muted")
        for part in (badge, wait, mark, other):
            right.addWidget(part, 0, Qt.AlignmentFlag.AlignRight)
        line.addLayout(right)
        # Not before they have their place: they would flash as windows of their own.
        other.setVisible(bool(whom))
        # Of what waits for a choice all else would be the state of a choice that is over.
        badge.setVisible(row not in self._view.to_allocate)
        draft = row.status is ReferralStatus.DRAFT
        signal = self.draft_opened if draft else self.opened
        widget.opened.connect(lambda: signal.emit(row.referral))
        return widget

    def _name(self, row: ReferralRow, marks: tuple[str, ...]) -> str:
        about = (row.patient_name, words.specialty(row.specialty), row.question, self._status(row))
        return ", ".join(
            part for part in (*about, *marks, self._whom(row), self._back(row)) if part
        )

    def _status(self, row: ReferralRow) -> str:
        if row in self._view.to_allocate:
            return ""
        if row.part is Part.READ and is_open(row.status):
            return self.tr("Given to somebody else")
        if row.status is ReferralStatus.ALLOCATED and row in self._view.inbox:
            return self.tr("Given to you")
        return words.status(row.status)

    def _tone(self, row: ReferralRow) -> str:
        others = row.part is Part.READ and is_open(row.status)
        return "neutral" if others else _TONES.get(row.status, "neutral")

    def _whom(self, row: ReferralRow) -> str:
        """Say who is at the other end, or who has it where a coordinator chose."""
        if row.with_since is None or row in self._view.to_allocate:
            return row.other_name
        if not is_open(row.status):
            return row.with_name or row.other_name
        return allocation_words.with_whom(row.with_name, row.with_since, self._now())

    def _back(self, row: ReferralRow) -> str:
        """Say why something has to be done again."""
        if row.came_back is not None:
            return words.hindrance(row.came_back)
        gone = row.with_since is not None and row in self._view.to_allocate
        return allocation_words.nobody_left() if gone else ""

    def _outbox(self) -> Banner:
        outbox = self._view.outbox
        sent, total = outbox.sent_bytes / 1e6, outbox.total_bytes / 1e6
        amount = self.tr("{sent} of {total} MB").format(sent=f"{sent:.1f}", total=f"{total:.1f}")
        why = ""
        if outbox.hindrance is not None:
            why = words.hindrance(outbox.hindrance)
        elif outbox.failed:
            why = words.hindrance(Hindrance.REFUSED)
        elif outbox.waiting_for_server:
            why = self.tr("Kept here. Goes out when you are on line.")
        if why:
            banner = Banner("warn", "cloud-slash", why, amount, self.tr("Try now"))
            banner.pressed.connect(self.retry_wanted)
            return banner
        if outbox.seconds_left is not None:
            amount = f"{amount}, {words.time_left(outbox.seconds_left)}"
        return Banner("acc", "cloud-arrow-up", self.tr("On its way. Goes on by itself."), amount)

    def _refused(self, at: datetime) -> Banner:
        return Banner(
            "danger",
            "shield-warning",
            self.tr("Something came that could not be verified. It is not shown."),
            self.tr("It arrived {when}. Ask the sender to send it again.").format(
                when=times.day_and_minute(at)
            ),
        )

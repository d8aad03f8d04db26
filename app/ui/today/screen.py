# SPDX-License-Identifier: GPL-3.0-or-later
"""Today: whom do I see now? Picture 01."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.schedule.views import Connection, DayView, VisitRow, WaitingRow
from app.ui import theme
from app.ui.shell.keys import add_key
from app.ui.times import hour_minute
from app.ui.today.aside import Aside, Equipment, Need
from app.ui.today.coming import ComingCard
from app.ui.today.day import DayCard
from app.ui.today.forms import LinkPage, NewVisitPage, NotHeldPage
from app.ui.today.header import DayHeader
from app.ui.today.waiting import WaitingCard
from app.ui.widgets.announce import announce
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widths import Width, width_of

ASIDE_WIDTH = 272


class TodayScreen(QStackedWidget):
    """Renders a DayView whole; signals say what the clinician wants, with ids as text."""

    admit_asked = Signal(str, str)
    open_asked = Signal(str)
    message_asked = Signal(str, str, str)
    plan_asked = Signal(object)
    link_asked = Signal(str)
    new_link_asked = Signal(str)
    not_held_told = Signal(str, str)
    cancel_asked = Signal(str)
    section_asked = Signal(str)
    silence_asked = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._view: DayView | None = None
        self._needs: tuple[Need, ...] = ()
        self._equipment = Equipment()
        self._silenced = False
        self._new_visit = NewVisitPage()
        self._link = LinkPage()
        self._not_held = NotHeldPage()
        self._build()
        for page in (self._new_visit, self._link, self._not_held):
            page.left.connect(self.show_day)
            self.addWidget(page)
        self._new_visit.planned.connect(self.plan_asked)
        self._not_held.told.connect(self._told)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        self._add_keys()
        self._show()
        self._wait_for_next_minute()

    def render(self, view: DayView) -> None:  # type: ignore[override]
        """Show the day as it is."""
        before = self._view.waiting if self._view is not None else ()
        self._view = view
        if len(view.waiting) > len(before) or not view.waiting:
            self._silenced = False
        self._show()
        known = {row.participant for row in before}
        for row in view.waiting:
            if row.participant not in known:
                words = self.tr("{name} is waiting").format(name=row.patient_name)
                announce(self, words, at_once=True)

    def set_needs(self, needs: tuple[Need, ...]) -> None:
        """Show what waits at other places."""
        self._needs = needs
        self._show_aside()

    def set_equipment(self, equipment: Equipment) -> None:
        """Show the devices in use."""
        self._equipment = equipment
        self._show_aside()

    def show_day(self) -> None:
        """Go back to the day from a page over it."""
        self.setCurrentIndex(0)

    def show_link(self, patient_name: str, link: str) -> None:
        """Show a visit's link."""
        self._link.show_link(patient_name, link)
        self.setCurrentWidget(self._link)

    def start_new_visit(self) -> None:
        """Open the form for a new visit."""
        self._new_visit.start(self._now())
        self.setCurrentWidget(self._new_visit)

    def patient_name(self, appointment: str) -> str:
        """Find the name on show for a visit, or ""."""
        row = self._row(appointment)
        return "" if row is None else row.patient_name

    def is_promised(self, appointment: str) -> bool:
        """Tell whether somebody was told of a visit in an answer to a referral."""
        row = self._row(appointment)
        return row is not None and row.promised

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what stands beside the list."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language, or in another size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._aside.forget()
            self._day.forget()
            self._coming.forget()
            self._show()
        elif event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    def _row(self, appointment: str) -> VisitRow | None:
        view = self._view
        rows = () if view is None else (*view.visits, *view.coming)
        return next((row for row in rows if row.appointment == appointment), None)

    # ---- building --------------------------------------------------------------------------

    def _build(self) -> None:
        day = self._day_page = QWidget()
        day.setObjectName("page")
        column = QVBoxLayout(day)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._header = DayHeader()
        self._header.new_visit_pressed.connect(self.start_new_visit)
        column.addWidget(self._header)
        self._offline = Banner("warn", "wifi-slash", "")
        holder = QHBoxLayout()
        holder.setContentsMargins(32, 0, 32, 12)
        holder.addWidget(self._offline)
        column.addLayout(holder)
        self._offline.hide()
        scroll = Scroll(margins=(32, 0, 32, 24), spacing=0)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.addWidget(self._make_list(), 1)
        self._aside = Aside()
        self._aside.section_chosen.connect(self.section_asked)
        self._columns.addWidget(self._aside)
        scroll.column.addLayout(self._columns)
        scroll.column.addStretch(1)
        column.addWidget(scroll, 1)
        self.addWidget(day)

    def _make_list(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        heading = QHBoxLayout()
        heading.setSpacing(9)
        self._waiting_title = PlainLabel("", "heading")
        self._waiting_count = Badge("0", "count")
        self._repeats_icon = Icon("bell-ringing", "muted", 18)
        self._repeats = PlainLabel("", "second", "muted")
        self._silence = Button("", "quiet", size="small")
        self._silence.clicked.connect(lambda _: self._silence_now())
        heading.addWidget(self._waiting_title)
        heading.addWidget(self._waiting_count)
        heading.addStretch(1)
        for widget in (self._repeats_icon, self._repeats, self._silence):
            heading.addWidget(widget)
        column.addLayout(heading)
        self._waiting = WaitingCard()
        self._waiting.admit_pressed.connect(self.admit_asked)
        self._waiting.message_sent.connect(self.message_asked)
        self._waiting.not_held_pressed.connect(self._ask_not_held)
        self._waiting.blocked.connect(lambda reason: announce(self, reason))
        column.addWidget(self._waiting)
        column.addSpacing(16)
        self._day_title = PlainLabel("", "heading")
        column.addWidget(self._day_title)
        self._day = DayCard()
        self._day.new_visit_pressed.connect(self.start_new_visit)
        column.addWidget(self._day)
        column.addSpacing(16)
        self._coming_title = PlainLabel("", "heading")
        column.addWidget(self._coming_title)
        self._coming = ComingCard()
        column.addWidget(self._coming)
        for card in (self._day, self._coming):
            card.opened.connect(self.open_asked)
            card.link_pressed.connect(self.link_asked)
            card.new_link_pressed.connect(self.new_link_asked)
            card.not_held_pressed.connect(self._ask_not_held)
            card.cancel_pressed.connect(self.cancel_asked)
        column.addStretch(1)
        return holder

    def _add_keys(self) -> None:
        day = self._day_page
        add_key(day, "Ctrl+Shift+Return", self.tr("Admit the first"), self._admit_first)
        add_key(day, "Ctrl+M", self.tr("Message to the first"), self._waiting.open_first_message)
        add_key(day, "Ctrl+N", self.tr("New visit"), self.start_new_visit)

    # ---- showing ---------------------------------------------------------------------------

    def _show(self) -> None:
        now = self._now()
        view = self._view
        waiting: tuple[WaitingRow, ...] = view.waiting if view is not None else ()
        visits = view.visits if view is not None else ()
        self._header.render_counts(now, len(visits), len(waiting))
        self._waiting_title.setText(self.tr("Waiting"))
        self._waiting_count.set_text(str(len(waiting)))
        self._waiting_count.setVisible(bool(waiting))
        self._repeats.setText(self.tr("Sound repeats every 20 s"))
        self._silence.setText(self.tr("Silence"))
        for widget in (self._repeats_icon, self._repeats, self._silence):
            widget.setVisible(bool(waiting) and not self._silenced)
        self._day_title.setText(self.tr("The day"))
        self._show_connection(view)
        off = ""
        if view is not None and view.connection is not Connection.ONLINE:
            off = self.tr("Not connected. Ring the patient, or wait until the line is back.")
        self._waiting.render_rows(waiting, now, off)
        self._day.render_rows(visits, now)
        coming = view.coming if view is not None else ()
        self._coming_title.setText(self.tr("Later"))
        self._coming.render_rows(coming, now)
        self._coming_title.setVisible(bool(coming))
        self._coming.setVisible(bool(coming))
        self._show_aside()

    def _show_connection(self, view: DayView | None) -> None:
        gone = view is not None and view.connection is Connection.OFFLINE
        if gone and view is not None:
            since = view.offline_since
            title = (
                self.tr("Not connected since {time}.").format(time=hour_minute(since))
                if since is not None
                else self.tr("Not connected.")
            )
            detail = self.tr("Patients cannot reach you. Trying again.")
            self._offline.set_content("warn", "wifi-slash", title, detail)
        self._offline.setVisible(gone)

    def _show_aside(self) -> None:
        self._aside.render(self._needs, self._equipment)
        self._header.render_needs(() if self._aside.isVisibleTo(self) else self._needs)

    def _fit(self) -> None:
        width = width_of(self)
        self._aside.setVisible(not width.under(Width.WIDE))
        self._aside.setFixedWidth(theme.px(ASIDE_WIDTH))
        narrow = width.under(Width.MEDIUM)
        self._header.stack(narrow)
        self._repeats.setWordWrap(narrow)
        self._waiting.stack_actions(narrow)
        self._day.stack(narrow)
        self._coming.stack(narrow)
        self._show()

    # ---- acting ----------------------------------------------------------------------------

    def _admit_first(self) -> None:
        if self._view is None or not self._view.waiting:
            return
        if self._view.connection is Connection.ONLINE:
            first = self._view.waiting[0]
            self.admit_asked.emit(str(first.appointment), str(first.participant))

    def _ask_not_held(self, appointment: str) -> None:
        self._not_held.start(appointment, self.patient_name(appointment))
        self.setCurrentWidget(self._not_held)

    def _told(self, appointment: str, reason: str) -> None:
        self.show_day()
        self.not_held_told.emit(appointment, reason)

    def _silence_now(self) -> None:
        self._silenced = True
        self.silence_asked.emit()
        self._show()

    def _tick(self) -> None:
        self._show()
        self._wait_for_next_minute()

    def _wait_for_next_minute(self) -> None:
        now = self._now()
        self._timer.start(round((60 - now.second - now.microsecond / 1e6) * 1000) + 20)

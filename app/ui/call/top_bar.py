# SPDX-License-Identifier: GPL-3.0-or-later
"""The line over a visit: who it is, how long it has lasted, who vouches, and Emergency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.calls.views import Stage
from app.ui.call.trust import TrustPill
from app.ui.call.view import VisitView
from app.ui.shell.keys import add_key, mark_region
from app.ui.times import age_words, hour_minute, length, local_day
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widths import Width


class TimeBox(QFrame):
    """How long the visit has lasted."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(Icon("clock", "text", 18))
        self._time = PlainLabel("00:00", "strong")
        row.addWidget(self._time)

    def set_time(self, text: str, name: str) -> None:
        """Show a length."""
        self._time.setText(text)
        self.setAccessibleName(name)


class TopBar(QFrame):
    """Emits what is wanted: back, trust_asked, emergency_asked."""

    back = Signal()
    trust_asked = Signal()
    emergency_asked = Signal()

    def __init__(self, clock: Callable[[], datetime], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        mark_region(self)
        self._clock = clock
        self._view = VisitView()
        self._back = Button("", "quiet", "arrow-left", size="icon")
        self._name = PlainLabel("", "name")
        self._second = PlainLabel("", "second", "muted")
        self._time = TimeBox()
        self._trust = TrustPill()
        self._emergency = Button("", "danger", "first-aid")
        titles = QVBoxLayout()
        titles.setSpacing(1)
        titles.addWidget(self._name)
        titles.addWidget(self._second)
        self._chips = QWidget()
        chips = FlowLayout(8)
        self._chips.setLayout(chips)
        for part in (self._time, self._trust, self._emergency):
            chips.addWidget(part)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 9, 12, 9)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.addWidget(self._back, 0, 0)
        self._grid.addLayout(titles, 0, 1)
        self._grid.addWidget(self._chips, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self._grid.setColumnStretch(1, 1)
        self._back.clicked.connect(self.back)
        self._trust.clicked.connect(self.trust_asked)
        self._emergency.clicked.connect(self.emergency_asked)
        add_key(self, "F9", self.tr("Emergency"), self.emergency_asked.emit)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._show_time)
        self._speak()

    def set_width(self, width: Width) -> None:
        """Break into two lines where one is too short."""
        self._trust.set_roomy(not width.under(Width.MEDIUM))
        self._grid.removeWidget(self._chips)
        if width.under(Width.MEDIUM):
            self._grid.addWidget(self._chips, 1, 0, 1, 3)
        else:
            self._grid.addWidget(self._chips, 0, 2, Qt.AlignmentFlag.AlignVCenter)

    def set_emergency_open(self, on: bool) -> None:
        """Show that the emergency panel is open."""
        self._emergency.set_kind("danger-filled" if on else "danger")

    def render_view(self, view: VisitView) -> None:
        """Show a visit."""
        self._view = view
        self._speak()
        self._trust.render_view(view.call)
        running = view.call.connected_at is not None and view.call.stage is not Stage.ENDED
        if running and not self._tick.isActive():
            self._tick.start()
        if not running:
            self._tick.stop()
        self._show_time()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        self._back.setAccessibleName(self.tr("Back to the day. The call goes on"))
        self._back.setToolTip(self._back.accessibleName())
        self._emergency.setText(self.tr("Emergency") + "  F9")
        self._emergency.setAccessibleName(self.tr("Emergency"))
        appointment = self._view.appointment
        if appointment is None:
            return
        self._name.setText(appointment.patient.name)
        age = appointment.patient.age_on(local_day(self._clock()))
        parts = [
            age_words(age),
            appointment.reason,
            hour_minute(appointment.start),
        ]
        self._second.setText("  ·  ".join(part for part in parts if part))

    def _show_time(self) -> None:
        since = self._view.call.connected_at
        self._time.setVisible(since is not None)
        if since is not None:
            text = length(self._clock() - since)
            self._time.set_time(text, self.tr("The visit has lasted {time}").format(time=text))

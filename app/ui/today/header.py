# SPDX-License-Identifier: GPL-3.0-or-later
"""The top of the day: date, clock, counts, and New visit."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.ui.times import heading_day, hour_minute, local_day
from app.ui.today.aside import Need
from app.ui.widgets.badge import Badge
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel


class DayHeader(QWidget):
    """Stays while the list below scrolls."""

    new_visit_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(32, 20, 32, 8)
        self._row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._date = PlainLabel("", "page", wrap=True)
        self._counts = PlainLabel("", "body", "muted", wrap=True)
        words.addWidget(self._date)
        words.addWidget(self._counts)
        self._needs = FlowLayout(6)
        words.addLayout(self._needs)
        self._row.addLayout(words, 1)
        self._new = Button("", icon="plus")
        self._new.clicked.connect(lambda _: self.new_visit_pressed.emit())
        left_middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._row.addWidget(self._new, 0, left_middle)

    def render_counts(self, now: datetime, visits: int, waiting: int) -> None:
        """Show date, clock and counts."""
        self._date.setText(heading_day(local_day(now)))
        words = (
            hour_minute(now),
            self.tr("1 visit today")
            if visits == 1
            else self.tr("{count} visits today").format(count=visits),
            self.tr("{count} waiting now").format(count=waiting),
        )
        self._counts.setText("  ·  ".join(words))
        self._new.setText(self.tr("New visit"))

    def render_needs(self, needs: tuple[Need, ...]) -> None:
        """Show as badges what waits elsewhere, where there is no room for a column."""
        while (item := self._needs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for need in needs:
            words = f"{need.title}: {need.detail}" if need.tone else need.title
            self._needs.addWidget(Badge(words, need.tone or "accent", need.icon))

    def stack(self, stacked: bool) -> None:
        """Put the button under the words."""
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)

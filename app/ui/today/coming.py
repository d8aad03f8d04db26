# SPDX-License-Identifier: GPL-3.0-or-later
"""The visits of later days, day by day."""

from __future__ import annotations

from datetime import datetime

from app.schedule.views import VisitRow
from app.ui import times
from app.ui.today.visits_card import VisitsCard
from app.ui.widgets.card import Line
from app.ui.widgets.plain_label import PlainLabel


class ComingCard(VisitsCard):
    """All planned visits after today; made anew when they change."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[VisitRow, ...], bool] | None = None

    def render_rows(self, rows: tuple[VisitRow, ...], now: datetime) -> None:
        """Show exactly these visits in their order, under the name of their day."""
        shown = (rows, self._stacked)
        if shown == self._shown:
            return
        self._shown = shown
        self.clear()
        before = ""
        for row in rows:
            day = times.heading_day(times.local_day(row.start))
            if day != before:
                if before:
                    self.column.addWidget(Line())
                heading = PlainLabel(day, "label", "muted")
                heading.setContentsMargins(16, 10, 16, 2)
                self.column.addWidget(heading)
                before = day
            self.column.addWidget(self.line(row, now, day))

    def forget(self) -> None:
        """Make the rows anew at the next rendering, in another language."""
        self._shown = None

# SPDX-License-Identifier: GPL-3.0-or-later
"""A card of visits: what can be done with each of them."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal

from app.schedule.views import VisitRow
from app.ui.today.visit_line import VisitLine
from app.ui.widgets.card import Card


class VisitsCard(Card):
    """Tells what is wished of a visit; signals carry the appointment's id."""

    opened = Signal(str)
    link_pressed = Signal(str)
    new_link_pressed = Signal(str)
    not_held_pressed = Signal(str)
    cancel_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=0, spacing=0)
        self.column.setContentsMargins(1, 1, 1, 1)
        self._stacked = False

    def stack(self, stacked: bool) -> None:
        """Break each row into two lines; takes effect with the next rendering."""
        self._stacked = stacked

    def clear(self) -> None:
        """Take all rows away."""
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def line(self, row: VisitRow, now: datetime, day: str = "") -> VisitLine:
        """Make a visit's row; ``day`` is said with it, where it is not today."""
        line = VisitLine(row, now, stacked=self._stacked, day=day)
        visit = str(row.appointment)
        line.opened.connect(lambda: self.opened.emit(visit))
        line.link_pressed.connect(lambda: self.link_pressed.emit(visit))
        line.new_link_pressed.connect(lambda: self.new_link_pressed.emit(visit))
        line.not_held_pressed.connect(lambda: self.not_held_pressed.emit(visit))
        line.cancel_pressed.connect(lambda: self.cancel_pressed.emit(visit))
        return line

# SPDX-License-Identifier: GPL-3.0-or-later
"""Where in a row of steps somebody is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.widgets.badge import Badge
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel


class Steps(QWidget):
    """Done steps have a tick, the present one a filled number."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._ticks: list[Icon] = []
        self._numbers: list[Badge] = []
        self._future: list[Badge] = []
        self._words: list[PlainLabel] = []
        for index in range(count):
            if index:
                self._row.addSpacing(12)
            tick, words = Icon("check-bold", "ok", 16), PlainLabel("", "strong")
            number, future = Badge(str(index + 1), "count"), Badge(str(index + 1))
            for part in (tick, number, future, words):
                self._row.addWidget(part)
            self._ticks.append(tick)
            self._numbers.append(number)
            self._future.append(future)
            self._words.append(words)

    def render_steps(self, names: tuple[str, ...], at: int, *, words_for_all: bool) -> None:
        """Show the names; where there is little room, that of the present step only."""
        for index, name in enumerate(names):
            self._ticks[index].setVisible(index < at)
            self._numbers[index].setVisible(index == at)
            self._future[index].setVisible(index > at)
            label = self._words[index]
            label.setText(name)
            label.setVisible(words_for_all or index == at)
            label.set_tone("ok" if index < at else "" if index == at else "muted")
        place = self.tr("Step {number} of {count}: {name}")
        self.setAccessibleName(place.format(number=at + 1, count=len(names), name=names[at]))

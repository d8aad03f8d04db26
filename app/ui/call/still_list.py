# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures in a patient's record, newest first; one is opened at a time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.records.stills import StillFacts
from app.ui.times import hour_minute, local_day, long_day
from app.ui.widgets.card import Line
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.row import Row


class StillList(QWidget):
    """Emits opened(StillFacts). Rows hold words only: no face stands open beside a call."""

    opened = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[StillFacts, ...] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._parts: list[QWidget] = []
        self._empty = EmptyState("camera", "")
        self._column.addWidget(self._empty)
        self.render_rows(())

    def render_rows(self, rows: tuple[StillFacts, ...]) -> None:
        """Show these pictures."""
        if rows != self._rows:
            self._rows = rows
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        rows = self._rows or ()
        self._empty.setVisible(not rows)
        self._empty.set_words(
            self.tr("No pictures yet"), self.tr("A picture taken in a visit is here once kept.")
        )
        for index, facts in enumerate(rows):
            if index:
                self._add(Line())
            self._add(self._make_row(facts))

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        self._parts.append(part)

    def _make_row(self, facts: StillFacts) -> Row:
        when = f"{long_day(local_day(facts.taken))} {hour_minute(facts.taken)}"
        size = f"{facts.width} × {facts.height}"
        widget = Row(self.tr("Picture, {when}, {size}").format(when=when, size=size))
        widget.opened.connect(lambda: self.opened.emit(facts))
        line = QHBoxLayout(widget)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(12)
        line.addWidget(Icon("image", "muted"))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(PlainLabel(when, "strong", wrap=True))
        texts.addWidget(PlainLabel(size, "second", "muted", wrap=True))
        line.addLayout(texts, 1)
        return widget

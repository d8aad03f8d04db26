# SPDX-License-Identifier: GPL-3.0-or-later
"""A table of figures on the screen: columns where there is room, else one card a line.

To a screen reader each line is one sentence; Tab comes to a table once, arrows walk its lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.referrals.figures import Share
from app.ui.referrals.figure_rows import Figure, FigureRow, FigureTable, figure_words, sentence
from app.ui.widgets.card import Card, Line
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import show_within
from app.ui.widgets.share_bar import ShareBar

_LABEL_PARTS, _FIGURE_PARTS, _WORDS_PARTS, _BAR_PARTS = 4, 3, 5, 3
"""Widths of the columns to each other."""


class FigureLine(QFrame):
    """One line that the keyboard can walk to; it has nothing to press."""

    def __init__(self, name: str, table: QWidget) -> None:
        super().__init__(table)
        self.setObjectName("figureline")
        self.setAccessibleName(name)
        self._table = table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another line of the same table."""
        lines = self._lines()
        here = lines.index(self)
        match event.key():
            case Qt.Key.Key_Home:
                at = 0
            case Qt.Key.Key_End:
                at = len(lines) - 1
            case Qt.Key.Key_Down | Qt.Key.Key_Right:
                at = here + 1
            case Qt.Key.Key_Up | Qt.Key.Key_Left:
                at = here - 1
            case _:
                super().keyPressEvent(event)
                return
        if 0 <= at < len(lines):
            lines[at].setFocus(Qt.FocusReason.TabFocusReason)
            show_within(lines[at])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be the line that Tab comes back to."""
        for line in self._lines():
            stops = line is self
            line.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)
        super().focusInEvent(event)

    def _lines(self) -> list[FigureLine]:
        return self._table.findChildren(FigureLine)


class FigureTableView(QWidget):
    """Title, lines and what exactly is counted."""

    def __init__(self, table: FigureTable, *, stacked: bool) -> None:
        """``stacked`` where there is no room for columns."""
        super().__init__()
        self._table = table
        self.setAccessibleName(table.title)
        columns = range(len(table.columns) - 1)
        self._has_words = [any(isinstance(r.figures[c], str) for r in table.rows) for c in columns]
        self._has_bars = [any(_is_drawn(r.figures[c]) for r in table.rows) for c in columns]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(PlainLabel(table.title, "section", wrap=True))
        card = Card(margin=0, spacing=0)
        if not stacked and len(table.columns) > 2:
            card.column.addWidget(self._head())
            card.column.addWidget(Line())
        for index, row in enumerate(table.rows):
            if index:
                card.column.addWidget(Line())
            card.column.addWidget(self._stacked(row) if stacked else self._wide(row))
        column.addWidget(card)
        if table.note:
            column.addWidget(PlainLabel(table.note, "second", "muted", wrap=True))
        _stop_at_first(self)

    def _head(self) -> QWidget:
        head = QWidget()
        cells = [_cell(name, "label", "muted") for name in self._table.columns]
        self._place(head, cells[0], cells[1:], [None] * (len(cells) - 1))
        return head

    def _wide(self, row: FigureRow) -> FigureLine:
        line = FigureLine(sentence(self._table, row), self)
        cells = [_cell(figure_words(figure)) for figure in row.figures]
        self._place(line, _cell(row.label, "strong"), cells, [_bar_of(f) for f in row.figures])
        return line

    def _place(
        self,
        line: QWidget,
        label: PlainLabel,
        cells: list[PlainLabel],
        bars: Sequence[ShareBar | None],
    ) -> None:
        """Put a line's parts so that each has the place of those above and below it."""
        across = QHBoxLayout(line)
        across.setContentsMargins(16, 9, 16, 9)
        across.setSpacing(16)
        across.addWidget(label, _LABEL_PARTS)
        for index, (cell, bar) in enumerate(zip(cells, bars, strict=True)):
            across.addWidget(cell, _WORDS_PARTS if self._has_words[index] else _FIGURE_PARTS)
            if self._has_bars[index]:
                # Not a stretch: beside one there would be no space, and the columns would shift.
                across.addWidget(bar or QWidget(), _BAR_PARTS)

    def _stacked(self, row: FigureRow) -> FigureLine:
        line = FigureLine(sentence(self._table, row), self)
        column = QVBoxLayout(line)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(4)
        column.addWidget(PlainLabel(row.label, "strong", wrap=True))
        alone = len(row.figures) == 1
        for name, figure in zip(self._table.columns[1:], row.figures, strict=True):
            words = figure_words(figure)
            column.addWidget(PlainLabel(words if alone else f"{name}: {words}", wrap=True))
            if (bar := _bar_of(figure)) is not None:
                column.addWidget(bar)
        return line


class GlanceView(QWidget):
    """The first figures, large, side by side or two by two; arrows walk them as a table's lines."""

    def __init__(self, table: FigureTable, *, stacked: bool) -> None:
        super().__init__()
        self.setAccessibleName(table.title)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        abreast = 2 if stacked else len(table.rows)
        for index, row in enumerate(table.rows):
            line = FigureLine(sentence(table, row), self)
            inside = QVBoxLayout(line)
            inside.setContentsMargins(0, 0, 0, 0)
            card = Card(margin=14, spacing=2)
            card.column.addWidget(_cell(figure_words(row.figures[0]), "page"))
            card.column.addWidget(_cell(row.label, "second", "muted"))
            card.column.addStretch(1)
            inside.addWidget(card)
            grid.addWidget(line, *divmod(index, abreast))
        for place in range(abreast):
            grid.setColumnStretch(place, 1)
        _stop_at_first(self)


def _stop_at_first(table: QWidget) -> None:
    """Let Tab stop at one line, which names the table; the others are reached from it."""
    for index, line in enumerate(table.findChildren(FigureLine)):
        line.setFocusPolicy(Qt.FocusPolicy.ClickFocus if index else Qt.FocusPolicy.StrongFocus)
        line.setAccessibleDescription("" if index else table.accessibleName())


def _is_drawn(figure: Figure) -> bool:
    """Tell whether a figure has a bar: a share of which there is enough for a per cent."""
    return isinstance(figure, Share) and figure.percent is not None


def _bar_of(figure: Figure) -> ShareBar | None:
    if isinstance(figure, Share) and _is_drawn(figure):
        return ShareBar(figure.count / figure.of)
    return None


def _cell(words: str, place: str = "body", tone: str = "") -> PlainLabel:
    """Make a label whose column is as wide in each line, whatever stands in it."""
    label = PlainLabel(words, place, tone, wrap=True)
    policy = label.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    label.setSizePolicy(policy)
    return label

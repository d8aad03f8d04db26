# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes one under the other: what, about whom, by whom, and whether signed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.notes.views import NoteRow
from app.records.composition import NoteTemplate
from app.ui.notes.labels import template_title
from app.ui.times import hour_minute, local_day, long_day
from app.ui.widgets.badge import Badge
from app.ui.widgets.card import Line
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.row import Row


class NoteList(QWidget):
    """Emits opened(composition). ``compact`` leaves the patient out: all are about one."""

    opened = Signal(str)

    def __init__(self, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact = compact
        self._rows: tuple[NoteRow, ...] | None = None
        self._searched = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._parts: list[QWidget] = []
        self._empty = EmptyState("notebook", "")
        self._column.addWidget(self._empty)
        self.render_rows(())

    def render_rows(self, rows: tuple[NoteRow, ...], searched: str = "") -> None:
        """Show these notes; ``searched`` are the words that they were found by."""
        if (rows, searched) == (self._rows, self._searched):
            return
        self._rows, self._searched = rows, searched
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
        title = self.tr("No earlier notes") if self._compact else self.tr("No notes yet")
        detail = self.tr("A note begins with a visit. It is here once signed.")
        if self._searched:
            title = self.tr("No signed note has these words")
            detail = self.tr("Words are found from their beginning. Drafts are not searched.")
        self._empty.set_words(title, detail)
        for index, row in enumerate(rows):
            if index:
                self._add(Line())
            self._add(self._make_row(row))

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        self._parts.append(part)

    def _make_row(self, row: NoteRow) -> Row:
        at = row.signed or row.started
        when = f"{long_day(local_day(at))} {hour_minute(at)}"
        title = _title(row.template) or self.tr("Note")
        state = self._state(row)
        who = "" if self._compact else row.patient_name
        words = (who, title, when, row.author_name, state)
        widget = Row(", ".join(word for word in words if word))
        widget.opened.connect(lambda: self.opened.emit(row.composition))
        line = QHBoxLayout(widget)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(12)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(PlainLabel(who or title, "strong", wrap=True))
        parts = (title if who else "", when, row.author_name)
        second = "  ·  ".join(part for part in parts if part)
        texts.addWidget(PlainLabel(second, "second", "muted", wrap=True))
        line.addLayout(texts, 1)
        if row.signed is None:
            badge = Badge(state, "accent", "pencil-simple")
        elif not row.template:
            badge = Badge(state, "danger", "warning-octagon-fill")
        else:
            badge = Badge(state, "neutral", "lock-simple")
        line.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        return widget

    def _state(self, row: NoteRow) -> str:
        if row.signed is None:
            return self.tr("Draft")
        if not row.template:
            return self.tr("Does not verify")
        return (
            self.tr("Signed")
            if row.versions == 1
            else self.tr("{count} versions").format(count=row.versions)
        )


def _title(template: str) -> str:
    return template_title(NoteTemplate(template)) if template else ""

# SPDX-License-Identifier: GPL-3.0-or-later
"""Beside the picture: safety strip, tabs, the note, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.records.encounter import SafetyField
from app.ui.call.foot import Foot
from app.ui.call.recorded_list import RecordedList
from app.ui.call.safety_strip import SafetyStrip
from app.ui.call.view import VisitView
from app.ui.notes.note_editor import NoteEditor
from app.ui.notes.note_list import NoteList
from app.ui.safety.page import SafetyPage
from app.ui.shell.keys import add_key, mark_region
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.tab_strip import TabStrip
from app.ui.widths import Width


class CallPanel(QFrame):
    """Its parts speak for themselves through ``strip``, ``editor`` and ``foot``."""

    note_opened = Signal(str)

    def __init__(self, clock: Callable[[], datetime], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._strip = SafetyStrip()
        self._tabs = TabStrip(("", "", "", ""))
        self._editor = NoteEditor()
        self._earlier = NoteList(compact=True)
        self.recorded = RecordedList()
        """The patient's pictures and sounds."""
        self.safety = SafetyPage(clock)
        """The safety plan and the questions about suicide."""
        self._foot = Foot()
        self._pages = QStackedWidget()
        self._note_page = Scroll(margins=(16, 12, 16, 16), spacing=12)
        self._note_page.column.addWidget(self._editor)
        self._note_page.column.addStretch(1)
        earlier_page = Scroll(margins=(8, 8, 8, 8), spacing=0)
        earlier_page.column.addWidget(self._earlier)
        earlier_page.column.addStretch(1)
        stills_page = Scroll(margins=(8, 8, 8, 8), spacing=0)
        stills_page.column.addWidget(self.recorded)
        stills_page.column.addStretch(1)
        self._safety_page = Scroll(margins=(16, 12, 16, 16), spacing=12)
        self._safety_page.column.addWidget(self.safety)
        self._safety_page.column.addStretch(1)
        for page in (self._note_page, earlier_page, stills_page, self._safety_page):
            mark_region(page)
            self._pages.addWidget(page)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._strip)
        tabs = QFrame()
        tabs.setObjectName("tabline")
        tab_row = QVBoxLayout(tabs)
        tab_row.setContentsMargins(16, 0, 16, 0)
        tab_row.addWidget(self._tabs)
        self._column.addWidget(tabs)
        self._column.addWidget(self._pages, 1)
        self._column.addWidget(self._foot)
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self._earlier.opened.connect(self.note_opened)
        for index in range(self._tabs.count()):
            add_key(self, f"Alt+{index + 1}", "", partial(self._tabs.setCurrentIndex, index))
        self._one_column = False
        self._speak()

    @property
    def strip(self) -> SafetyStrip:
        """The safety record."""
        return self._strip

    @property
    def editor(self) -> NoteEditor:
        """The note."""
        return self._editor

    @property
    def foot(self) -> Foot:
        """The next step."""
        return self._foot

    def render_view(self, view: VisitView) -> None:
        """Show a visit."""
        encounter = view.encounter
        suggestions: dict[SafetyField, str] = {}
        if view.appointment is not None and view.appointment.patient.phone:
            suggestions[SafetyField.PHONE] = view.appointment.patient.phone
        self._strip.setVisible(encounter is not None)
        if encounter is not None:
            self._strip.render_record(encounter.safety, suggestions)
        self._editor.render_draft(view.draft)
        self._earlier.render_rows(view.earlier)
        self._foot.render_view(view)

    def set_width(self, width: Width) -> None:
        """Let everything scroll together where there is only one column."""
        self._editor.set_width(width)
        one_column = width.under(Width.MEDIUM)
        if one_column is self._one_column:
            return
        self._one_column = one_column
        if one_column:
            self._note_page.column.insertWidget(0, self._strip)
        else:
            self._column.insertWidget(0, self._strip)

    def ask(self, field: SafetyField) -> None:
        """Open the form of one question."""
        self._tabs.setCurrentIndex(0)
        self._strip.ask(field)
        self._note_page.ensureWidgetVisible(self._strip)

    def show_safety_first(self) -> None:
        """Open the page of the safety plan."""
        self._tabs.setCurrentIndex(self._pages.indexOf(self._safety_page))

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        self._tabs.set_texts(
            (
                self.tr("Note"),
                self.tr("Earlier notes"),
                self.tr("Pictures, sounds"),
                self.tr("Safety"),
            )
        )
        self._tabs.setAccessibleName(self.tr("Beside the picture"))

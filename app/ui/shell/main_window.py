# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinician's window: it switches screens, and does nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.schedule.views import OwnerCard
from app.ui.notices import Notices
from app.ui.shell.keys import KeyList, add_key, add_text_size_keys, mark_region, next_region
from app.ui.shell.rail import Rail, Section
from app.ui.theme import current
from app.ui.widgets.focus_ring import FocusRing
from app.ui.widths import Width, width_of

LEAST = (800, 560)


class MainWindow(QMainWindow):
    """Navigation with its sections, and pages that cover all of it (a call, a review).

    Sections and pages are added once at start and live until exit.
    """

    lock_asked = Signal()
    section_shown = Signal(str)
    closing = Signal()

    def __init__(self, sections: tuple[tuple[Section, QWidget], ...], owner: OwnerCard) -> None:
        super().__init__()
        self.setMinimumSize(*LEAST)
        self.resize(1280, 800)
        self.setWindowTitle("Vidda")
        self._may_close: Callable[[], bool] = lambda: True
        self._screens = {section.key: screen for section, screen in sections}
        self._rail = Rail(tuple(section for section, _ in sections), owner)
        self._rail.chosen.connect(self.show_section)
        self._rail.lock_asked.connect(self.lock_asked)
        mark_region(self._rail)
        self._inner = QStackedWidget()
        mark_region(self._inner)
        for screen in self._screens.values():
            self._inner.addWidget(screen)
        home = QWidget()
        row = QHBoxLayout(home)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(self._inner, 1)
        self._outer = QStackedWidget()
        self._outer.addWidget(home)
        self._home = home
        stage = QWidget()
        stage.setObjectName("page")
        stage.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(stage)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._notices = Notices(stage, self._rail_room)
        self._column = column
        column.addWidget(self._notices.bar)
        column.addWidget(self._outer, 1)
        self.setCentralWidget(stage)
        self._ring = FocusRing(self)
        self._add_keys()
        self._name()
        current().changed.connect(self._fit)
        if sections:
            self.show_section(sections[0][0].key)

    @property
    def notices(self) -> Notices:
        """Where errors and small news go."""
        return self._notices

    def set_guard(self, may_close: Callable[[], bool]) -> None:
        """Ask ``may_close`` before the window closes; it says why where it answers no."""
        self._may_close = may_close

    def show_section(self, key: str) -> None:
        """Open one of the places of the navigation."""
        self._inner.setCurrentWidget(self._screens[key])
        self._outer.setCurrentWidget(self._home)
        self._rail.mark(key)
        self.section_shown.emit(key)

    def add_bar(self, bar: QWidget) -> None:
        """Put a line above all screens and pages; it says itself when it is to be seen."""
        self._column.insertWidget(0, bar)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait at a place."""
        self._rail.set_count(key, count)

    def add_page(self, page: QWidget) -> None:
        """Keep a page that covers the navigation, for ``show_page``."""
        self._outer.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Cover the navigation with a page."""
        self._outer.setCurrentWidget(page)

    def show_sections(self) -> None:
        """Go back from a page to the place that was open before."""
        self._outer.setCurrentWidget(self._home)

    def page(self) -> QWidget | None:
        """Give the page on show; the navigation's own widget when none covers it."""
        return self._outer.currentWidget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the navigation where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the owner close services; nothing is asked, but unsaved text holds it open once."""
        if not self._may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def _rail_room(self) -> int:
        return self._rail.width() if self._outer.currentWidget() is self._home else 0

    def _fit(self) -> None:
        self._rail.set_slim(width_of(self).under(Width.WIDE))

    def _name(self) -> None:
        titles = {
            "today": self.tr("Today"),
            "referrals": self.tr("Referrals"),
            "questions": self.tr("Questions"),
            "notes": self.tr("Notes"),
            "patients": self.tr("Patients"),
            "log": self.tr("Access log"),
            "settings": self.tr("Settings"),
        }
        self._rail.set_titles(titles, self.tr("Lock now"))

    def _add_keys(self) -> None:
        for index, key in enumerate(self._screens):
            words = self.tr("Sections, from the top") if index == 0 else ""
            add_key(self, f"Ctrl+{index + 1}", words, partial(self.show_section, key))
        add_key(self, "Ctrl+L", self.tr("Lock now"), self.lock_asked.emit)
        add_key(self, "F6", self.tr("Next part of the window"), lambda: next_region(self))
        add_key(self, "Shift+F6", "", lambda: next_region(self, backwards=True))
        add_key(self, "F1", self.tr("This list"), lambda: KeyList(self).exec())
        add_text_size_keys(self)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The patient's window: header with help to see and read, the screens, and numbers to ring."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QActionGroup, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.notices import Notices
from app.ui.shell.keys import add_key, add_text_size_keys, mark_region, next_region
from app.ui.theme import FACTORS, Look
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.focus_ring import FocusRing
from app.ui.widgets.logo import Logo
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.plateau import Plateau
from app.ui.widths import Width, width_of

LANGUAGES = (("nb", "Norsk"), ("en", "English"))
LEAST = (800, 560)


class PatientFrame(QMainWindow):
    """Holds the patient's screens; emits ``language_chosen("nb" | "en")`` and ``closing``."""

    language_chosen = Signal(str)
    closing = Signal()

    def __init__(self, language: str = "en") -> None:
        super().__init__()
        self.setWindowTitle("Vidda")
        self.setMinimumSize(*LEAST)
        self.resize(1280, 800)
        self._backdrop = Plateau(high=True)
        self._backdrop.setProperty("mode", "patient")
        self._backdrop.set_on(False)
        column = QVBoxLayout(self._backdrop)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._notices = Notices(self._backdrop)
        self._header = self._make_header()
        self._stack = QStackedWidget()
        mark_region(self._stack)
        self._help = HelpLine()
        column.addWidget(self._header)
        column.addWidget(self._notices.bar)
        column.addWidget(self._stack, 1)
        column.addWidget(self._help)
        self.setCentralWidget(self._backdrop)
        self._ring = FocusRing(self)
        add_text_size_keys(self)
        add_key(self, "F6", "", lambda: next_region(self))
        theme.current().changed.connect(self._fit)
        self.set_language(language)
        self._name()

    @property
    def notices(self) -> Notices:
        """Where errors and small news go."""
        return self._notices

    def set_unit(self, unit: str) -> None:
        """Say whose window this is."""
        self._unit.setText(unit)

    def add_screen(self, screen: QWidget) -> None:
        """Keep a screen for ``show_screen``."""
        self._stack.addWidget(screen)

    def show_screen(self, screen: QWidget, *, plateau: bool = False, bare: bool = False) -> None:
        """Show a screen; with the landscape behind it, or bare: without header and numbers."""
        self._stack.setCurrentWidget(screen)
        self._backdrop.set_on(plateau)
        self._header.setVisible(not bare)
        self._help.setVisible(not bare)

    def set_language(self, language: str) -> None:
        """Mark the language in use."""
        for action in self._languages.actions():
            action.setChecked(action.data() == language)
        self._language.setText(dict(LANGUAGES).get(language, language))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop words from the header where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the owner leave the visit; nothing is asked."""
        self.closing.emit()
        super().closeEvent(event)

    def _make_header(self) -> QWidget:
        header = QWidget()
        mark_region(header)
        row = QHBoxLayout(header)
        row.setContentsMargins(32, 14, 32, 14)
        row.setSpacing(12)
        row.addWidget(Logo(36))
        self._unit = PlainLabel("", "second", "muted")
        row.addWidget(self._unit)
        row.addStretch(1)
        self._larger = Button("", icon="text-aa", size="small")
        self._larger.clicked.connect(self._larger_text)
        self._contrast = Button("", icon="circle-half", size="small")
        self._contrast.clicked.connect(self._toggle_contrast)
        self._language = Button("", icon="globe", size="small")
        menu = QMenu(self._language)
        self._languages = QActionGroup(menu)
        for key, words in LANGUAGES:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setData(key)
            self._languages.addAction(action)
        self._languages.triggered.connect(lambda action: self.language_chosen.emit(action.data()))
        self._language.setMenu(menu)
        for button in (self._larger, self._contrast, self._language):
            row.addWidget(button)
        return header

    def _larger_text(self) -> None:
        found = theme.current()
        # After the largest comes the usual size again, so one button is enough.
        found.set_percent(100) if found.percent == FACTORS[-1] else found.step_percent(1)

    def _toggle_contrast(self) -> None:
        found = theme.current()
        strong = found.look is Look.CONTRAST
        found.set_look(Look.SYSTEM if strong else Look.CONTRAST)
        self._contrast.setAccessibleDescription(self.tr("Off") if strong else self.tr("On"))

    def _fit(self) -> None:
        words = not width_of(self).under(Width.MEDIUM)
        self._larger.setText(self.tr("Larger text") if words else "")
        self._contrast.setText(self.tr("Contrast") if words else "")
        self._unit.setVisible(not width_of(self).under(Width.NARROW))

    def _name(self) -> None:
        self._larger.setAccessibleName(self.tr("Larger text"))
        self._larger.setToolTip(self.tr("Larger text"))
        self._contrast.setAccessibleName(self.tr("Contrast"))
        self._contrast.setToolTip(self.tr("Contrast"))
        self._language.setAccessibleName(self.tr("Language"))
        self._help.name()
        self._fit()


class HelpLine(QFrame):
    """Whom to ring, always the same three, in daily words."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        around = QHBoxLayout(self)
        around.setContentsMargins(32, 14, 32, 14)
        flow = FlowLayout(32, centred=True)
        self._words = tuple(PlainLabel("", "second") for _ in range(3))
        for label, number in zip(self._words, ("113", "116 117", "116 123"), strict=True):
            strong = PlainLabel(number, "number")
            strong.set_selectable()
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(label)
            row.addWidget(strong)
            flow.addWidget(pair)
        around.addLayout(flow)
        self.name()

    def name(self) -> None:
        """Say the numbers in the reader's language."""
        words = (
            self.tr("Acute danger:"),
            self.tr("Legevakt:"),
            self.tr("Mental Helse, to talk:"),
        )
        for label, text in zip(self._words, words, strict=True):
            label.setText(text)

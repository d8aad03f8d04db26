# SPDX-License-Identifier: GPL-3.0-or-later
"""The first run: code, passphrase, recovery sheet, approval. Picture 12b."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.start.first_run_pages import ApprovalPage, CodePage, PassphrasePage
from app.ui.start.sheet import Sheet
from app.ui.start.sheet_page import SheetPage
from app.ui.start.steps import Steps
from app.ui.widgets.logo import Logo
from app.ui.widgets.scroll import Scroll
from app.ui.widths import Width, width_of

_TEXT_WIDTH = 620


class FirstRunScreen(QWidget):
    """Four pages in a row; signals carry what was written."""

    code_given = Signal(str, str)
    passphrase_given = Signal(str)
    sheet_kept = Signal()
    sheet_later = Signal()
    try_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        header = QHBoxLayout()
        header.setContentsMargins(40, 32, 40, 24)
        header.addWidget(Logo(40, "page"), 1)
        self._steps = Steps(4)
        header.addWidget(self._steps)
        column.addLayout(header)
        self._code = CodePage()
        self._passphrase = PassphrasePage()
        self._sheet = SheetPage()
        self._approval = ApprovalPage()
        self._pages = QStackedWidget()
        for page in (self._code, self._passphrase, self._sheet, self._approval):
            self._pages.addWidget(_in_scroll(page, wide=page is self._sheet))
        column.addWidget(self._pages, 1)
        self._code.given.connect(self.code_given)
        self._passphrase.given.connect(self.passphrase_given)
        self._sheet.kept.connect(self.sheet_kept)
        self._sheet.later.connect(self.sheet_later)
        self._approval.again.connect(self.try_again)
        self._name()

    def show_code(self) -> None:
        """Ask for server and code."""
        self._show(0)
        self._code.start()

    def show_code_error(self, title: str, detail: str) -> None:
        """Go back to the code and say what is wrong."""
        self._show(0)
        self._code.show_error(title, detail)

    def show_passphrase(self) -> None:
        """Ask for a passphrase."""
        self._show(1)
        self._passphrase.start()

    def set_passphrase_busy(self, busy: bool) -> None:
        """Say that the store is being made."""
        self._passphrase.set_busy(busy)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the recovery key, once."""
        self._passphrase.forget()
        self._passphrase.set_busy(False)
        self._show(2)
        self._sheet.show_sheet(sheet)

    def show_waiting(self) -> None:
        """Wait for the administrator; nothing of the key is kept on the screen."""
        self._sheet.forget()
        self._approval.show_trouble("", "")
        self._show(3)

    def show_waiting_trouble(self, title: str, detail: str) -> None:
        """Say what stands in the way of the approval."""
        self._approval.show_trouble(title, detail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop the names of the other steps where there is little room."""
        super().resizeEvent(event)
        self._name()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language, or in another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._name)

    def _show(self, index: int) -> None:
        self._pages.setCurrentIndex(index)
        self._name()

    def _name(self) -> None:
        names = (
            self.tr("Your code"),
            self.tr("Passphrase"),
            self.tr("Recovery sheet"),
            self.tr("Approval"),
        )
        room = not width_of(self).under(Width.MEDIUM)
        for page in (self._code, self._passphrase, self._approval):
            page.setMaximumWidth(theme.px(_TEXT_WIDTH))
        self._steps.render_steps(names, self._pages.currentIndex(), words_for_all=room)


def _in_scroll(page: QWidget, *, wide: bool) -> QWidget:
    scroll = Scroll(margins=(96, 24, 96, 32) if not wide else (64, 16, 64, 32))
    scroll.column.addWidget(page)
    scroll.column.addStretch(1)
    return scroll

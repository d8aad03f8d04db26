# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers behind "Good connection", for whoever wants them or is asked for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.bridge import Bridge
from app.calls.connection import ConnectionDetails
from app.ui import theme
from app.ui.call.details_words import Section, plain_text, sections
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll

_EVERY_MS = 1000
_MOST_HIGH = 640
_AROUND = 100
"""Title with its buttons, and margins."""


class DetailsFeed(QObject):
    """Asks once a second while it runs; told(ConnectionDetails). Lives in the GUI thread."""

    told = Signal(object)

    def __init__(
        self,
        ask: Callable[[], Awaitable[ConnectionDetails]],
        bridge: Bridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ask_service = ask
        self._bridge = bridge
        self._asking = False
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._ask)

    def run(self, on: bool) -> None:
        """Ask now and from now on, or stop."""
        if on and not self._timer.isActive():
            self._timer.start()
            self._ask()
        elif not on:
            self._timer.stop()

    def _ask(self) -> None:
        if not self._asking:
            self._asking = True
            self._bridge.run(self._read(), self._answered, self._failed)

    async def _read(self) -> ConnectionDetails:
        return await self._ask_service()

    def _answered(self, details: ConnectionDetails) -> None:
        self._asking = False
        if self._timer.isActive():
            self.told.emit(details)

    def _failed(self, _error: Exception) -> None:
        # The visit is closed: what stands there is the last that is known.
        self._asking = False
        self._timer.stop()


class DetailsCard(Card):
    """Lies over the stage while it is open; ``opened(bool)`` says that it wants numbers."""

    opened = Signal(bool)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__("strong", margin=16, spacing=10, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._details: ConnectionDetails | None = None
        self._shown: tuple[Section, ...] = ()
        self._before: QWidget | None = None
        self._title = PlainLabel("", "section", wrap=True)
        self._none = PlainLabel("", "body", "muted", wrap=True)
        self._scroll = Scroll(spacing=8)
        # Nothing in it takes the focus, so that it scrolls by keys itself.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._scroll.column.addLayout(self._grid)
        self._scroll.column.addStretch(1)
        self._labels: list[PlainLabel] = []
        self._copy = Button("", icon="copy")
        self._close = Button("", "quiet")
        # Beside the title: at large text there is little height, and the numbers need it.
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._copy)
        head.addWidget(self._close)
        self.column.addLayout(head)
        self.column.addWidget(self._none)
        self.column.addWidget(self._scroll, 1)
        self._copy.clicked.connect(self._copy_text)
        self._close.clicked.connect(self.close_card)
        self.hide()
        self._speak()

    def open(self) -> None:
        """Show it, with the keyboard in it."""
        window = self.window()
        self._before = window.focusWidget() if window is not None else None
        self.show()
        self.raise_()
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit(True)

    def close_card(self) -> None:
        """Hide it and give the keyboard back."""
        if self.isHidden():
            return
        self.hide()
        self.opened.emit(False)
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()

    def set_details(self, details: ConnectionDetails) -> None:
        """Show these numbers."""
        self._details = details
        self._fill()

    def wanted_height(self) -> int:
        """How high it would like to be, text size included."""
        rows = self._grid.sizeHint().height() if self._shown else 0
        return min(theme.px(_MOST_HIGH), rows + theme.px(_AROUND))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        self._title.setText(self.tr("Connection details"))
        self._scroll.setAccessibleName(self._title.text())
        self._none.setText(self.tr("There is no connection yet."))
        self._copy.setText(self.tr("Copy"))
        self._copy.setAccessibleDescription(
            self.tr("Copies these numbers as text, without names or addresses")
        )
        self._close.setText(self.tr("Close"))
        self._fill()

    def _fill(self) -> None:
        self._shown = sections(self._details, QLocale()) if self._details is not None else ()
        self._none.setVisible(not self._shown)
        self._copy.setVisible(bool(self._shown))
        texts: list[tuple[str, str, bool]] = []
        for section in self._shown:
            texts.append((section.title, "", True))
            texts += [(row.label, row.value, False) for row in section.rows]
        while len(self._labels) < 2 * len(texts):
            row = len(self._labels) // 2
            label, value = PlainLabel("", "body", "muted"), PlainLabel("", wrap=True)
            self._labels += [label, value]
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        for number, label in enumerate(self._labels):
            label.setVisible(number // 2 < len(texts))
        for number, (left, right, heading) in enumerate(texts):
            label, value = self._labels[2 * number], self._labels[2 * number + 1]
            label.setText(left)
            label.set_tone("" if heading else "muted")
            theme.set_state(label, "place", "strong" if heading else "body")
            label.setContentsMargins(0, theme.px(8) if heading and number else 0, 0, 0)
            value.setText(right)
            label.setAccessibleName(f"{left}: {right}" if right else left)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(plain_text(self._shown))
        announce(self, self.tr("Copied"))

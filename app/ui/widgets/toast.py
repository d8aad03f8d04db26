# SPDX-License-Identifier: GPL-3.0-or-later
"""A short message that goes by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui import theme
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.plain_label import PlainLabel

SHOWN_MS = 6000
_MARGIN = 16


class Toast(QFrame):
    """Lies bottom left over ``stage`` for 6 s, longer while hovered or focused; one at a time.

    Never for something the user must act on. ``inset`` is how much of the left edge to keep free.
    """

    def __init__(self, stage: QWidget, inset: Callable[[], int] = lambda: 0) -> None:
        super().__init__(stage)
        self._stage = stage
        self._inset = inset
        self._undo: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(12)
        self._words = PlainLabel("", wrap=False)
        row.addWidget(self._words, 1)
        self._button = Button("", "quiet")
        self._button.clicked.connect(self._undo_it)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._maybe_hide)
        stage.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a sentence, with Undo when there is something to undo."""
        self._words.setText(text)
        self._undo = undo
        self._button.setText(self.tr("Undo"))
        self._button.setVisible(undo is not None)
        self.show()
        self.raise_()
        self._place()
        self._timer.start()
        announce(self, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place when the stage changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self.isVisible():
            QTimer.singleShot(0, self, self._place)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Start the time again."""
        super().leaveEvent(event)
        self._timer.start()

    def _maybe_hide(self) -> None:
        if self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _undo_it(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()

    def _place(self) -> None:
        stage = self._stage
        left = self._inset() + _MARGIN
        room = stage.width() - left - _MARGIN
        self._words.setWordWrap(False)
        wanted = max(self.sizeHint().width(), theme.px(320))
        if wanted > room:
            self._words.setWordWrap(True)
        width = min(wanted, room)
        # The hint of wrapped words is that of a narrow column, and far too high.
        wanted_height = self.heightForWidth(width) if wanted > room else self.sizeHint().height()
        height = max(wanted_height, theme.px(44))
        self.setGeometry(left, stage.height() - height - _MARGIN, width, height)

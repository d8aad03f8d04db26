# SPDX-License-Identifier: GPL-3.0-or-later
"""The line that says, wherever one is in the program, that somebody else sees a screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.shell.keys import mark_region
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel


class SharingBar(QFrame):
    """What is shared, with whom, and the button that ends it; hidden while nothing is."""

    stopped = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sharingbar")
        mark_region(self)
        self._window = ""
        self._name = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(12)
        self._words = PlainLabel("", "strong", wrap=True)
        self._stop = Button("", "danger-filled", size="small")
        row.addWidget(Icon("screencast", "accent_text"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignVCenter)
        self._stop.clicked.connect(self.stopped)
        self.hide()
        self._speak()

    def say(self, window: str, name: str) -> None:
        """Show that ``name`` sees this window; "" means a whole screen."""
        self._window, self._name = window, name
        self._speak()
        self.show()
        announce(self, self._words.text())

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        name = self._name or self.tr("The other person")
        if self._window:
            words = self.tr("You are sharing a window. {name} sees “{window}”.")
        else:
            words = self.tr("You are sharing your screen. {name} sees all of it.")
        self._words.setText(words.format(name=name, window=self._window))
        self._stop.setText(self.tr("Stop sharing"))

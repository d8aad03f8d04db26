# SPDX-License-Identifier: GPL-3.0-or-later
"""A message to somebody who waits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow_layout import FlowLayout


class MessageBox(Card):
    """Ready sentences and a line of one's own, unfolded under a waiting person."""

    sent = Signal(str)

    def __init__(self) -> None:
        super().__init__("accent", margin=12, spacing=10)
        self._ready = FlowLayout(8)
        self._buttons = tuple(Button("", size="small") for _ in range(3))
        for button in self._buttons:
            button.clicked.connect(lambda _checked, button=button: self.sent.emit(button.text()))
            self._ready.addWidget(button)
        self.column.addLayout(self._ready)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._line = QLineEdit()
        self._line.setMaxLength(500)
        self._line.returnPressed.connect(self._send_line)
        self._send = Button("", size="small")
        self._send.clicked.connect(lambda _: self._send_line())
        row.addWidget(self._line, 1)
        row.addWidget(self._send)
        self.column.addLayout(row)
        self._name_all()

    def start(self) -> None:
        """Take the keyboard."""
        self._line.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name_all()

    def _send_line(self) -> None:
        text = self._line.text().strip()
        if text:
            self._line.clear()
            self.sent.emit(text)

    def _name_all(self) -> None:
        words = (
            self.tr("I am about 10 minutes late. Sorry for the wait."),
            self.tr("I am about 5 minutes late."),
            self.tr("I will ring you instead."),
        )
        for button, text in zip(self._buttons, words, strict=True):
            button.setText(text)
        self._line.setAccessibleName(self.tr("Message of your own"))
        self._line.setPlaceholderText(self.tr("Write a message"))
        self._send.setText(self.tr("Send"))

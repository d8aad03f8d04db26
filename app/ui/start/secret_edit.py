# SPDX-License-Identifier: GPL-3.0-or-later
"""A field for a passphrase: hidden, shown on wish, and it notices Caps Lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.ui.widgets.button import Button


class _Line(QLineEdit):
    caps_lock = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell from a letter's case whether Caps Lock is on; Qt has no other way."""
        text = event.text()
        if len(text) == 1 and text.isalpha() and text.upper() != text.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(text.isupper() is not shift)
        super().keyPressEvent(event)


class SecretEdit(QWidget):
    """The field and the button that shows what is written."""

    submitted = Signal()
    caps_lock_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._line = _Line()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setProperty("scale", "large")
        self._line.setMaxLength(256)
        self._line.returnPressed.connect(self.submitted)
        self._line.caps_lock.connect(self._caps)
        self._caps_on = False
        self._eye = Button("", "quiet", "eye", size="icon")
        self._eye.clicked.connect(lambda _: self._toggle())
        row.addWidget(self._line, 1)
        row.addWidget(self._eye)
        self._name()

    @property
    def line(self) -> QLineEdit:
        """The editor itself, to be labelled."""
        return self._line

    def caps_lock_is_on(self) -> bool:
        """Tell what the last letter showed."""
        return self._caps_on

    def text(self) -> str:
        """Give what is written."""
        return self._line.text()

    def clear(self) -> None:
        """Forget it, and hide what comes next."""
        self._line.clear()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._name()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()

    def _caps(self, on: bool) -> None:
        if on is not self._caps_on:
            self._caps_on = on
            self.caps_lock_changed.emit(on)

    def _toggle(self) -> None:
        hidden = self._line.echoMode() is QLineEdit.EchoMode.Password
        self._line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._name()

    def _name(self) -> None:
        hidden = self._line.echoMode() is QLineEdit.EchoMode.Password
        words = self.tr("Show what is written") if hidden else self.tr("Hide what is written")
        self._eye.set_icon("eye" if hidden else "eye-slash")
        self._eye.setAccessibleName(words)
        self._eye.setToolTip(words)

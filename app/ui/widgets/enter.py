# SPDX-License-Identifier: GPL-3.0-or-later
"""Enter presses the button that has the keyboard, as Space does.

Qt's push buttons know only Space outside dialogs; people who come from web pages press Enter.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press the button if this is Enter alone; tell whether it was. A held key presses once."""
    if event.key() not in _ENTER or event.modifiers() not in _PLAIN:
        return False
    event.accept()
    if not event.isAutoRepeat():
        button.click()
    return True

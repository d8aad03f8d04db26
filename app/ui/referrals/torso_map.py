# SPDX-License-Identifier: GPL-3.0-or-later
"""A drawn chest with the places where heart and lungs are listened to, as buttons."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.records.referral import Slot
from app.ui import theme
from app.ui.referrals import words
from app.ui.referrals.body_map import draw_body
from app.ui.widgets.button import Button

_LEFT, _TOP, _WIDTH, _HEIGHT = 14.0, 24.0, 72.0, 76.0
"""The part of the drawn body that is shown, in its units."""
_PLACES: Final = {
    Slot.HEART_AORTIC: ("A", 41.0, 47.0),
    Slot.HEART_PULMONARY: ("P", 59.0, 47.0),
    Slot.HEART_TRICUSPID: ("T", 51.0, 63.0),
    Slot.HEART_MITRAL: ("M", 64.0, 79.0),
    Slot.LUNGS: ("L", 34.5, 74.0),
}
"""Seen from the front, so the patient's left is on the right. The letters are the usual ones."""
_WIDE, _HIGH = 200, 176
_BUTTON = 34


class TorsoMap(QWidget):
    """Emits the Slot whose place was pressed; taken places carry a tick."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.px(_HIGH))
        self._taken: frozenset[Slot] = frozenset()
        self._buttons: dict[Slot, Button] = {}
        for slot, (letter, _, _) in _PLACES.items():
            button = Button(letter, "outlined", size="small", parent=self)
            button.clicked.connect(lambda _checked=False, s=slot: self.pressed.emit(s.value))
            self._buttons[slot] = button
        self.say()

    def show_taken(self, taken: frozenset[Slot]) -> None:
        """Show which places have been recorded."""
        if taken != self._taken:
            self._taken = taken
            self.say()

    def say(self) -> None:
        """Say everything anew, in another language."""
        for slot, button in self._buttons.items():
            there = slot in self._taken
            state = self.tr("recorded") if there else self.tr("not recorded")
            button.set_kind("primary" if there else "outlined")
            button.setAccessibleName(f"{words.slot(slot)}, {state}")
            button.setToolTip(f"{words.slot(slot)}: {words.slot_hint(slot)}")

    def sizeHint(self) -> QSize:
        """Room for the places beside each other."""
        return QSize(theme.px(_WIDE), theme.px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """The same: places must not lie on each other."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the places where they are on the chest."""
        super().resizeEvent(event)
        side = theme.px(_BUTTON)
        for slot, (_, x, y) in _PLACES.items():
            place = self._to_screen(x, y)
            self._buttons[slot].setGeometry(
                round(place.x() - side / 2), round(place.y() - side / 2), side, side
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chest behind its places."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_body(painter, self._to_screen)

    def _to_screen(self, x: float, y: float) -> QPointF:
        scale = min(self.width() / _WIDTH, self.height() / _HEIGHT)
        left = (self.width() - scale * _WIDTH) / 2
        return QPointF(left + (x - _LEFT) * scale, (y - _TOP) * scale)

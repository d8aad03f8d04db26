# SPDX-License-Identifier: GPL-3.0-or-later
"""Choose a camera, a microphone or a loudspeaker, and try it on the spot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.media.devices.preference import USUAL, Order, choose
from app.ui.widgets.button import Button
from app.ui.widgets.field import Field


class DeviceChoice(QWidget):
    """A list of devices with the system's own choice on top, and a button to try."""

    chosen = Signal(str)
    try_pressed = Signal()

    def __init__(self, trial: QWidget | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._box = QComboBox()
        # The longest device name must not widen the window.
        self._box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.setMinimumContentsLength(6)
        self._box.activated.connect(lambda _: self.chosen.emit(self._box.currentData()))
        self._try = Button("")
        self._try.clicked.connect(lambda _: self.try_pressed.emit())
        row.addWidget(self._box, 1)
        row.addWidget(self._try)
        self._field = Field("", line, control=self._box)
        column.addWidget(self._field)
        if trial is not None:
            column.addWidget(trial)

    def set_words(self, label: str, attempt: str) -> None:
        """Name the list and the button."""
        self._field.set_label(label)
        self._try.setText(attempt)
        self._try.setAccessibleName(f"{attempt}: {label}")

    def set_devices(self, names: tuple[str, ...], order: Order, usual: str) -> None:
        """Offer these devices; those picked before stay in the list while they are not here.

        Under the list stands what is used where the one on top is not here.
        """
        chosen = order[0] if order else USUAL
        self._box.clear()
        self._box.addItem(usual, USUAL)
        for name in dict.fromkeys((*names, *filter(None, order))):
            self._box.addItem(name, name)
        self._box.setCurrentIndex(max(0, self._box.findData(chosen)))
        self._field.set_hint(self._instead(names, order, usual))

    def _instead(self, names: tuple[str, ...], order: Order, usual: str) -> str:
        if not order or not order[0]:
            return ""
        if order[0] in names:
            rest = [name or usual for name in order[1:3]]
            words = self.tr("When it is not connected: {names}.")
            return words.format(names=", ".join((*rest, usual) if usual not in rest else rest))
        now = choose(order, names)
        if now is None:
            return self.tr("Not connected now.")
        return self.tr("Not connected now. Until it is: {name}.").format(name=now)

    def set_error(self, text: str) -> None:
        """Say what is wrong with the device."""
        self._field.set_error(text)

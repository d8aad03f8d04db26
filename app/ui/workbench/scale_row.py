# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks how long the line is that was drawn over something of known length."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from app.records.presentation import Unit
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.segments import Segments

MOST_MM = 2000.0


class ScaleRow(QWidget):
    """A length, its unit, and Set."""

    given = Signal(float, object)
    """Length and Unit."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(8)
        self.setLayout(row)
        self._asks = PlainLabel("", "second", "viewer_muted")
        row.addWidget(self._asks)
        self._length = QDoubleSpinBox()
        self._length.setRange(0.1, MOST_MM)
        self._length.setDecimals(1)
        self._length.setValue(10.0)
        row.addWidget(self._length)
        self._unit = Segments(tuple((u.value, u.value) for u in Unit))
        row.addWidget(self._unit)
        self._set = Button("", "viewer", "check", size="small")
        self._set.clicked.connect(self._give)
        row.addWidget(self._set)
        self._cancel = Button("", "viewer", "x", size="small")
        self._cancel.clicked.connect(self.left)
        row.addWidget(self._cancel)
        self._say()

    def ask(self, unit: Unit) -> None:
        """Ask for the length of a line just drawn; the disc of the eye is one diameter wide."""
        self._unit.choose(unit.value)
        self._length.setValue(1.0 if unit is Unit.DISC_DIAMETER else 10.0)
        self.show()
        self._length.setFocus(Qt.FocusReason.OtherFocusReason)
        self._length.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set with Enter, leave with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        self._asks.setText(self.tr("This line is"))
        self._length.setAccessibleName(self.tr("Length of the line"))
        self._unit.setAccessibleName(self.tr("Unit"))
        self._unit.set_texts(
            {
                Unit.MILLIMETRE.value: self.tr("mm"),
                Unit.DISC_DIAMETER.value: self.tr("disc diameters"),
            }
        )
        self._set.setText(self.tr("Set"))
        self._cancel.setText(self.tr("Cancel"))

    def _give(self) -> None:
        self._length.interpretText()
        self.given.emit(self._length.value(), Unit(self._unit.key()))

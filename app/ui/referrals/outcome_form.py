# SPDX-License-Identifier: GPL-3.0-or-later
"""Three questions to the sender after the answer: right specialist, fast enough, how it went."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.records.referral import Outcome
from app.ui import theme
from app.ui.widgets.button import Button
from app.ui.widgets.field import Field
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.segments import Segments

_YES, _NO = "yes", "no"


class OutcomeForm(QWidget):
    """Emits told(Outcome). The specialist gets it, as feedback on the answer."""

    told = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(PlainLabel(self.tr("How did it go?"), "section"))
        column.addWidget(
            PlainLabel(self.tr("The specialist reads your answer."), "second", "muted", wrap=True)
        )
        options = ((_YES, self.tr("Yes")), (_NO, self.tr("No")))
        self._right = Segments(options, fill=True)
        self._fast = Segments(options, fill=True)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(theme.px(76))
        column.addWidget(Field(self.tr("Was it the right specialist?"), self._right))
        column.addWidget(Field(self.tr("Was the answer fast enough?"), self._fast))
        self._field = Field(self.tr("What became of the patient"), self._text)
        column.addWidget(self._field)
        send = Button(self.tr("Tell the specialist"), "primary")
        send.clicked.connect(self._tell)
        column.addWidget(send)

    def _tell(self) -> None:
        text = self._text.toPlainText().strip()
        if not text:
            self._field.set_error(self.tr("Say in a few words what became of the patient."))
            self._text.setFocus()
            return
        self.told.emit(Outcome(self._right.key() == _YES, self._fast.key() == _YES, text))

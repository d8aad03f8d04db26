# SPDX-License-Identifier: GPL-3.0-or-later
"""One question of the session start, asked in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit

from app.records.encounter import SafetyAnswer, SafetyField
from app.ui.call.labels import safety_words
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.field import Field
from app.ui.widgets.flow_layout import FlowLayout


class SafetyForm(Card):
    """Emits answered(field, value, not_obtained) and closed."""

    answered = Signal(SafetyField, str, bool)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("strong", margin=12, spacing=8)
        self._question = SafetyField.IDENTITY
        self._value = QLineEdit()
        self._field = Field("", self._value)
        self._choices = FlowLayout(6)
        self._choice_buttons: list[Button] = []
        self._not_obtained = QCheckBox()
        self._save = Button("", size="small")
        self._cancel = Button("", "quiet", size="small")
        self.column.addWidget(self._field)
        self.column.addLayout(self._choices)
        self.column.addWidget(self._not_obtained)
        actions = FlowLayout(8)
        actions.addWidget(self._save)
        actions.addWidget(self._cancel)
        self.column.addLayout(actions)
        self._value.returnPressed.connect(self._answer)
        self._save.clicked.connect(self._answer)
        self._cancel.clicked.connect(self.closed)
        self._not_obtained.toggled.connect(self._speak)
        self._speak()

    @property
    def question(self) -> SafetyField:
        """Which question is asked."""
        return self._question

    def ask(self, field: SafetyField, answer: SafetyAnswer | None, suggestion: str) -> None:
        """Ask a question again or for the first time; a suggestion still has to be saved."""
        self._question = field
        self._field.set_error("")
        self._not_obtained.setChecked(answer is not None and answer.not_obtained)
        self._value.setText(answer.value if answer is not None else suggestion)
        self._value.selectAll()
        self._make_choices(safety_words(field).choices)
        self._speak()
        self._value.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._make_choices(safety_words(self._question).choices)
            self._speak()

    def _answer(self) -> None:
        value = self._value.text().strip()
        if not value:
            self._field.set_error(
                self.tr("Write why it was not obtained.")
                if self._not_obtained.isChecked()
                else self.tr("Write the answer, or tick “Not obtained” and say why.")
            )
            self._value.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.answered.emit(self._question, value, self._not_obtained.isChecked())

    def _choose(self, text: str) -> None:
        self._not_obtained.setChecked(False)
        self._value.setText(text)
        self._answer()

    def _make_choices(self, texts: tuple[str, ...]) -> None:
        for button in self._choice_buttons:
            self._choices.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._choice_buttons = []
        before: Button | None = None
        for text in texts:
            button = Button(text, size="small")
            button.clicked.connect(lambda _checked=False, text=text: self._choose(text))
            self._choices.addWidget(button)
            self._choice_buttons.append(button)
            if before is not None:
                self.setTabOrder(before, button)
            before = button
        for button in self._choice_buttons:
            button.setVisible(not self._not_obtained.isChecked())
        if self._choice_buttons:
            self.setTabOrder(self._value, self._choice_buttons[0])
            self.setTabOrder(self._choice_buttons[-1], self._not_obtained)

    def _speak(self) -> None:
        words = safety_words(self._question)
        missing = self._not_obtained.isChecked()
        reason = self.tr("{question} Why not?").format(question=f"{words.label}:")
        self._field.set_label(reason if missing else words.question)
        for button in self._choice_buttons:
            button.setVisible(not missing)
        self._not_obtained.setText(self.tr("Not obtained, reason"))
        self._save.setText(self.tr("Save"))
        self._cancel.setText(self.tr("Cancel"))

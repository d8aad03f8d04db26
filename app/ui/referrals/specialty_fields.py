# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a specialty's own questions, of a referral or of its answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.records.specialty_questions import (
    MAX_TEXT,
    AnswerKind,
    Answers,
    Question,
    asked,
    is_answer,
    unanswered,
)
from app.ui.referrals import question_words
from app.ui.widgets.field import Field


class SpecialtyFields(QWidget):
    """Asks a list of questions; tells each change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self._questions: tuple[Question, ...] = ()
        self._fields: dict[str, Field] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)

    def fill(self, questions: tuple[Question, ...], answers: Answers) -> None:
        """Ask these questions and show what is answered."""
        self._filling = True
        if questions != self._questions:
            self._questions = questions
            self._make()
        given = dict(answers)
        for question in questions:
            self._set(question, given.get(question.key, ""))
            self._fields[question.key].set_error("")
        self._filling = False
        self._show_asked()

    def say(self) -> None:
        """Say everything anew, in another language."""
        answers, questions = self.answers(), self._questions
        self._questions = ()
        self.fill(questions, answers)

    def answers(self) -> Answers:
        """Read the answers, impossible ones too; what is not answered is not in it."""
        read = ((question.key, self._get(question)) for question in self._questions)
        return tuple((key, text) for key, text in read if text)

    def missing(self) -> tuple[str, QWidget] | None:
        """Name the first question that must still be answered, and its field."""
        left = unanswered(self._questions, self.answers())
        if not left:
            return None
        words = f"{question_words.question(left[0].key)}: {question_words.how_to_answer(left[0])}"
        return words, self._fields[left[0].key].editor

    def _make(self) -> None:
        for field in self._fields.values():
            self._column.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._fields = {}
        for question in self._questions:
            editor: QComboBox | QLineEdit
            if question.kind is AnswerKind.CHOICE:
                editor = QComboBox()
                editor.addItem(self.tr("Choose …"), "")
                for answer in question.choices:
                    editor.addItem(question_words.choice(question.key, answer), answer)
                editor.currentIndexChanged.connect(self._changed)
            else:
                editor = QLineEdit()
                editor.setMaxLength(MAX_TEXT)
                editor.textEdited.connect(self._changed)
                editor.editingFinished.connect(lambda q=question: self._judge(q))
            field = Field(question_words.question(question.key), editor)
            self._fields[question.key] = field
            self._column.addWidget(field)

    def _set(self, question: Question, text: str) -> None:
        editor = self._fields[question.key].editor
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(text)))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def _get(self, question: Question) -> str:
        editor = self._fields[question.key].editor
        if isinstance(editor, QComboBox):
            return str(editor.currentData() or "")
        assert isinstance(editor, QLineEdit)
        return editor.text().strip()

    def _judge(self, question: Question) -> None:
        text = self._get(question)
        wrong = bool(text) and not is_answer(question, text)
        self._fields[question.key].set_error(
            question_words.how_to_answer(question) if wrong else ""
        )

    def _changed(self, *_: object) -> None:
        if not self._filling:
            self._show_asked()
            self.changed.emit()

    def _show_asked(self) -> None:
        shown = {question.key for question in asked(self._questions, self.answers())}
        for key, field in self._fields.items():
            field.setVisible(key in shown)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The safety plan being written: six steps in their order, people with their numbers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.records.safety_plan import WITH_CONTACTS, PlanContact, PlanStep, SafetyPlan, StepContent
from app.ui.notes.section_editor import GrowingText
from app.ui.safety.labels import step_hint, step_title
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line
from app.ui.widgets.plain_label import PlainLabel


class ContactLine(QWidget):
    """Name, number, and a button that takes the line away. Emits typed, left and removed."""

    typed = Signal()
    left = Signal()
    removed = Signal()

    def __init__(self, contact: PlanContact) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self._name, self._phone = QLineEdit(contact.name), QLineEdit(contact.phone)
        self._remove = Button("", "quiet", "x", size="icon")
        self._remove.clicked.connect(self.removed)
        for edit in (self._name, self._phone):
            edit.textEdited.connect(self.typed)
            edit.editingFinished.connect(self.left)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._phone, 0, 1)
        grid.addWidget(self._remove, 0, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.setFocusProxy(self._name)

    def contact(self) -> PlanContact:
        """Give what is written."""
        return PlanContact(self._name.text(), self._phone.text())

    def speak(self, step: str) -> None:
        """Name the fields."""
        for edit, name in ((self._name, self.tr("Name")), (self._phone, self.tr("Phone"))):
            edit.setPlaceholderText(name)
            edit.setAccessibleName(f"{step}: {name}")
        who = self._name.text()
        self._remove.setAccessibleName(self.tr("Remove {name}").format(name=who).strip())


class StepEditor(QWidget):
    """One step. Emits typed and left."""

    typed = Signal()
    left = Signal()

    def __init__(self, step: PlanStep) -> None:
        super().__init__()
        self.step = step
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._title = PlainLabel("", "strong", wrap=True)
        self._hint = PlainLabel("", "second", "muted", wrap=True)
        self._text = GrowingText()
        self._title.setBuddy(self._text)
        self._lines: list[ContactLine] = []
        self._people = QVBoxLayout()
        self._people.setSpacing(6)
        self._add = Button("", "quiet", "plus", size="small")
        self._add.clicked.connect(self._add_empty)
        for part in (self._title, self._hint, self._text):
            self._column.addWidget(part)
        self._column.addLayout(self._people)
        self._column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._add.setVisible(step in WITH_CONTACTS)
        self.setFocusProxy(self._text)
        self._text.textChanged.connect(self.typed)
        self._text.left.connect(self.left)
        self.speak()

    def load(self, content: StepContent) -> None:
        """Show what is stored."""
        self._text.setPlainText(content.text)
        for line in tuple(self._lines):
            self._take_away(line)
        for contact in content.contacts:
            self._put(contact)

    def content(self) -> StepContent:
        """Give what is written."""
        people = tuple(line.contact() for line in self._lines)
        return StepContent(self.step, self._text.toPlainText(), people)

    def speak(self) -> None:
        """Speak another language."""
        title = step_title(self.step)
        self._title.setText(title)
        self._hint.setText(step_hint(self.step))
        self._text.setAccessibleName(title)
        self._text.setPlaceholderText(self.tr("Write here"))
        self._add.setText(self.tr("Add person"))
        self._add.setAccessibleName(f"{title}: {self.tr('Add person')}")
        for line in self._lines:
            line.speak(title)

    def _put(self, contact: PlanContact) -> ContactLine:
        line = ContactLine(contact)
        line.typed.connect(self.typed)
        line.left.connect(self.left)
        line.removed.connect(lambda: self._remove(line))
        line.speak(step_title(self.step))
        self._people.addWidget(line)
        before = self._lines[-1] if self._lines else self._text
        self.setTabOrder(before, line)
        self._lines.append(line)
        self.setTabOrder(line, self._add)
        return line

    def _add_empty(self) -> None:
        self._put(PlanContact("")).setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, line: ContactLine) -> None:
        self._take_away(line)
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.typed.emit()

    def _take_away(self, line: ContactLine) -> None:
        self._lines.remove(line)
        self._people.removeWidget(line)
        line.hide()
        line.deleteLater()


class PlanEditor(QWidget):
    """All six steps. Emits typed and left."""

    typed = Signal()
    left = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._loading = False
        self._steps = tuple(StepEditor(step) for step in PlanStep)
        for index, editor in enumerate(self._steps):
            if index:
                column.addWidget(Line())
            column.addWidget(editor)
            editor.typed.connect(self._typed)
            editor.left.connect(self.left)

    def load(self, plan: SafetyPlan) -> None:
        """Show a stored plan; it does not count as typed."""
        self._loading = True
        for editor in self._steps:
            editor.load(plan.step(editor.step))
        self._loading = False

    def plan(self) -> SafetyPlan:
        """Give what is written."""
        return SafetyPlan(tuple(editor.content() for editor in self._steps))

    def focus_first(self) -> None:
        """Put the keyboard into the first step."""
        self._steps[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            for editor in self._steps:
                editor.speak()

    def _typed(self) -> None:
        if not self._loading:
            self.typed.emit()

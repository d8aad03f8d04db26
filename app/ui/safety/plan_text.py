# SPDX-License-Identifier: GPL-3.0-or-later
"""A safety plan to be read: six steps, names and numbers."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.records.safety_plan import SafetyPlan
from app.ui.safety.labels import step_title
from app.ui.widgets.plain_label import PlainLabel


class PlanText(QWidget):
    """Shows the steps that say something; numbers stand out and can be copied."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: SafetyPlan | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._parts: list[QWidget] = []

    def show_plan(self, plan: SafetyPlan | None) -> None:
        """Show a plan, or none."""
        if plan != self._plan:
            self._plan = plan
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for content in self._plan.steps if self._plan is not None else ():
            title = PlainLabel(step_title(content.step), "strong", wrap=True)
            title.setContentsMargins(0, 8 if self._parts else 0, 0, 0)
            self._add(title)
            if content.text.strip():
                text = PlainLabel(content.text, "body", wrap=True)
                text.set_selectable()
                self._add(text)
            for contact in content.contacts:
                self._add(_contact_line(contact.name, contact.phone))

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        self._parts.append(part)


def _contact_line(name: str, phone: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(PlainLabel(name, "body", wrap=True), 1)
    number = PlainLabel(phone, "strong")
    number.set_selectable()
    row.addWidget(number)
    return line

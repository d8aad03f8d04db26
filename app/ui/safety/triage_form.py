# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions about suicide, one at a time as the rule asks them, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.records.suicide_triage import SuicideTriage, TriageAct, TriageItem
from app.safety.prompts import Prompts
from app.safety.triage import Path, path_of, with_action, with_answer
from app.ui.notes.section_editor import GrowingText
from app.ui.safety.labels import item_number, item_words
from app.ui.times import hour_minute
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.field import Field
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.segments import SegmentButton, Segments

_OPEN, _YES, _NO = "open", "yes", "no"
_VALUES = {_OPEN: None, _YES: True, _NO: False}


class Question(QWidget):
    """One question. Emits answered(item, True, False or None)."""

    answered = Signal(TriageItem, object)

    def __init__(self, item: TriageItem) -> None:
        super().__init__()
        self.item = item
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._words = PlainLabel("", "strong", wrap=True)
        self._choice = Segments(((_NO, ""), (_YES, ""), (_OPEN, "")), size="small")
        self._choice.chosen.connect(lambda key: self.answered.emit(self.item, _VALUES[key]))
        column.addWidget(self._words)
        column.addWidget(self._choice)
        self.show_answer(None)

    def show_answer(self, yes: bool | None) -> None:
        """Mark an answer."""
        self._choice.choose(next(key for key, value in _VALUES.items() if value is yes))

    def speak(self, text: str, contradicts: bool) -> None:
        """Show the words of the question."""
        words = f"{item_number(self.item)}. {text}"
        self._words.setText(words)
        self._words.set_tone("danger" if contradicts else "")
        self._choice.set_texts(
            {_YES: self.tr("Yes"), _NO: self.tr("No"), _OPEN: self.tr("Not answered")}
        )
        self._choice.setAccessibleName(words)
        for button in self._choice.findChildren(SegmentButton):
            button.setAccessibleName(f"{words}: {button.text()}")


class TriageForm(QWidget):
    """Emits typed, left, plan_asked, high_reached (whole and high) and emergency_asked."""

    typed = Signal()
    left = Signal()
    plan_asked = Signal()
    high_reached = Signal()
    emergency_asked = Signal()

    def __init__(self, clock: Callable[[], datetime], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._triage = SuicideTriage()
        self._prompts = Prompts()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._lead = PlainLabel("", "second", "muted", wrap=True)
        column.addWidget(self._lead)
        self._questions = tuple(Question(item) for item in TriageItem)
        for question in self._questions:
            column.addWidget(question)
            question.answered.connect(self._answer)
        self._rule = Banner("acc", "info-fill", "")
        self._rule.pressed.connect(self.emergency_asked)
        column.addWidget(self._rule)
        self._judgement = GrowingText(least_lines=2)
        self._judgement_field = Field("", self._in_card(self._judgement), control=self._judgement)
        self._plan = Button("", icon="list-numbers", size="small")
        self._plan.clicked.connect(self._open_plan)
        self._plan_words = PlainLabel("", "second", "muted", wrap=True)
        self._informed = QLineEdit()
        self._informed_field = Field("", self._informed)
        for part in (self._plan, self._plan_words, self._informed_field, self._judgement_field):
            column.addWidget(part)
        self._judgement.textChanged.connect(self._judged)
        self._judgement.left.connect(self.left)
        self._informed.textEdited.connect(self._told)
        self._informed.editingFinished.connect(self.left)
        self._render()

    def load(self, triage: SuicideTriage, prompts: Prompts) -> None:
        """Show stored answers; they do not count as typed."""
        self._triage, self._prompts = triage, prompts
        with QSignalBlocker(self._judgement):
            self._judgement.setPlainText(triage.judgement)
        informed = triage.action(TriageAct.INFORMED)
        self._informed.setText(informed.words if informed is not None else "")
        self._render()

    def triage(self) -> SuicideTriage:
        """Give what is answered and written."""
        return replace(self._triage, wording=self._prompts.name)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._render()

    # ---- what is done ----------------------------------------------------------------------

    def _answer(self, item: TriageItem, yes: bool | None) -> None:
        before = path_of(self._triage.answers)
        self._triage = with_answer(self._triage, item, yes)
        self._render()
        self.typed.emit()
        now = path_of(self._triage.answers)
        if now.high and now.whole and not (before.high and before.whole):
            self.high_reached.emit()

    def _judged(self) -> None:
        self._triage = replace(self._triage, judgement=self._judgement.toPlainText())
        self.typed.emit()

    def _told(self) -> None:
        act = TriageAct.INFORMED
        self._triage = with_action(self._triage, act, self._clock(), self._informed.text())
        self.typed.emit()

    def _open_plan(self) -> None:
        self._triage = with_action(self._triage, TriageAct.PLAN_OPENED, self._clock())
        self._render()
        self.typed.emit()
        self.plan_asked.emit()

    # ---- what is shown ---------------------------------------------------------------------

    def _in_card(self, text: QWidget) -> Card:
        card = Card("strong", margin=8)
        card.column.addWidget(text)
        return card

    def _render(self) -> None:
        path = path_of(self._triage.answers)
        language = QLocale().name()[:2]
        for question in self._questions:
            question.setVisible(question.item in path.asked)
            question.show_answer(self._triage.answer(question.item))
            own = self._prompts.text(question.item, language)
            question.speak(own or item_words(question.item), question.item in path.contradicting)
        self._lead.setText(self._lead_words())
        self._show_rule(path)
        opened = self._triage.action(TriageAct.PLAN_OPENED)
        self._plan.setText(self.tr("Open the safety plan"))
        self._plan_words.setVisible(opened is not None)
        if opened is not None:
            time = hour_minute(opened.at)
            self._plan_words.setText(self.tr("Plan opened {time}").format(time=time))
        self._informed_field.set_label(self.tr("Who was informed"))
        self._judgement_field.set_label(self.tr("My judgement"))

    def _lead_words(self) -> str:
        if self._prompts.name:
            return self.tr("Texts: {name}. {licence}").format(
                name=self._prompts.name, licence=self._prompts.licence
            )
        words = self.tr(
            "The order of the C-SSRS screener in neutral words; its own texts are not included."
        )
        if self._prompts.refused:
            words += " " + self.tr("The clinic's file of texts cannot be used.")
        return words

    def _show_rule(self, path: Path) -> None:
        if path.contradicting:
            title = self.tr("Two answers contradict each other.")
            self._rule.set_content(
                "warn", "warning-fill", title, self.tr("Ask again and correct them.")
            )
        elif path.high:
            self._rule.set_content(
                "danger",
                "warning-octagon-fill",
                self.tr("High by the screener's rule"),
                self.tr("It asks for a safety plan, and for somebody who is informed."),
                self.tr("Emergency"),
            )
        elif path.whole:
            self._rule.set_content(
                "acc",
                "info-fill",
                self.tr("The rule does not say high"),
                self.tr("That does not exclude a risk of suicide. Your judgement counts."),
            )
        else:
            left = self.tr("Questions left: {number}").format(number=len(path.open))
            self._rule.set_content("acc", "info-fill", left)

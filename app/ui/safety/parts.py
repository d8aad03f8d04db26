# SPDX-License-Identifier: GPL-3.0-or-later
"""The two halves of the safety page: what is signed first, below it what is being written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.records.safety_plan import SafetyContent, SafetyKind
from app.records.suicide_triage import SuicideTriage
from app.safety.views import SafetyChain, VerifiedSafety
from app.ui.notes.note_editor import SavedMark
from app.ui.safety.labels import version_words
from app.ui.safety.plan_editor import PlanEditor
from app.ui.safety.plan_text import PlanText
from app.ui.safety.triage_form import TriageForm
from app.ui.safety.triage_words import triage_lines
from app.ui.safety.view import SafetyView
from app.ui.times import hour_minute_second
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel


class _Part(Card):
    """Title, signed versions to choose from, the chosen one, buttons, and the writing."""

    typed = Signal()
    left = Signal()
    begin_asked = Signal()
    sign_asked = Signal()
    discard_asked = Signal()

    def __init__(self, kind: SafetyKind, signed: QWidget, writer: QWidget) -> None:
        super().__init__(spacing=10)
        self._kind = kind
        self._chain = SafetyChain()
        self._writing = False
        self._signed, self._writer = signed, writer
        self._title = PlainLabel("", "section", wrap=True)
        self._which = PlainLabel("", "second", "muted", wrap=True)
        self._versions = QComboBox()
        self._versions.setMinimumContentsLength(12)
        self._versions.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._versions.currentIndexChanged.connect(self._choose)
        self._saved = SavedMark()
        self._begin = Button("", size="small")
        self._sign = Button("", icon="check", size="small")
        self._discard = Button("", "quiet", size="small")
        self._begin.clicked.connect(self.begin_asked)
        self._sign.clicked.connect(self.sign_asked)
        self._discard.clicked.connect(self.discard_asked)
        self._upper, self._lower = QWidget(), QWidget()
        self._upper_row, self._lower_row = FlowLayout(8), FlowLayout(8)
        self._upper.setLayout(self._upper_row)
        self._lower.setLayout(self._lower_row)
        self._upper_row.addWidget(self._begin)
        for part in (self._sign, self._discard, self._saved):
            self._lower_row.addWidget(part)
        for above in (self._title, self._which, self._versions, signed, self._upper):
            self.column.addWidget(above)
        self.column.addWidget(writer)
        self.column.addWidget(self._lower)

    def shown(self) -> VerifiedSafety | None:
        """Give the signed version on show."""
        versions = self._chain.versions
        index = len(versions) - 1 - max(0, self._versions.currentIndex())
        return versions[index] if 0 <= index < len(versions) else None

    def render_part(self, view: SafetyView, chain: SafetyChain, *, writing: bool) -> None:
        """Show what is signed and whether something is being written."""
        if chain.versions != self._chain.versions or self._versions.count() != len(chain.versions):
            self._chain = chain
            self._fill()
        self._chain, self._writing = chain, writing
        self._writer.setVisible(writing)
        self._lower.setVisible(writing)
        self._begin.setVisible(not writing)
        self._versions.setVisible(len(chain.versions) > 1 and not writing)
        self._show_saved(view)
        self._speak_part()
        self._choose()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._fill()

    def _fill(self) -> None:
        self._versions.blockSignals(True)
        self._versions.clear()
        for verified in reversed(self._chain.versions):
            self._versions.addItem(version_words(verified))
        self._versions.blockSignals(False)

    def _choose(self) -> None:
        shown = self.shown()
        self._which.setText(version_words(shown) if shown is not None else self._none_words())
        # The list of versions says the same where there are several.
        self._which.setVisible(len(self._chain.versions) < 2 or self._writing)
        self._signed.setVisible(shown is not None and not self._writing)
        self._show_signed(shown)

    def _show_saved(self, view: SafetyView) -> None:
        at = dict(view.saved).get(self._kind)
        if view.failed:
            text = self.tr("Not saved. Your text stays here")
        else:
            text = self.tr("Saved {time}").format(time=hour_minute_second(at)) if at else ""
        self._saved.show_state(text, failed=view.failed)

    def _speak_part(self) -> None:
        self._discard.setText(self.tr("Throw draft away"))
        self._versions.setAccessibleName(self.tr("Signed versions"))

    def _none_words(self) -> str:
        return self.tr("Nothing is signed yet.")

    def _show_signed(self, shown: VerifiedSafety | None) -> None:
        raise NotImplementedError


class PlanPart(_Part):
    """The safety plan. Emits print_asked too."""

    print_asked = Signal()

    def __init__(self) -> None:
        self._text, self._editor = PlanText(), PlanEditor()
        super().__init__(SafetyKind.PLAN, self._text, self._editor)
        self._print = Button("", "quiet", "file-pdf", size="small")
        self._print.clicked.connect(self.print_asked)
        self._upper_row.addWidget(self._print)
        self._editor.typed.connect(self.typed)
        self._editor.left.connect(self.left)

    def content(self) -> SafetyContent:
        """Give what is written."""
        return self._editor.plan()

    def focus_first(self) -> None:
        """Put the keyboard where the plan goes on."""
        if self._writing:
            self._editor.focus_first()
        else:
            self._begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_view(self, view: SafetyView, *, anew: bool) -> None:
        """Show the plan; ``anew`` loads its draft."""
        if anew and view.plan is not None:
            self._editor.load(view.plan)
        chain = view.state.plans if view.state is not None else SafetyChain()
        self.render_part(view, chain, writing=view.plan is not None)
        self._title.setText(self.tr("Safety plan"))
        self._begin.setText(self.tr("Change plan") if chain.versions else self.tr("Write plan"))
        self._sign.setText(self.tr("Sign plan"))
        self._discard.setAccessibleName(self.tr("Throw the draft of the plan away"))
        self._print.setText(self.tr("For the patient, as PDF"))
        self._print.setVisible(bool(chain.versions) or view.plan is not None)

    def _show_signed(self, shown: VerifiedSafety | None) -> None:
        self._text.show_plan(shown.plan if shown is not None else None)


class TriagePart(_Part):
    """The questions about suicide."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._lines = PlainLabel("", "body", wrap=True)
        writer = QWidget()
        super().__init__(SafetyKind.TRIAGE, self._lines, writer)
        column = QVBoxLayout(writer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.form = TriageForm(clock)
        self._older = Banner("warn", "warning-fill", "")
        column.addWidget(self._older)
        column.addWidget(self.form)
        self.form.typed.connect(self.typed)
        self.form.left.connect(self.left)

    def content(self) -> SafetyContent:
        """Give what is answered."""
        return self.form.triage()

    def render_view(self, view: SafetyView, *, anew: bool) -> None:
        """Show the answers; ``anew`` loads the draft."""
        if anew and view.state is not None:
            self.form.load(view.triage or SuicideTriage(), view.state.prompts)
        chain = view.state.triages if view.state is not None else SafetyChain()
        self.render_part(view, chain, writing=view.triage is not None)
        self._title.setText(self.tr("Questions about suicide"))
        self._begin.setText(self.tr("Ask the questions"))
        self._sign.setText(self.tr("Sign answers"))
        self._discard.setAccessibleName(self.tr("Throw the draft of the answers away"))
        self._older.setVisible(view.older and view.triage is not None)
        self._older.set_content(
            "warn",
            "warning-fill",
            self.tr("These answers were begun in another visit."),
            self.tr("Ask each again, or throw the draft away and begin anew."),
        )

    def _show_signed(self, shown: VerifiedSafety | None) -> None:
        self._lines.setText(triage_lines(shown.triage) if shown is not None else "")

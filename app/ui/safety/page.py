# SPDX-License-Identifier: GPL-3.0-or-later
"""The safety plan and the questions about suicide beside the picture. clinical.md F7."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.ids import PatientId
from app.records.safety_plan import SafetyKind
from app.safety.views import SafetyState
from app.ui.notes.autosave import Autosave
from app.ui.safety.parts import PlanPart, TriagePart
from app.ui.safety.view import SafetyView
from app.ui.times import local_day, long_day
from app.ui.widgets.banner import Banner


class SafetyPage(QWidget):
    """Renders a SafetyView whole. What is typed lives here until the store has it.

    ``save_asked(content)`` at latest 2 s after a key and on leaving a field; ``sign_asked``,
    ``discard_asked`` and ``begin_asked`` with a SafetyKind; ``print_asked``; ``emergency_asked``;
    ``high_reached`` when the answers are whole and the rule says high.
    """

    save_asked = Signal(object)
    sign_asked = Signal(SafetyKind)
    discard_asked = Signal(SafetyKind)
    begin_asked = Signal(SafetyKind)
    print_asked = Signal()
    emergency_asked = Signal()
    high_reached = Signal()

    def __init__(self, clock: Callable[[], datetime], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = SafetyView()
        self._autosave = {kind: Autosave(self) for kind in SafetyKind}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._broken = Banner("danger", "warning-octagon-fill", "")
        self._high = Banner("danger", "warning-octagon-fill", "")
        self._high.pressed.connect(self.emergency_asked)
        self._plan, self._triage = PlanPart(), TriagePart(clock)
        for part in (self._broken, self._high, self._plan, self._triage):
            column.addWidget(part)
        for kind, writer in (
            (SafetyKind.PLAN, self._plan),
            (SafetyKind.TRIAGE, self._triage),
        ):
            self._join(kind, writer)
        self._plan.print_asked.connect(self.print_asked)
        self._triage.form.emergency_asked.connect(self.emergency_asked)
        self._triage.form.high_reached.connect(self.high_reached)
        self._triage.form.plan_asked.connect(self._open_plan)
        self.render_view(SafetyView())

    def render_view(self, view: SafetyView) -> None:
        """Show a patient's plan and answers, or none."""
        before, self._view = self._view, view
        anew = before.edition != view.edition
        self.setEnabled(view.state is not None and not view.signing)
        self._plan.render_view(view, anew=anew)
        self._triage.render_view(view, anew=anew)
        if view.failed and not before.failed:
            self._retry(view)
        self._speak()

    def flush(self) -> None:
        """Save at once what has not been saved."""
        for autosave in self._autosave.values():
            autosave.now()

    def try_again(self) -> None:
        """Save again in a while, after a saving that failed."""
        self._retry(self._view)

    def focus_first(self) -> None:
        """Put the keyboard on the plan."""
        self._plan.focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is typed before it goes out of sight."""
        super().hideEvent(event)
        self.flush()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._plan.render_view(self._view, anew=False)
            self._triage.render_view(self._view, anew=False)
            self._speak()

    # ---- parts -----------------------------------------------------------------------------

    def _join(self, kind: SafetyKind, part: PlanPart | TriagePart) -> None:
        autosave = self._autosave[kind]
        autosave.due.connect(lambda: self.save_asked.emit(part.content()))
        part.typed.connect(autosave.typed)
        part.left.connect(autosave.now)
        part.begin_asked.connect(lambda: self.begin_asked.emit(kind))
        part.sign_asked.connect(lambda: self.sign_asked.emit(kind))
        part.discard_asked.connect(lambda: self.discard_asked.emit(kind))

    def _retry(self, view: SafetyView) -> None:
        for kind, writing in ((SafetyKind.PLAN, view.plan), (SafetyKind.TRIAGE, view.triage)):
            if writing is not None:
                self._autosave[kind].try_again()

    def _open_plan(self) -> None:
        if self._view.plan is None and self._no_plan():
            self.begin_asked.emit(SafetyKind.PLAN)
        self._plan.setFocus(Qt.FocusReason.OtherFocusReason)
        self._plan.focus_first()

    def _no_plan(self) -> bool:
        state = self._view.state
        return state is not None and state.plans.newest is None

    def _speak(self) -> None:
        state = self._view.state or SafetyState(PatientId(""))
        broken = state.plans.broken + state.triages.broken
        self._broken.setVisible(broken > 0)
        self._broken.set_content(
            "danger",
            "warning-octagon-fill",
            self.tr("What was signed does not match its signature."),
            self.tr(
                "It is not shown, and nothing can be signed after it. Drafts are saved and can be "
                "printed. Tell whoever runs Vidda at your organisation."
            ),
        )
        since = state.high_since
        self._high.setVisible(since is not None)
        if since is not None:
            self._high.set_content(
                "danger",
                "warning-octagon-fill",
                self.tr("High by the screener's rule"),
                self.tr("Signed {day}. It stands until later answers are signed.").format(
                    day=long_day(local_day(since))
                ),
                self.tr("Emergency"),
            )

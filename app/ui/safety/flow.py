# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the safety page with the plans and answers of the patient whose visit is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.bridge import Bridge
from app.records.ids import EncounterId, PatientId
from app.records.people import Patient
from app.records.safety_plan import (
    SafetyContent,
    SafetyDraft,
    SafetyKind,
    SafetyPlan,
)
from app.records.suicide_triage import SuicideTriage
from app.safety.plan import begun_plan, ordered
from app.safety.service import SafetyService
from app.safety.views import SafetyState
from app.ui.notices import Notices
from app.ui.safety.labels import public_contacts, version_words
from app.ui.safety.page import SafetyPage
from app.ui.safety.plan_pdf import plan_file_name, plan_pdf
from app.ui.safety.saver import SafetySaver
from app.ui.safety.view import SafetyView
from app.ui.times import local_day, long_day


class SafetyPlace(Protocol):
    """The screen that the page stands on."""

    @property
    def safety(self) -> SafetyPage:
        """The page."""
        ...

    def show_safety(self, view: SafetyView) -> None:
        """Show this on the page, and the plan in the emergency panel."""
        ...

    def show_safety_first(self) -> None:
        """Bring the page to the front."""
        ...


class SafetyFlow(QObject):
    """From opening a visit to the signed plan. Lives in the GUI thread."""

    def __init__(
        self,
        screen: SafetyPlace,
        service: SafetyService,
        bridge: Bridge,
        notices: Notices,
        encounter: Callable[[], EncounterId | None],
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen, self._service = screen, service
        self._bridge, self._notices = bridge, notices
        self._encounter, self._clock = encounter, clock
        self._patient: Patient | None = None
        self._view = SafetyView()
        self._dialog: QFileDialog | None = None
        self._saver = SafetySaver(service, bridge, self)
        self._saver.saved.connect(self._saved)
        self._saver.failed.connect(self._not_saved)
        page = screen.safety
        page.save_asked.connect(self._save)
        page.begin_asked.connect(self._begin)
        page.sign_asked.connect(self._sign)
        page.discard_asked.connect(self._discard)
        page.print_asked.connect(self._choose_file)

    def visit_opened(self, patient: Patient) -> None:
        """Show this patient's plan; nothing of another one stays on the page."""
        self._screen.safety.flush()
        self._patient = patient
        self._show(SafetyView(edition=self._view.edition + 1))
        self._saver.then(lambda: self._read(patient))

    # ---- reading ---------------------------------------------------------------------------

    def _read(self, patient: Patient) -> None:
        self._bridge.run(
            self._service.open(patient.patient),
            lambda state: self._opened(state),
            self._notices.show,
        )

    def _opened(self, state: SafetyState) -> None:
        if self._taken(state) and (state.plans.newest is not None or state.high_since is not None):
            self._screen.show_safety_first()

    def _taken(self, state: SafetyState) -> bool:
        """Load a patient's state; not one that is no longer wanted."""
        if self._patient is None or self._patient.patient != state.patient:
            return False
        plan, triage = state.plan_draft, state.triage_draft
        drafts = ((SafetyKind.PLAN, plan), (SafetyKind.TRIAGE, triage))
        self._show(
            SafetyView(
                state=state,
                edition=self._view.edition + 1,
                plan=_plan(plan),
                triage=_triage(triage),
                older=triage is not None and triage.encounter != self._encounter(),
                saved=tuple((kind, d.saved) for kind, d in drafts if d is not None),
            )
        )
        return True

    # ---- writing ---------------------------------------------------------------------------

    def _begin(self, kind: SafetyKind) -> None:
        view = self._view
        if view.state is None:
            return
        edition = view.edition + 1
        # What is typed elsewhere on the page is loaded again with it, so it is taken over first.
        self._screen.safety.flush()
        view = self._view
        if kind is SafetyKind.PLAN and view.plan is None and view.state is not None:
            newest = view.state.plans.newest
            plan = begun_plan(newest.plan if newest is not None else None, public_contacts())
            self._show(replace(view, edition=edition, plan=plan))
        elif kind is SafetyKind.TRIAGE and view.triage is None:
            self._show(replace(view, edition=edition, triage=SuicideTriage(), older=False))

    def _save(self, content: SafetyContent) -> None:
        if self._patient is None or self._view.state is None:
            return
        # Kept in the view as well: loading anew shows what was typed last.
        if isinstance(content, SafetyPlan):
            self._view = replace(self._view, plan=content)
        else:
            self._view = replace(self._view, triage=content)
        self._saver.save(self._patient.patient, self._encounter(), content)

    def _saved(self, draft: SafetyDraft) -> None:
        if self._patient is None or self._patient.patient != draft.patient:
            return
        kind = SafetyKind.PLAN if isinstance(draft.content, SafetyPlan) else SafetyKind.TRIAGE
        saved = {**dict(self._view.saved), kind: draft.saved}
        self._show(replace(self._view, saved=tuple(saved.items()), failed=False))

    def _not_saved(self, error: Exception) -> None:
        first = not self._view.failed
        self._show(replace(self._view, failed=True))
        self._screen.safety.try_again()
        if first:
            self._notices.show(error)

    # ---- signing ---------------------------------------------------------------------------

    def _sign(self, kind: SafetyKind) -> None:
        self._screen.safety.flush()
        self._saver.then(lambda: self._sign_now(kind))

    def _sign_now(self, kind: SafetyKind) -> None:
        if self._patient is None or self._view.signing:
            return
        # What is typed from here on would be in no version.
        self._show(replace(self._view, signing=True))
        self._bridge.run(
            self._service.sign(self._patient, kind, public_contacts()),
            self._taken,
            self._not_signed,
        )

    def _not_signed(self, error: Exception) -> None:
        self._show(replace(self._view, signing=False))
        self._notices.show(error)

    def _discard(self, kind: SafetyKind) -> None:
        self._screen.safety.flush()
        self._saver.then(lambda: self._discard_now(kind))

    def _discard_now(self, kind: SafetyKind) -> None:
        if self._patient is not None:
            patient = self._patient.patient
            self._bridge.run(self._discarded(patient, kind), self._taken, self._notices.show)

    async def _discarded(self, patient: PatientId, kind: SafetyKind) -> SafetyState:
        await self._service.discard(patient, kind)
        return await self._service.state(patient)

    # ---- for the patient -------------------------------------------------------------------

    def _choose_file(self) -> None:
        """Ask where the print shall lie; the window goes on meanwhile."""
        patient, view = self._patient, self._view
        if self._dialog is not None or patient is None or view.state is None:
            return
        self._screen.safety.flush()
        plan, dated = self._to_print()
        dialog = QFileDialog(_window(self._screen), self.tr("Save as PDF"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Documents (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(plan_file_name(local_day(self._clock())))
        dialog.fileSelected.connect(lambda name: self._print(Path(name), patient, plan, dated))
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def _to_print(self) -> tuple[SafetyPlan, str]:
        view = self._view
        newest = view.state.plans.newest if view.state is not None else None
        if view.plan is not None or newest is None:
            day = long_day(local_day(self._clock()))
            draft = self.tr("Draft of {day}, not signed").format(day=day)
            return ordered(view.plan or SafetyPlan()), draft
        return newest.plan, version_words(newest)

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _print(self, path: Path, patient: Patient, plan: SafetyPlan, dated: str) -> None:
        text = self.tr("Saved as {name}. Vidda no longer protects what is in this file.")
        self._bridge.run(
            self._service.export(patient.patient, path, plan_pdf(plan, patient, dated)),
            lambda _: self._notices.say(text.format(name=path.name)),
            self._notices.show,
        )

    def _show(self, view: SafetyView) -> None:
        self._view = view
        self._screen.show_safety(view)


def _plan(draft: SafetyDraft | None) -> SafetyPlan | None:
    content = draft.content if draft is not None else None
    return content if isinstance(content, SafetyPlan) else None


def _triage(draft: SafetyDraft | None) -> SuicideTriage | None:
    content = draft.content if draft is not None else None
    return content if isinstance(content, SuicideTriage) else None


def _window(screen: SafetyPlace) -> QWidget:
    return screen.safety.window()

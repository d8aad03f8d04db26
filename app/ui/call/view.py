# SPDX-License-Identifier: GPL-3.0-or-later
"""What the call screen shows: one frozen snapshot of visit, call and note."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.calls.views import CallView
from app.notes.views import DraftView, NoteRow
from app.records.encounter import Encounter, SafetyField
from app.records.schedule import Appointment


class Phase(Enum):
    """How far the visit has come. VISITING -> WRITING (finished, to be signed) -> SIGNED."""

    VISITING = "visiting"
    WRITING = "writing"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class VisitView:
    """The call screen's whole truth."""

    call: CallView = field(default_factory=CallView)
    appointment: Appointment | None = None
    encounter: Encounter | None = None
    draft: DraftView | None = None
    phase: Phase = Phase.VISITING
    earlier: tuple[NoteRow, ...] = ()
    """Signed notes about the same patient, newest first."""

    @property
    def missing(self) -> tuple[SafetyField, ...]:
        """List what holds up the signature."""
        return self.encounter.safety.missing() if self.encounter is not None else ()

    @property
    def name(self) -> str:
        """Name the patient; "" before a visit is open."""
        return self.appointment.patient.name if self.appointment is not None else ""

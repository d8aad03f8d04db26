# SPDX-License-Identifier: GPL-3.0-or-later
"""The safety plan that a patient and a clinician write together (FHIR R4 CarePlan).

Six steps in a fixed order, from what one can do alone to what others do; Stanley and Brown,
Safety Planning Intervention, Cognitive and Behavioral Practice 2012; clinical.md F7.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final

from app.records.ids import EncounterId, PatientId, UserId, VersionId
from app.records.suicide_triage import SuicideTriage


class PlanStep(Enum):
    """The steps, in their order."""

    WARNING_SIGNS = "warning-signs"
    COPING = "internal-coping"
    DISTRACTION = "people-and-places"
    HELPERS = "people-to-ask"
    PROFESSIONALS = "professionals"
    ENVIRONMENT = "safer-environment"


WITH_CONTACTS: Final = (PlanStep.DISTRACTION, PlanStep.HELPERS, PlanStep.PROFESSIONALS)
"""The steps that name people, each with a telephone number."""


@dataclass(frozen=True, slots=True)
class PlanContact:
    """Somebody to turn to."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class StepContent:
    """What one step says."""

    step: PlanStep
    text: str = ""
    contacts: tuple[PlanContact, ...] = ()


@dataclass(frozen=True, slots=True)
class SafetyPlan:
    """The steps that say something, in their order, at most one of each."""

    steps: tuple[StepContent, ...] = ()

    def step(self, step: PlanStep) -> StepContent:
        """Give what a step says; nothing where it says nothing."""
        return next((content for content in self.steps if content.step is step), StepContent(step))


class SafetyKind(Enum):
    """The two papers that are written, signed and kept the same way."""

    PLAN = "plan"
    TRIAGE = "triage"


SafetyContent = SafetyPlan | SuicideTriage


def kind_of(content: SafetyContent) -> SafetyKind:
    """Tell which of the two a content is."""
    return SafetyKind.PLAN if isinstance(content, SafetyPlan) else SafetyKind.TRIAGE


@dataclass(frozen=True, slots=True)
class SafetyDraft:
    """What is being written about a patient; one of each kind at a time."""

    patient: PatientId
    encounter: EncounterId | None
    author: UserId
    content: SafetyContent = field(repr=False)
    started: datetime
    saved: datetime


@dataclass(frozen=True, slots=True)
class SafetyVersion:
    """A signed plan or triage: it never changes, a later one is a version of its own."""

    version: VersionId
    patient: PatientId
    patient_name: str = field(repr=False)
    patient_birth_date: str = field(repr=False)
    """ISO 8601, "" where it is not known."""
    encounter: EncounterId | None
    number: int
    """From 1 without a gap, for each patient and kind."""
    content: SafetyContent = field(repr=False)
    author: UserId
    author_name: str
    author_role: str
    author_hpr: str
    unit: str
    signed: datetime
    previous_hash: str
    """Lower-case hex SHA-256 of the version before; 64 zeros for the first."""

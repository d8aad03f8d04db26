# SPDX-License-Identifier: GPL-3.0-or-later
"""Safety plans and triages in a real store."""

from __future__ import annotations

from app.records.safety_plan import PlanContact, PlanStep, SafetyPlan, StepContent
from app.records.suicide_triage import SuicideTriage, TriageAct, TriageAction, TriageItem
from app.safety.service import SafetyService
from app.vault.identity import OwnIdentity
from tests.notes.conftest import START, Clinic, clinic, make_directory

__all__ = ["clinic"]

PUBLIC = (PlanContact("Ambulance", "113"), PlanContact("Mental Helse", "116 123"))
SECRET = "Cannot sleep, pacing"
PLAN = SafetyPlan(
    (
        StepContent(PlanStep.WARNING_SIGNS, SECRET),
        StepContent(PlanStep.HELPERS, "", (PlanContact("Sondre, brother", "000 12 346"),)),
        StepContent(PlanStep.PROFESSIONALS, "", PUBLIC),
    )
)
CALM = SuicideTriage(
    answers=(
        (TriageItem.WISH, True),
        (TriageItem.THOUGHTS, False),
        (TriageItem.BEHAVIOUR, False),
    ),
    judgement="Passive thoughts, no plan.",
)
ALARMING = SuicideTriage(
    answers=(
        (TriageItem.WISH, True),
        (TriageItem.THOUGHTS, True),
        (TriageItem.METHOD, True),
        (TriageItem.INTENT, True),
        (TriageItem.PLAN, False),
        (TriageItem.BEHAVIOUR, False),
    ),
    judgement="Intent, promises to stay with her brother.",
    actions=(
        TriageAction(TriageAct.PLAN_OPENED, START),
        TriageAction(TriageAct.INFORMED, START, "Sondre, brother; head of unit"),
    ),
)


def service_of(clinic: Clinic, who: OwnIdentity | None = None) -> SafetyService:
    """Let somebody sit down at this computer, with a directory that knows both."""
    directory = make_directory(clinic.key, clinic.astrid, clinic.jon)
    return SafetyService(clinic.store, who or clinic.astrid, lambda: directory, clinic.clock)

# SPDX-License-Identifier: GPL-3.0-or-later
"""How a safety plan begins, is put in order, and may be signed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import KnownError
from app.records.safety_plan import WITH_CONTACTS, PlanContact, PlanStep, SafetyPlan, StepContent
from app.records.text import mended


class PlanEmpty(KnownError):
    """The safety plan says nothing of this patient yet, so it was not signed. Write in at least
    one step first. Numbers that are the same for everybody do not make a plan.
    """


class PlanUnchanged(KnownError):
    """The plan says the same as the signed one, so nothing was signed. It is still valid."""


def begun_plan(newest: SafetyPlan | None, public: Sequence[PlanContact]) -> SafetyPlan:
    """Begin with what was signed last, else with the numbers that are the same for everybody."""
    if newest is not None:
        return newest
    return SafetyPlan((StepContent(PlanStep.PROFESSIONALS, contacts=tuple(public)),))


def ordered(plan: SafetyPlan) -> SafetyPlan:
    """Put the steps in their order and leave out what is empty; every written word stays."""
    steps = []
    for step in PlanStep:
        content = plan.step(step)
        contacts = tuple(
            PlanContact(mended(contact.name.strip()), mended(contact.phone.strip()))
            for contact in (content.contacts if step in WITH_CONTACTS else ())
            if contact.name.strip() or contact.phone.strip()
        )
        if content.text.strip() or contacts:
            steps.append(StepContent(step, mended(content.text), contacts))
    return SafetyPlan(tuple(steps))


def to_sign(
    plan: SafetyPlan, newest: SafetyPlan | None, public: Sequence[PlanContact]
) -> SafetyPlan:
    """Give the plan as it is signed.

    Raises:
        PlanEmpty, PlanUnchanged
    """
    final = ordered(plan)
    if final.steps in ((), ordered(begun_plan(None, public)).steps):
        raise PlanEmpty
    if newest is not None and final == newest:
        raise PlanUnchanged
    return final

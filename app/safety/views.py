# SPDX-License-Identifier: GPL-3.0-or-later
"""What the safety page and the emergency panel show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.records.ids import PatientId
from app.records.safety_plan import SafetyDraft, SafetyPlan, SafetyVersion
from app.records.suicide_triage import SuicideTriage
from app.safety.prompts import Prompts


@dataclass(frozen=True, slots=True)
class VerifiedSafety:
    """A version whose signature, signer and place in the chain were checked just now."""

    version: SafetyVersion
    hash: str
    """Lower-case hex SHA-256 of its exact bytes."""
    author_name: str

    @property
    def plan(self) -> SafetyPlan:
        """The plan; an empty one for a triage."""
        content = self.version.content
        return content if isinstance(content, SafetyPlan) else SafetyPlan()

    @property
    def triage(self) -> SuicideTriage:
        """The triage; an empty one for a plan."""
        content = self.version.content
        return content if isinstance(content, SuicideTriage) else SuicideTriage()


@dataclass(frozen=True, slots=True)
class SafetyChain:
    """The signed versions of a kind, oldest first, up to the first one that is broken."""

    versions: tuple[VerifiedSafety, ...] = ()
    broken: int = 0
    """How many did not pass or are missing: nothing of their content is here."""

    @property
    def newest(self) -> VerifiedSafety | None:
        """What was signed last, of what verifies."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class SafetyState:
    """All there is about one patient."""

    patient: PatientId
    plans: SafetyChain = field(default_factory=SafetyChain)
    triages: SafetyChain = field(default_factory=SafetyChain)
    plan_draft: SafetyDraft | None = None
    triage_draft: SafetyDraft | None = None
    prompts: Prompts = field(default_factory=Prompts)
    checked: datetime | None = None

    @property
    def high_since(self) -> datetime | None:
        """When the rule's "high" was signed, if it is the newest word about the patient."""
        newest = self.triages.newest
        if newest is None or newest.triage.outcome is None or not newest.triage.outcome.high:
            return None
        return newest.version.signed

# SPDX-License-Identifier: GPL-3.0-or-later
"""What was answered on the way of the C-SSRS screener, and what was done (FHIR R4 RiskAssessment).

The items' own texts are under a licence that was not verified, so none of them stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final


class TriageItem(Enum):
    """The items; 1 to 5 are about the past month. C-SSRS screener, clinical.md F7."""

    WISH = "1"
    THOUGHTS = "2"
    METHOD = "3"
    INTENT = "4"
    PLAN = "5"
    BEHAVIOUR = "6-lifetime"
    BEHAVIOUR_RECENT = "6-three-months"


IDEATION: Final = (
    TriageItem.WISH,
    TriageItem.THOUGHTS,
    TriageItem.METHOD,
    TriageItem.INTENT,
    TriageItem.PLAN,
)
"""Items of ideation, by level 1 to 5."""
IDEATION_LIST: Final = "LL5434-7"
IDEATION_CODES: Final = ("LA30370-3", "LA30371-1", "LA30372-9", "LA30373-7", "LA30374-5")
"""LOINC answers for the levels 1 to 5."""

TriageAnswers = tuple[tuple[TriageItem, bool], ...]
"""(item, yes), in the order of the items; at most one of each."""


class TriageAct(Enum):
    """What the rule asks for where it says high."""

    PLAN_OPENED = "plan-opened"
    INFORMED = "informed"


@dataclass(frozen=True, slots=True)
class TriageAction:
    """One thing done, and when."""

    act: TriageAct
    at: datetime
    words: str = ""
    """For INFORMED: who was."""


@dataclass(frozen=True, slots=True)
class TriageOutcome:
    """What the rule made of the answers when they were signed. No score: see the answers."""

    high: bool
    level: int
    """Highest level of ideation that was affirmed, 0 for none."""
    code: str = ""
    """Its LOINC answer code in LL5434-7."""


@dataclass(frozen=True, slots=True)
class SuicideTriage:
    """Answers, the clinician's own judgement in words, and what was done."""

    answers: TriageAnswers = ()
    judgement: str = ""
    actions: tuple[TriageAction, ...] = ()
    wording: str = ""
    """Which texts were read out: "" for the neutral ones, else the name of the clinic's file."""
    outcome: TriageOutcome | None = None
    """None while it is a draft."""

    def answer(self, item: TriageItem) -> bool | None:
        """Give an answer; None where there is none."""
        return dict(self.answers).get(item)

    def action(self, act: TriageAct) -> TriageAction | None:
        """Find what was last done of a kind."""
        return next((action for action in reversed(self.actions) if action.act is act), None)

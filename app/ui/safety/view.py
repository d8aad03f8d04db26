# SPDX-License-Identifier: GPL-3.0-or-later
"""What the safety page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.records.safety_plan import SafetyKind, SafetyPlan
from app.records.suicide_triage import SuicideTriage
from app.safety.views import SafetyState


@dataclass(frozen=True, slots=True)
class SafetyView:
    """The page's whole truth; None for what is not being written."""

    state: SafetyState | None = None
    edition: int = 0
    """Rises when texts are to be loaded anew; else what is typed stays."""
    plan: SafetyPlan | None = field(default=None, repr=False)
    triage: SuicideTriage | None = field(default=None, repr=False)
    older: bool = False
    """Whether the answers were begun in another visit."""
    saved: tuple[tuple[SafetyKind, datetime], ...] = ()
    failed: bool = False
    """Whether the last saving failed."""
    signing: bool = False

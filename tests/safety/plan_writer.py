# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that saves a plan's draft without end and says so after each, until it is killed."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.records.ids import PatientId, UserId
from app.records.safety_plan import PlanStep, SafetyDraft, SafetyPlan, StepContent
from app.store import safety
from app.store.database import Store

KEY = bytes(range(32))
PATIENT = PatientId("a" * 32)
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def text_of(number: int) -> str:
    """Make a long text that tells its number."""
    return f"{number} " * 300


async def main(profile: Path) -> None:
    """Save."""
    store = await Store.open(profile, KEY)
    number = 0
    while True:
        plan = SafetyPlan((StepContent(PlanStep.WARNING_SIGNS, text_of(number)),))
        draft = SafetyDraft(PATIENT, None, UserId("1" * 32), plan, NOW, NOW)
        await safety.save_draft(store, draft)
        print(number, flush=True)
        number += 1


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))

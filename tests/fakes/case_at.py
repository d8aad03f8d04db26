# SPDX-License-Identifier: GPL-3.0-or-later
"""A case as one computer has it, and a way to wait for its steps."""

from __future__ import annotations

from app.records.ids import ReferralId
from app.records.referral import Referral, StepKind
from app.referrals.views import ReferralRow
from app.store.referrals import referral as find_referral
from tests.fakes.referral_desk import Desk


async def case_at(desk: Desk, number: ReferralId) -> Referral:
    """Read a case."""
    stored = await find_referral(desk.store, number)
    assert stored is not None
    return stored.referral


async def until_step(desk: Desk, number: ReferralId, kind: StepKind, count: int = 1) -> Referral:
    """Wait until a case has so many steps of a kind; gives the case."""
    while True:
        case = await case_at(desk, number)
        if sum(step.kind is kind for step in case.steps) >= count:
            return case
        seen = len(desk.views)
        await desk.until(lambda _, seen=seen: len(desk.views) > seen)


def only(rows: tuple[ReferralRow, ...]) -> ReferralRow:
    """Give the one line of a list."""
    (row,) = rows
    return row

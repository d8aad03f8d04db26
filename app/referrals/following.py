# SPDX-License-Identifier: GPL-3.0-or-later
"""What others of a case are told once something has arrived: of a choice, and of an answer.

Not before, so that nobody is told of what then could not be sent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.records.ids import UserId
from app.records.referral import CaseStep, Decision, Referral, StepKind
from app.referrals.allocation import SignedBytes, sign_allocation
from app.referrals.kept import unpacked
from app.referrals.manifest import Kind
from app.referrals.steps import with_step
from app.referrals.telling import Telling
from app.store.outbox import OutboxRow
from app.store.referrals import StoredReferral
from app.vault.identity import OwnIdentity


class Following:
    """Belongs to the asyncio thread; its caller holds the lock of what is edited."""

    def __init__(
        self, telling: Telling, identity: OwnIdentity, clock: Callable[[], datetime]
    ) -> None:
        self._telling = telling
        self._identity = identity
        self._clock = clock

    async def after(
        self, delivered: OutboxRow, stored: StoredReferral
    ) -> tuple[Referral, tuple[OutboxRow, ...]]:
        """Give a case as it stands after a delivery, and what is to be sent now.

        Raises:
            StoreFull, StoreFailed: nothing is to be sent.
        """
        referral = stored.referral
        if delivered.kind == Kind.ALLOCATION.value:
            step = choice_in(delivered, referral)
            if step is not None:
                return referral, await self._told_of_choice(stored, step)
        elif delivered.kind == Kind.REPLY.value and referral.allocation is not None:
            return await self._told_of_answer(stored)
        return referral, ()

    async def _told_of_choice(
        self, stored: StoredReferral, step: CaseStep
    ) -> tuple[OutboxRow, ...]:
        """Tell the sender, and everybody who has had the case before."""
        referral = stored.referral
        word = sign_allocation(
            referral.referral, unpacked(stored.secret).hash, step, self._identity
        )
        before = {each.to for each in referral.steps if each.kind is StepKind.ALLOCATED}
        others = [referral.sender, *sorted(user for user in before if user not in (None, step.to))]
        return await self._sealed(referral, step, others, word)

    async def _told_of_answer(
        self, stored: StoredReferral
    ) -> tuple[Referral, tuple[OutboxRow, ...]]:
        """Tell the coordinator that there is an answer, not what it says."""
        referral = stored.referral
        if referral.reply is None or referral.recipient is None:
            return referral, ()
        more = referral.reply.reply.decision is Decision.SEND_MORE
        kind = StepKind.MORE_ASKED if more else StepKind.ANSWERED
        step = CaseStep(kind, self._clock(), self._identity.user, version=referral.version)
        word = unpacked(stored.secret).allocation
        rows = await self._sealed(referral, step, [referral.recipient], word)
        return with_step(referral, step), rows

    async def _sealed(
        self,
        referral: Referral,
        step: CaseStep,
        others: list[UserId],
        word: SignedBytes | None,
    ) -> tuple[OutboxRow, ...]:
        rows = [await self._telling.sealed(referral, step, other, word) for other in others]
        return tuple(row for row in rows if row is not None)


def choice_in(row: OutboxRow, referral: Referral) -> CaseStep | None:
    """Find the choice that an allocation in the outbox carries."""
    made = [
        step
        for step in referral.steps
        if step.kind is StepKind.ALLOCATED and step.to in row.recipients
    ]
    at = [step for step in made if step.at.timestamp() == row.created]
    return at[-1] if at else None

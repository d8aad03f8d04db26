# SPDX-License-Identifier: GPL-3.0-or-later
"""Read what statistics count, and keep a table of them as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from app.referrals.case_facts import Case, CaseFacts, was_given_away
from app.referrals.statistics import CLOSED, Period, Statistics, statistics
from app.store.database import Store
from app.store.referrals import referral_parts
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory


class Counting:
    """Counts the cases of this computer. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        identity: OwnIdentity,
        directory: Callable[[], VerifiedDirectory | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._identity = identity
        self._directory = directory
        self._clock = clock

    async def statistics(self, period: Period) -> Statistics:
        """Count all cases of a period; no name is read and no thread but a worker is kept busy.

        Raises:
            StoreDamaged, StoreFailed.
        """
        now = self._clock()
        parts = await referral_parts(self._store, CaseFacts, period.begins(now), CLOSED)
        reader = self._identity.user
        cases = [
            Case(part.part, part.role == "sent", part.arrived)
            for part in parts
            if part.role == "sent" or not was_given_away(part.part, reader)
        ]
        directory = self._directory()
        units = {self._identity.user: self._identity.unit}
        if directory is not None:
            units |= {person.user: person.unit for person in directory.practitioners}
        return await asyncio.to_thread(statistics, cases, period, now, units)

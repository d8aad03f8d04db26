# SPDX-License-Identifier: GPL-3.0-or-later
"""One person's referral service with everything real around it, and a way to wait for a state."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from app.answering import Answering
from app.records.ids import ReferralId
from app.records.referral import ReferralStatus
from app.referrals.service import ReferralService
from app.referrals.views import ReferralsView
from app.schedule.service import ScheduleService
from app.signaling.http import ServerClient, Token
from app.signaling.login import Tokens, device_login
from app.signaling.session import Session
from app.store.database import Store
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory

WAIT_S = 30.0


class Desk:
    """A person at a computer: profile, store, session and service. Close it, open it again."""

    def __init__(
        self,
        identity: OwnIdentity,
        profile: Path,
        url: str,
        directory: Callable[[], VerifiedDirectory | None],
        key: bytes | None = None,
        refresh: Callable[[], Awaitable[VerifiedDirectory]] | None = None,
    ) -> None:
        self.identity = dataclasses.replace(identity, server_url=url)
        self.profile = profile
        self.key = key or secrets.token_bytes(32)
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        """What this computer takes for the time; to be set before ``open``, or while it runs."""
        self.views: list[ReferralsView] = []
        self.store: Store
        self.session: Session
        self.client: ServerClient
        self.service: ReferralService
        self.schedule: ScheduleService
        self.answering: Answering
        self._directory = directory
        self._refresh = refresh
        self._changed = asyncio.Event()

    async def open(self) -> None:
        """Start everything, as the program does."""
        self.store = await Store.open(self.profile, self.key)
        self.client = ServerClient(self.identity.server_url)

        async def login() -> Token:
            return await device_login(self.client, self.identity)

        self.session, tokens = Session(self.client, login), Tokens(login)
        self.service = ReferralService(
            self.store,
            self.session,
            self.client,
            tokens,
            self._directory,
            self.identity,
            lambda: self.clock(),
            self._refresh,
        )
        self.schedule = ScheduleService(
            self.store, self.session, self.client, tokens, self.identity, lambda: self.clock()
        )
        self.answering = Answering(self.service, self.schedule, lambda: self.clock())
        await self.service.start()
        await self.schedule.start()
        await self.service.watch(self._watch)
        self.session.start()

    async def close(self) -> None:
        """Stop everything in reverse."""
        await self.schedule.close()
        await self.service.close()
        await self.session.close()
        await self.client.close()
        await self.store.close()

    @property
    def view(self) -> ReferralsView:
        """The view shown last."""
        return self.views[-1]

    async def until(self, condition: Callable[[ReferralsView], bool]) -> ReferralsView:
        """Wait until a view shows something."""
        async with asyncio.timeout(WAIT_S):
            while not condition(self.view):
                self._changed.clear()
                await self._changed.wait()
        return self.view

    async def until_status(self, referral: ReferralId, status: ReferralStatus) -> ReferralsView:
        """Wait until a referral stands so in any list."""

        def stands(view: ReferralsView) -> bool:
            rows = (*view.inbox, *view.sent, *view.drafts, *view.to_allocate, *view.allocated)
            return any(row.referral == referral and row.status is status for row in rows)

        return await self.until(stands)

    def _watch(self, view: ReferralsView) -> None:
        self.views.append(view)
        self._changed.set()

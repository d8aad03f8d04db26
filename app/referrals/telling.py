# SPDX-License-Identifier: GPL-3.0-or-later
"""Tell the other side of a case what was done here: opened, read, how it went."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.records.ids import ParcelId, from_bytes
from app.records.referral import CaseStep, Outcome, Referral, StepKind
from app.referrals.errors import NoDevice
from app.referrals.manifest import Kind, Manifest
from app.referrals.posting import post
from app.referrals.sealing import Spool, device_ids, devices_for
from app.referrals.steps import with_step
from app.store.access_log import put_access
from app.store.database import Connection, Store
from app.store.outbox import OutboxRow
from app.store.outbox import put as put_outbox
from app.store.referrals import StoredReferral, put_referral
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory

PURPOSE: Final = "treatment"


class Telling:
    """Belongs to the asyncio thread; its callers hold the lock of what is edited."""

    def __init__(
        self,
        store: Store,
        spool: Spool,
        identity: OwnIdentity,
        directory: Callable[[], VerifiedDirectory | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._spool = spool
        self._identity = identity
        self._directory = directory
        self._clock = clock

    async def tell(
        self, stored: StoredReferral, kind: StepKind, action: str, outcome: Outcome | None = None
    ) -> Referral:
        """Note a step here and send it, in one transaction; ``action`` is for the access log.

        Where the other side has no computer in force any more, it is noted here alone.

        Raises:
            StoreFull, StoreFailed: nothing was noted or sent.
        """
        now, user = self._clock(), self._identity.user
        step = CaseStep(kind, now, user, outcome, stored.referral.version)
        after = with_step(stored.referral, step)
        row = await self._sealed(stored, step)

        def work(connection: Connection) -> None:
            put_referral(connection, after, stored.role, stored.secret)
            if row is not None:
                put_outbox(connection, row)
            put_access(connection, now, user, action, after.referral, None, PURPOSE)

        if row is None:
            await self._store.run(work)
        else:
            await post(self._store, self._spool, row.parcel, work)
        return after

    async def _sealed(self, stored: StoredReferral, step: CaseStep) -> OutboxRow | None:
        referral = stored.referral
        other = referral.recipient if stored.role == "sent" else referral.sender
        if other is None:
            return None
        try:
            devices = devices_for(self._directory(), self._identity, other)
        except NoDevice:
            return None
        parcel = ParcelId(from_bytes(secrets.token_bytes(16)))
        manifest = Manifest(
            kind=Kind.STEP,
            referral=referral.referral,
            version=1,
            sender=self._identity.user,
            sender_device=self._identity.device,
            recipient=other,
            devices=device_ids(devices),
            created=step.at,
            step=step,
        )
        spooled, _ = await asyncio.to_thread(
            self._spool.seal_manifest, parcel, manifest, self._identity, devices
        )
        at = step.at.timestamp()
        return OutboxRow(parcel, Kind.STEP.value, referral.referral, parcel, spooled, at)

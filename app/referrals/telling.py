# SPDX-License-Identifier: GPL-3.0-or-later
"""Tell the other side of a case what was done here: opened, read, how it went."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.records.ids import ParcelId, UserId, from_bytes
from app.records.referral import CaseStep, Outcome, Referral, StepKind
from app.referrals.allocation import SignedBytes
from app.referrals.errors import NoDevice
from app.referrals.kept import unpacked
from app.referrals.manifest import Kind, Manifest
from app.referrals.posting import post
from app.referrals.sealing import Spool, device_ids, devices_for
from app.referrals.steps import with_step
from app.referrals.whose import coordinator_of, other_end
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

        It goes to the coordinator as well, where one has chosen who answers: with the sender's word
        that nothing more comes, the case waits for nobody. How it went is not theirs to read.

        Where the other side has no computer in force any more, it is noted here alone.

        Raises:
            StoreFull, StoreFailed: nothing was noted or sent.
        """
        now, user = self._clock(), self._identity.user
        step = CaseStep(kind, now, user, outcome, stored.referral.version)
        after = with_step(stored.referral, step)
        mine = unpacked(stored.secret).allocation if stored.role == "received" else None
        others = [other_end(stored.referral, stored.role)]
        if kind is not StepKind.OUTCOME:
            # How it went is for whoever answered; that it is over is for who counts open cases.
            others.append(coordinator_of(stored.referral))
        sealed = [await self.sealed(stored.referral, step, other, mine) for other in others]
        rows = [row for row in sealed if row is not None]

        def work(connection: Connection) -> None:
            put_referral(connection, after, stored.role, stored.secret)
            for row in rows:
                put_outbox(connection, row)
            put_access(connection, now, user, action, after.referral, None, PURPOSE)

        await post(self._store, self._spool, [row.parcel for row in rows], work)
        return after

    async def sealed(
        self,
        referral: Referral,
        step: CaseStep,
        other: UserId | None,
        allocation: SignedBytes | None,
    ) -> OutboxRow | None:
        """Seal a step for somebody of a case; None where they have no computer in force.

        ``allocation`` is what makes this user, or whom the step names, one of the case.

        Raises:
            StoreFull, StoreFailed.
        """
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
            allocation=allocation,
        )
        spooled, _ = await asyncio.to_thread(
            self._spool.seal_manifest, parcel, manifest, self._identity, devices
        )
        return OutboxRow(
            parcel,
            Kind.STEP.value,
            referral.referral,
            parcel,
            spooled,
            step.at.timestamp(),
            recipients=(other,),
            devices=manifest.devices,
        )

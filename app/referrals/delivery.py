# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring what waits in the outbox to the server, as often and as long as it takes."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.errors import KnownError
from app.records.referral import ReferralStatus
from app.referrals.additions import taken_back
from app.referrals.attempt import Attempts
from app.referrals.errors import Hindrance
from app.referrals.following import Following, choice_in
from app.referrals.kept import blob_owner, unpacked
from app.referrals.manifest import Kind, read_manifest
from app.referrals.outbox import Outcome, after, is_due, revived, seconds_to_wait
from app.referrals.pace import Pace
from app.referrals.posting import post
from app.referrals.sealing import Spool
from app.referrals.steps import without_step
from app.referrals.views import OutboxView
from app.signaling.resumable import Progress
from app.store import blobs, outbox
from app.store.database import Connection, Store
from app.store.outbox import FAILED, WAITING, OutboxRow
from app.store.referrals import (
    StoredReferral,
    put_referral,
    save_reply_draft,
)
from app.store.referrals import referral as find_referral

_log = logging.getLogger(__name__)

_FULL_DISK_PAUSE_S: Final = 30.0


class Delivery:
    """The outbox's runner. Belongs to the asyncio thread; ``run`` is one long task.

    A parcel is uploaded from files that were sealed once; its id was chosen when the user
    sent it. So a try may break anywhere and be repeated, after a restart too.
    """

    def __init__(
        self,
        store: Store,
        spool: Spool,
        attempts: Attempts,
        following: Following,
        clock: Callable[[], datetime],
        editing: asyncio.Lock,
        changed: Callable[[], None],
        delivered: Callable[[], None],
    ) -> None:
        """``changed`` is called when ``view`` differs, ``delivered`` when a parcel arrived."""
        self._store = store
        self._spool = spool
        self._attempts = attempts
        self._following = following
        self._clock = clock
        self._editing = editing
        self._changed = changed
        self._delivered = delivered
        self._wake = asyncio.Event()
        self._sent: dict[str, int] = {}
        self._hindrances: dict[str, Hindrance] = {}
        self._pace = Pace()
        self._unreachable = False

    def wake(self) -> None:
        """Look at the outbox now: something was put in it."""
        self._wake.set()

    async def retry_now(self) -> None:
        """Try everything at once, also what was given up."""
        for row in await outbox.pending(self._store):
            await outbox.update(self._store, revived(row))
        self.wake()

    async def line_is_up(self) -> None:
        """Forget the waiting times of an outage."""
        for row in await outbox.pending(self._store):
            if row.state == WAITING:
                await outbox.update(self._store, revived(row))
        self.wake()

    async def view(self) -> OutboxView:
        """Say what is on its way."""
        rows = await outbox.pending(self._store)
        sent = sum(self._sent.get(row.id, 0) for row in rows)
        total = sum(file.size for row in rows for file in row.spool)
        return OutboxView(
            items=len(rows),
            sent_bytes=sent,
            total_bytes=total,
            seconds_left=self._pace.seconds_left(total - sent, time.monotonic()),
            hindrance=next(
                (self._hindrances[row.id] for row in rows if row.id in self._hindrances), None
            ),
            waiting_for_server=bool(rows) and self._unreachable,
            failed=sum(row.state == FAILED for row in rows),
        )

    async def sweep(self) -> None:
        """Delete sealed files that a crash left without their row. For the start only."""
        rows = await outbox.pending(self._store)
        count = await asyncio.to_thread(self._spool.sweep, frozenset(row.parcel for row in rows))
        if count:
            _log.info("%d unfinished parcels removed", count)

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            self._wake.clear()
            try:
                for row in await outbox.pending(self._store):
                    if is_due(row, self._now()):
                        await self._deliver(row)
                pause = seconds_to_wait(await outbox.pending(self._store), self._now())
            except KnownError as error:
                # The disk: nothing is lost, the rows are as they were.
                _log.warning("outbox: %s", type(error).__name__)
                pause = _FULL_DISK_PAUSE_S
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _deliver(self, row: OutboxRow) -> None:
        stored = await find_referral(self._store, row.referral)
        if stored is None:
            await outbox.remove(self._store, row.id)
            return
        attempt = await self._attempts.make(row, stored, self._progress(row))
        outcome = attempt.outcome
        if row.kind == Kind.STEP.value and attempt.hindrance is Hindrance.CLOCK:
            # A step is no draft that could be sent anew: it waits until the clock is right.
            outcome = Outcome.LATER
        _log.info("parcel %s: %s after %d tries", row.parcel, outcome.value, row.tries + 1)
        self._unreachable = outcome is Outcome.OFFLINE
        self._pace = Pace()
        if attempt.hindrance is None:
            self._hindrances.pop(row.id, None)
        else:
            self._hindrances[row.id] = attempt.hindrance
        if outcome is Outcome.DELIVERED:
            await self._note_delivered(row)
        elif outcome is Outcome.RETURNED:
            await self._take_back(row, attempt.hindrance or Hindrance.REFUSED)
        else:
            left = after(row, outcome, self._now(), random.random(), attempt.retry_after_s)
            if left is not None:
                await outbox.update(self._store, left)
        self._changed()

    def _progress(self, row: OutboxRow) -> Progress:
        pace = self._pace = Pace()

        def progress(done: int) -> None:
            self._sent[row.id] = done
            self._unreachable = False
            self._hindrances.pop(row.id, None)
            pace.note(done, time.monotonic())
            self._changed()

        return progress

    async def _note_delivered(self, row: OutboxRow) -> None:
        async with self._editing:
            stored = await find_referral(self._store, row.referral)
            sealed, clear = await self._kept_sealed(row, stored)
            after, rows = (None, ()) if stored is None else await self._following.after(row, stored)

            def work(connection: Connection) -> None:
                outbox.drop(connection, row.id)
                if stored is not None and after is not None:
                    sent = after
                    if after.status is ReferralStatus.SENDING:
                        sent = dataclasses.replace(after, status=ReferralStatus.SENT)
                    if sent != stored.referral:
                        put_referral(connection, sent, stored.role, stored.secret)
                for told in rows:
                    outbox.put(connection, told)
                for blob in sealed:
                    blobs.put_blob(connection, blob)

            await post(self._store, self._spool, [told.parcel for told in rows], work)
            for blob in clear:
                await blobs.delete_blob(self._store, blob.blob)
        await asyncio.to_thread(self._spool.remove, row.parcel)
        self._sent.pop(row.id, None)
        self._delivered()

    async def _kept_sealed(
        self, row: OutboxRow, stored: StoredReferral | None
    ) -> tuple[list[blobs.BlobRow], list[blobs.BlobRow]]:
        """Keep what was sent as the travel copy; gives its rows, and those that it replaces.

        So the same ciphertext can go to a second recipient, without being sealed a second time.
        """
        if stored is None or row.kind != Kind.REFERRAL.value:
            return [], []
        kept = unpacked(stored.secret)
        manifest = read_manifest(kept.manifest)
        sealed, replaced = [], []
        for facts, file in zip(manifest.attachments, manifest.files, strict=True):
            owner = blob_owner(row.referral, facts.attachment)
            rows = await blobs.blobs_of(self._store, owner)
            old = [r for r in rows if r.kind == "travel"]
            if any(r.identity == kept.identity for r in old):
                continue
            place = self._spool.place_of(row.parcel, file)
            identity, size, sha256 = kept.identity, facts.size_bytes, facts.sha256
            try:
                sealed.append(
                    await blobs.adopt_blob(
                        self._store, place, identity, "travel", owner, size, sha256
                    )
                )
            except KnownError as error:
                # What was sent has arrived; only a second recipient would cost more.
                _log.warning("a sent recording was not kept: %s", type(error).__name__)
                continue
            replaced += old
        return sealed, replaced

    async def _take_back(self, row: OutboxRow, why: Hindrance) -> None:
        """Make a draft again of what cannot be sent as it is; the user reads why."""
        async with self._editing:
            stored = await find_referral(self._store, row.referral)
            if stored is None:
                return
            before = stored.referral
            if row.kind == Kind.REPLY.value and before.reply is not None:
                await save_reply_draft(self._store, row.referral, before.reply.reply)
                before = dataclasses.replace(before, status=ReferralStatus.IN_REVIEW, reply=None)
            elif row.kind == Kind.REFERRAL.value:
                before = (
                    taken_back(before)
                    if before.additions
                    else dataclasses.replace(before, status=ReferralStatus.DRAFT, sent=None)
                )
            elif row.kind == Kind.ALLOCATION.value:
                step = choice_in(row, before)
                before = before if step is None else without_step(before, step)
            again, kept = before, unpacked(stored.secret)
            if row.kind != Kind.STEP.value:
                kept = dataclasses.replace(kept, came_back=why.value)

            def work(connection: Connection) -> None:
                outbox.drop(connection, row.id)
                put_referral(connection, again, stored.role, kept.packed())

            await self._store.run(work)
        await asyncio.to_thread(self._spool.remove, row.parcel)
        self._sent.pop(row.id, None)
        self._hindrances.pop(row.id, None)

    def _now(self) -> float:
        return self._clock().timestamp()

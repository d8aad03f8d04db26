# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring what waits in the outbox to the server, as often and as long as it takes."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from app.errors import KnownError
from app.records.referral import ReferralStatus
from app.referrals.manifest import Kind
from app.referrals.outbox import Outcome, after, revived, seconds_to_wait
from app.referrals.sealing import Spool
from app.referrals.views import OutboxView
from app.signaling.http import RefusedByServer, ServerClient
from app.signaling.login import Tokens
from app.signaling.parcels import SpoolDamaged, SpoolFile, upload_parcel
from app.signaling.resumable import hash_of
from app.store import outbox
from app.store.database import Connection, Store
from app.store.outbox import FAILED, WAITING, OutboxRow
from app.store.referrals import (
    StoredReferral,
    put_referral,
    save_reply_draft,
)
from app.store.referrals import referral as find_referral
from signaling_server.wire import ErrorCode

_log = logging.getLogger(__name__)

_NEVER: Final = frozenset(
    {ErrorCode.BAD_REQUEST, ErrorCode.CONFLICT, ErrorCode.FORBIDDEN, ErrorCode.TOO_LARGE}
)
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
        client: ServerClient,
        tokens: Tokens,
        clock: Callable[[], datetime],
        editing: asyncio.Lock,
        changed: Callable[[], None],
        delivered: Callable[[], None],
    ) -> None:
        """``changed`` is called when ``view`` differs, ``delivered`` when a parcel arrived."""
        self._store = store
        self._spool = spool
        self._client = client
        self._tokens = tokens
        self._clock = clock
        self._editing = editing
        self._changed = changed
        self._delivered = delivered
        self._wake = asyncio.Event()
        self._sent: dict[str, int] = {}
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
        return OutboxView(
            items=len(rows),
            sent_bytes=sum(self._sent.get(row.id, 0) for row in rows),
            total_bytes=sum(file.size for row in rows for file in row.spool),
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
                for row in await outbox.due(self._store, self._now()):
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
        outcome, retry_after_s = await self._try(row, stored)
        _log.info("parcel %s: %s after %d tries", row.parcel, outcome.value, row.tries + 1)
        self._unreachable = outcome is Outcome.OFFLINE
        if outcome is Outcome.DELIVERED:
            await self._note_delivered(row)
        elif outcome is Outcome.SPOILT:
            await self._take_back(row)
        else:
            left = after(row, outcome, self._now(), random.random(), retry_after_s)
            if left is not None:
                await outbox.update(self._store, left)
        self._changed()

    async def _try(self, row: OutboxRow, stored: StoredReferral) -> tuple[Outcome, float | None]:
        referral = stored.referral
        recipient = referral.sender if row.kind == Kind.REPLY.value else referral.recipient
        if recipient is None:
            return Outcome.REFUSED, None
        profile: Path = self._store.profile
        files = [SpoolFile(f.file, profile / f.path, f.size, f.sha256) for f in row.spool]

        if not await asyncio.to_thread(_are_whole, files):
            return Outcome.SPOILT, None

        def progress(done: int) -> None:
            self._sent[row.id] = done
            self._unreachable = False
            self._changed()

        try:
            await self._tokens.call(
                lambda token: upload_parcel(
                    self._client, token, row.parcel, (recipient,), files, progress
                )
            )
        except SpoolDamaged:
            return Outcome.SPOILT, None
        except RefusedByServer as error:
            _log.warning("parcel %s: refused, %s", row.parcel, error.code.value)
            return (Outcome.REFUSED if error.code in _NEVER else Outcome.LATER), error.retry_after_s
        except KnownError as error:
            _log.debug("parcel %s: %s", row.parcel, type(error).__name__)
            return Outcome.OFFLINE, None
        return Outcome.DELIVERED, None

    async def _note_delivered(self, row: OutboxRow) -> None:
        async with self._editing:
            stored = await find_referral(self._store, row.referral)

            def work(connection: Connection) -> None:
                outbox.drop(connection, row.id)
                if stored is not None and stored.referral.status is ReferralStatus.SENDING:
                    sent = dataclasses.replace(stored.referral, status=ReferralStatus.SENT)
                    put_referral(connection, sent, stored.role, stored.secret)

            await self._store.run(work)
        await asyncio.to_thread(self._spool.remove, row.parcel)
        self._sent.pop(row.id, None)
        self._delivered()

    async def _take_back(self, row: OutboxRow) -> None:
        """Make a draft again of what cannot be sent any more; the user sends it anew."""
        async with self._editing:
            stored = await find_referral(self._store, row.referral)
            if stored is None:
                return
            before = stored.referral
            if row.kind == Kind.REPLY.value and before.reply is not None:
                await save_reply_draft(self._store, row.referral, before.reply.reply)
                before = dataclasses.replace(before, status=ReferralStatus.IN_REVIEW, reply=None)
            elif row.kind == Kind.REFERRAL.value:
                before = dataclasses.replace(before, status=ReferralStatus.DRAFT, sent=None)
            again = before

            def work(connection: Connection) -> None:
                outbox.drop(connection, row.id)
                put_referral(connection, again, stored.role, stored.secret)

            await self._store.run(work)
        await asyncio.to_thread(self._spool.remove, row.parcel)
        self._sent.pop(row.id, None)

    def _now(self) -> float:
        return self._clock().timestamp()


def _are_whole(files: list[SpoolFile]) -> bool:
    """Compare sealed files with what was sealed: a disk may spoil them while they wait."""
    try:
        return all(hash_of(file.path) == file.sha256 for file in files)
    except OSError:
        return False

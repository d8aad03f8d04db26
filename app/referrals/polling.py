# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask the server what came and what arrived: at the start, when told, and after each break."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Final

from app.errors import KnownError
from app.records.ids import ParcelId, ReferralId
from app.records.referral import ReferralStatus
from app.referrals.errors import Hindrance
from app.referrals.kept import unpacked
from app.referrals.receiving import Receiving
from app.referrals.steps import arrived
from app.signaling.backoff import full_jitter
from app.signaling.http import RefusedByServer, ServerClient
from app.signaling.login import Tokens
from app.signaling.parcels import inbox
from app.store import referrals as rows
from app.store.database import Store
from app.store.errors import StoreFull
from signaling_server.wire import ErrorCode
from signaling_server.wire_http import Parcel

_log = logging.getLogger(__name__)

_REGULAR_S: Final = 300.0
"""Also without being told: a lost notice costs five minutes, not a referral."""


class Polling:
    """Brings this computer up to the server's state. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        client: ServerClient,
        tokens: Tokens,
        receiving: Receiving,
        editing: asyncio.Lock,
        changed: Callable[[], None],
    ) -> None:
        """``changed`` is called after each change of a stored referral."""
        self._store = store
        self._client = client
        self._tokens = tokens
        self._receiving = receiving
        self._editing = editing
        self._changed = changed
        self._wake = asyncio.Event()
        self._hindrance: Hindrance | None = None

    @property
    def hindrance(self) -> Hindrance | None:
        """Why what lies on the server cannot be taken in, where the user can do something."""
        return self._hindrance

    def wake(self) -> None:
        """Ask now."""
        self._wake.set()

    async def run(self) -> None:
        """Ask until cancelled; a failure is tried again with growing pauses."""
        failures = 0
        while True:
            self._wake.clear()
            try:
                whole = await self._take_all()
                await self._note_receipts()
                failures = 0 if whole else failures + 1
            except KnownError as error:
                _log.debug("inbox: %s", type(error).__name__)
                self._hinder(_hindrance_of(error))
                failures += 1
            pause = _REGULAR_S if not failures else 0.5 + full_jitter(failures, random.random())
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _take_all(self) -> bool:
        """Take every parcel in; one that fails for now does not hold up the others."""
        whole = True
        hindrance: Hindrance | None = None
        for parcel in await self._tokens.call(lambda token: inbox(self._client, token)):
            try:
                changed = await self._receiving.take(parcel)
            except KnownError as error:
                _log.info("parcel %s: %s", parcel.parcel[:32], type(error).__name__)
                # It may be kept already, and only its receipt have failed: show what there is.
                whole, changed = False, True
                hindrance = hindrance or _hindrance_of(error)
            if changed:
                self._changed()
        self._hinder(hindrance)
        return whole

    def _hinder(self, hindrance: Hindrance | None) -> None:
        if hindrance is not self._hindrance:
            self._hindrance = hindrance
            self._changed()

    async def _note_receipts(self) -> None:
        """See which sent referrals have arrived, also while this program was closed."""
        for stored in await rows.referrals(self._store, "sent"):
            parcel = unpacked(stored.secret).parcel
            if stored.referral.status is not ReferralStatus.SENT or parcel is None:
                continue
            known = await self._state_of(parcel)
            if known is not None and stored.referral.answerer in known.received_by:
                await self._note_received(stored.referral.referral)

    async def _note_received(self, referral: ReferralId) -> None:
        async with self._editing:
            stored = await rows.referral(self._store, referral)
            if stored is None or stored.referral.status is not ReferralStatus.SENT:
                return
            here = arrived(stored.referral)
            await rows.save_referral(self._store, here, stored.role, stored.secret)
        self._changed()

    async def _state_of(self, parcel: ParcelId) -> Parcel | None:
        try:
            return await self._tokens.call(
                lambda token: self._client.get(f"/parcels/{parcel}", Parcel, token)
            )
        except RefusedByServer as error:
            if error.code in (ErrorCode.NOT_FOUND, ErrorCode.GONE):
                return None  # Deleted 90 days after its receipt.
            raise


def _hindrance_of(error: KnownError) -> Hindrance | None:
    match error:
        case StoreFull():
            return Hindrance.DISK_FULL
        case RefusedByServer(code=ErrorCode.REVOKED | ErrorCode.UNAUTHORISED):
            return Hindrance.NO_ACCESS
        case _:
            return None

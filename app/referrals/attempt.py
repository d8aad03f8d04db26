# SPDX-License-Identifier: GPL-3.0-or-later
"""One try to bring a parcel to the server, and what is to be made of how it ended."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from app.errors import KnownError
from app.records.ids import DeviceId, UserId
from app.referrals.errors import Hindrance
from app.referrals.kept import unpacked
from app.referrals.manifest import BadManifest, Kind, read_manifest
from app.referrals.outbox import Outcome
from app.referrals.whose import other_end
from app.signaling.http import ClockWrong, RefusedByServer, ServerClient
from app.signaling.login import Tokens
from app.signaling.parcels import SpoolDamaged, SpoolFile, upload_parcel
from app.signaling.resumable import Progress, hash_of
from app.store.database import Store
from app.store.outbox import OutboxRow
from app.store.referrals import StoredReferral
from app.vault.trust import VerifiedDirectory
from signaling_server.wire import ErrorCode

_log = logging.getLogger(__name__)

_NEVER: Final = frozenset(
    {ErrorCode.BAD_REQUEST, ErrorCode.CONFLICT, ErrorCode.FORBIDDEN, ErrorCode.TOO_LARGE}
)
_HINDRANCES: Final = {
    ErrorCode.STORAGE_FULL: Hindrance.SERVER_FULL,
    ErrorCode.QUOTA_EXCEEDED: Hindrance.QUOTA,
    ErrorCode.REVOKED: Hindrance.NO_ACCESS,
    ErrorCode.UNAUTHORISED: Hindrance.NO_ACCESS,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Attempt:
    """How a try ended."""

    outcome: Outcome
    hindrance: Hindrance | None = None
    retry_after_s: float | None = None


class Attempts:
    """Tries. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        client: ServerClient,
        tokens: Tokens,
        directory: Callable[[], VerifiedDirectory | None],
        refresh: Callable[[], Awaitable[VerifiedDirectory]] | None,
        clock: Callable[[], datetime],
    ) -> None:
        """``refresh`` fetches the directory anew, before a recipient is taken for gone."""
        self._store = store
        self._client = client
        self._tokens = tokens
        self._directory = directory
        self._refresh = refresh
        self._clock = clock

    async def make(self, row: OutboxRow, stored: StoredReferral, progress: Progress) -> Attempt:
        """Try once; whatever the world does stands in the answer."""
        other = other_end(stored.referral, stored.role)
        recipients = row.recipients or (() if other is None else (other,))
        if not recipients:
            return Attempt(Outcome.REFUSED, Hindrance.REFUSED)
        if not self._counts(row, stored, recipients):
            return Attempt(Outcome.RETURNED, Hindrance.RECIPIENT_GONE)
        profile: Path = self._store.profile
        files = [SpoolFile(f.file, profile / f.path, f.size, f.sha256) for f in row.spool]
        if not await asyncio.to_thread(_are_whole, files):
            return Attempt(Outcome.RETURNED, Hindrance.SPOILT)
        try:
            # What is dated years off would be the oldest, or the last, in the recipient's list.
            await self._client.time(self._clock().timestamp())
            await self._tokens.call(
                lambda token: upload_parcel(
                    self._client, token, row.parcel, recipients, files, progress
                )
            )
        except SpoolDamaged:
            return Attempt(Outcome.RETURNED, Hindrance.SPOILT)
        except ClockWrong as error:
            # The server said so, or its certificate is not valid yet or any more.
            returned = error.ahead_s is not None
            return Attempt(Outcome.RETURNED if returned else Outcome.OFFLINE, Hindrance.CLOCK)
        except RefusedByServer as error:
            _log.warning("parcel %s: refused, %s", row.parcel, error.code.value)
            return await self._refused(error, row, stored, recipients)
        except KnownError as error:
            _log.debug("parcel %s: %s", row.parcel, type(error).__name__)
            return Attempt(Outcome.OFFLINE)
        return Attempt(Outcome.DELIVERED)

    async def check_clock(self) -> None:
        """Compare this computer's clock with the server's, as far as the server can be asked.

        Raises:
            ClockWrong: they are more than a day apart.
        """
        try:
            await self._client.time(self._clock().timestamp())
        except ClockWrong:
            raise
        except KnownError:
            return

    async def _refused(
        self,
        error: RefusedByServer,
        row: OutboxRow,
        stored: StoredReferral,
        recipients: tuple[UserId, ...],
    ) -> Attempt:
        if error.code is ErrorCode.NOT_FOUND and self._refresh is not None:
            # The server knows no such recipient: perhaps the directory here is behind.
            try:
                await self._refresh()
            except KnownError:
                return Attempt(Outcome.LATER)
            if not self._counts(row, stored, recipients):
                return Attempt(Outcome.RETURNED, Hindrance.RECIPIENT_GONE)
        if error.code in _NEVER:
            return Attempt(Outcome.REFUSED, Hindrance.REFUSED)
        return Attempt(Outcome.LATER, _HINDRANCES.get(error.code), error.retry_after_s)

    def _counts(
        self, row: OutboxRow, stored: StoredReferral, recipients: tuple[UserId, ...]
    ) -> bool:
        """Tell whether a device that the parcel was sealed for is still each recipient's."""
        directory = self._directory()
        if directory is None:
            return True
        sealed_for = row.devices or _devices_of(row, stored)
        if not sealed_for:
            return True
        return all(
            any(device.device in sealed_for for device in directory.devices_of(recipient))
            for recipient in recipients
        )


def _devices_of(row: OutboxRow, stored: StoredReferral) -> tuple[DeviceId, ...]:
    kept = unpacked(stored.secret)
    body = kept.reply_manifest if row.kind == Kind.REPLY.value else kept.manifest
    try:
        return read_manifest(body).devices
    except BadManifest:
        return ()


def _are_whole(files: list[SpoolFile]) -> bool:
    """Compare sealed files with what was sealed: a disk may spoil them while they wait."""
    try:
        return all(hash_of(file.path) == file.sha256 for file in files)
    except OSError:
        return False

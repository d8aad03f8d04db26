# SPDX-License-Identifier: GPL-3.0-or-later
"""Take parcels in: fetch, verify everything, keep, and only then say that they arrived."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import assert_never

from app.errors import KnownError
from app.records.ids import ParcelId, UserId, is_id
from app.records.referral import Attachment
from app.referrals.carried import Carried, judged
from app.referrals.envelope import (
    ENVELOPE_FILE,
    EnvelopeCause,
    EnvelopeRefused,
    OpenedEnvelope,
    open_envelope,
    referral_of,
)
from app.referrals.fetching import Fetching
from app.referrals.folders import incoming, quarantine, remove_incoming
from app.referrals.keeping import Keeping, check_follows
from app.referrals.kept import blob_owner
from app.referrals.manifest import Kind
from app.signaling.http import ServerClient
from app.signaling.login import Tokens
from app.signaling.parcels import DownloadDamaged, receipt
from app.store import blobs
from app.store.connection import disk_problem
from app.store.database import Store
from app.store.referrals import highest_version, note_refused, was_seen
from app.store.referrals import referral as find_referral
from app.store.referrals import refused as refused_rows
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory
from signaling_server.wire_http import Parcel

_log = logging.getLogger(__name__)


class Receiving:
    """One parcel after the other, from the inbox into the store. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        client: ServerClient,
        tokens: Tokens,
        identity: OwnIdentity,
        directory: Callable[[], VerifiedDirectory | None],
        clock: Callable[[], datetime],
        editing: asyncio.Lock,
        refresh: Callable[[], Awaitable[VerifiedDirectory]] | None = None,
    ) -> None:
        """``editing`` is held by whoever changes a stored referral; ``refresh`` fetches the
        directory anew.
        """
        self._refresh = refresh
        self._store = store
        self._client = client
        self._tokens = tokens
        self._fetching = Fetching(client, tokens)
        self._keeping = Keeping(store, identity, clock, editing)
        self._identity = identity
        self._directory = directory
        self._clock = clock

    async def take(self, parcel: Parcel) -> bool:
        """Take one parcel in, once; tells whether anything changed.

        Every step may be repeated after a break or a kill. What fails its check is set aside
        and never acknowledged, so that its sender does not believe it arrived.

        Raises:
            ServerUnreachable, StoreFull …: try again later.
        """
        name = ParcelId(parcel.parcel)
        if not is_id(name):
            return False
        if await was_seen(self._store, name):
            # Kept, and then the line or this program broke before its sender was told.
            await self._acknowledge(name)
            await asyncio.to_thread(remove_incoming, self._store.profile, name)
            return False
        if any(row.parcel == name for row in await refused_rows(self._store)):
            return False
        profile = self._store.profile
        try:
            await self._take(parcel, name)
        except (EnvelopeRefused, DownloadDamaged) as error:
            cause = error.cause if isinstance(error, EnvelopeRefused) else EnvelopeCause.HASH
            _log.warning("parcel %s refused: %s", name, cause.value)
            await asyncio.to_thread(quarantine, profile, name)
            await note_refused(self._store, name, cause.value, self._clock())
            return True
        await self._acknowledge(name)
        await asyncio.to_thread(remove_incoming, profile, name)
        _log.info("parcel %s taken in", name)
        return True

    async def _take(self, parcel: Parcel, name: ParcelId) -> None:
        try:
            folder = await asyncio.to_thread(incoming, self._store.profile, name)
            raw = await self._fetching.envelope(parcel, folder)
            directory = self._directory()
            if directory is None and self._refresh is not None:
                # Not known here yet; that is no fault of what was sent.
                directory = await self._refresh()
            if directory is None:
                raise EnvelopeRefused(EnvelopeCause.SENDER)
            sender = UserId(parcel.sender)
            try:
                opened, carried = await self._opened(raw, sender, directory)
            except EnvelopeRefused as error:
                if error.cause is not EnvelopeCause.SENDER or self._refresh is None:
                    raise
                # A colleague, or a computer, may be newer than the directory known here.
                directory = await self._refresh()
                opened, carried = await self._opened(raw, sender, directory)
            match opened.manifest.kind:
                case Kind.REFERRAL:
                    await self._take_referral(parcel, name, folder, opened, carried)
                case Kind.ALLOCATION:
                    assert carried.original is not None
                    await self._take_referral(parcel, name, folder, carried.original, carried)
                case Kind.REPLY:
                    _check_alone(parcel)
                    await self._keeping.reply(name, opened, carried, directory)
                case Kind.STEP:
                    _check_alone(parcel)
                    await self._keeping.step(name, opened, carried)
                case _:
                    assert_never(opened.manifest.kind)
        except OSError as error:
            raise disk_problem(error) from error

    async def _opened(
        self, raw: bytes, sender: UserId, directory: VerifiedDirectory
    ) -> tuple[OpenedEnvelope, Carried]:
        """Open an envelope for this user, and check what it carries of an allocation."""
        number, user = referral_of(raw), self._identity.user
        highest = await highest_version(self._store, number, sender)
        opened = open_envelope(raw, self._identity, directory.device, sender, highest)
        if user not in (opened.manifest.recipient, opened.manifest.answerer):
            raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
        stored = await find_referral(self._store, number)
        known = () if stored is None else stored.referral.steps
        return opened, judged(opened, user, directory, known)

    async def _take_referral(
        self,
        parcel: Parcel,
        name: ParcelId,
        folder: Path,
        opened: OpenedEnvelope,
        carried: Carried,
    ) -> None:
        """Take in a referral, from its sender or from the coordinator who hands it on."""
        manifest = opened.manifest
        check_follows(await find_referral(self._store, manifest.referral), opened)
        if {f.file for f in parcel.files} != {
            ENVELOPE_FILE,
            *(f.attachment for f in manifest.files),
        }:
            raise EnvelopeRefused(EnvelopeCause.HASH)
        former, files = list[blobs.BlobRow](), list[blobs.BlobRow]()
        try:
            for facts, sealed in zip(manifest.attachments, manifest.files, strict=True):
                rows = await blobs.blobs_of(
                    self._store, blob_owner(manifest.referral, facts.attachment)
                )
                if any(_is_held(row, facts, manifest.identity) for row in rows):
                    continue
                former += rows
                path = await self._fetching.recording(parcel, folder, manifest, facts, sealed)
                owner = blob_owner(manifest.referral, facts.attachment)
                files.append(
                    await blobs.adopt_blob(
                        self._store,
                        path,
                        manifest.identity,
                        "received",
                        owner,
                        facts.size_bytes,
                        facts.sha256,
                    )
                )
            await self._keeping.referral(name, opened, carried, files)
        except (KnownError, OSError):
            await asyncio.to_thread(blobs.drop_files, self._store, files)
            raise
        # Of an earlier version, or of a try that was cut off.
        for row in former:
            await blobs.delete_blob(self._store, row.blob)

    async def _acknowledge(self, parcel: ParcelId) -> None:
        await self._tokens.call(lambda token: receipt(self._client, token, parcel))


def _check_alone(parcel: Parcel) -> None:
    """Only a referral has files beside its envelope."""
    if [file.file for file in parcel.files] != [ENVELOPE_FILE]:
        raise EnvelopeRefused(EnvelopeCause.FORMAT)


def _is_held(row: blobs.BlobRow, facts: Attachment, identity: str) -> bool:
    """Tell whether a recording came with an earlier version, and can be opened with this key."""
    same = (row.sha256, row.size_bytes) == (facts.sha256, facts.size_bytes)
    return row.kind == "received" and row.identity == identity and same

# SPDX-License-Identifier: GPL-3.0-or-later
"""Take parcels in: fetch, verify everything, keep, and only then say that they arrived."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import assert_never

from app.attachments.names import clean_title
from app.errors import KnownError
from app.records.ids import ParcelId, UserId, is_id
from app.records.referral import Attachment, Referral, ReferralStatus, SignedReply
from app.referrals.additions import answered, answered_late, followed, may_follow
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
from app.referrals.kept import Kept, blob_owner, unpacked
from app.referrals.manifest import Kind, Manifest
from app.referrals.steps import may_tell, with_step
from app.signaling.http import ServerClient
from app.signaling.login import Tokens
from app.signaling.parcels import DownloadDamaged, receipt
from app.store import blobs
from app.store.access_log import put_access
from app.store.connection import disk_problem
from app.store.database import Connection, Store
from app.store.referrals import (
    Role,
    highest_version,
    note_refused,
    put_referral,
    put_seen,
    was_seen,
)
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
        self._identity = identity
        self._directory = directory
        self._clock = clock
        self._editing = editing

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
            highest = await highest_version(self._store, referral_of(raw))
            sender = UserId(parcel.sender)
            try:
                opened = open_envelope(raw, self._identity, directory.device, sender, highest)
            except EnvelopeRefused as error:
                if error.cause is not EnvelopeCause.SENDER or self._refresh is None:
                    raise
                # A colleague, or a computer, may be newer than the directory known here.
                directory = await self._refresh()
                opened = open_envelope(raw, self._identity, directory.device, sender, highest)
            if opened.manifest.recipient != self._identity.user:
                raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
            match opened.manifest.kind:
                case Kind.REFERRAL:
                    await self._take_referral(parcel, name, folder, opened)
                case Kind.REPLY:
                    await self._take_reply(parcel, name, opened, directory)
                case Kind.STEP:
                    await self._take_step(parcel, name, opened)
                case _:
                    assert_never(opened.manifest.kind)
        except OSError as error:
            raise disk_problem(error) from error

    async def _take_referral(
        self, parcel: Parcel, name: ParcelId, folder: Path, opened: OpenedEnvelope
    ) -> None:
        manifest = opened.manifest
        before = await find_referral(self._store, manifest.referral)
        if before is not None and (
            before.role != "received" or before.referral.sender != manifest.sender
        ):
            # Somebody uses the number of a referral that is not theirs.
            raise EnvelopeRefused(EnvelopeCause.SENDER)
        if before is not None and not may_follow(before.referral, manifest):
            raise EnvelopeRefused(EnvelopeCause.HASH)
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
            async with self._editing:
                await self._keep(name, opened, files)
        except (KnownError, OSError):
            await asyncio.to_thread(blobs.drop_files, self._store, files)
            raise
        # Of an earlier version, or of a try that was cut off.
        for row in former:
            await blobs.delete_blob(self._store, row.blob)

    async def _keep(
        self, name: ParcelId, opened: OpenedEnvelope, files: Sequence[blobs.BlobRow]
    ) -> None:
        """Let a referral, or what was added to one, become visible."""
        manifest = opened.manifest
        before = await find_referral(self._store, manifest.referral)
        if before is not None and not may_follow(before.referral, manifest):
            # It was answered while its files came.
            raise EnvelopeRefused(EnvelopeCause.HASH)
        referral = _received(manifest)
        if before is not None and manifest.additions:
            referral = followed(before.referral, manifest, referral.attachments)
        kept = dataclasses.replace(
            Kept() if before is None else unpacked(before.secret).without_referral(),
            identity=manifest.identity,
            parcel=name,
            manifest=opened.body,
            signature=opened.signature,
            signer_key=opened.sender.signing_key,
        )
        await self._commit(name, referral, "received", kept, manifest.version, files)

    async def _take_step(self, parcel: Parcel, name: ParcelId, opened: OpenedEnvelope) -> None:
        manifest = opened.manifest
        step = manifest.step
        if step is None or [f.file for f in parcel.files] != [ENVELOPE_FILE]:
            raise EnvelopeRefused(EnvelopeCause.FORMAT)
        async with self._editing:
            stored = await find_referral(self._store, manifest.referral)
            if stored is None:
                raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
            if step.by != manifest.sender or not may_tell(stored.referral, step):
                # Only the two of a case tell of it, each their own part.
                raise EnvelopeRefused(EnvelopeCause.SENDER)
            after = with_step(stored.referral, step)
            await self._commit(name, after, stored.role, unpacked(stored.secret), 0)

    async def _take_reply(
        self,
        parcel: Parcel,
        name: ParcelId,
        opened: OpenedEnvelope,
        directory: VerifiedDirectory,
    ) -> None:
        manifest = opened.manifest
        if manifest.reply is None or [f.file for f in parcel.files] != [ENVELOPE_FILE]:
            raise EnvelopeRefused(EnvelopeCause.FORMAT)
        async with self._editing:
            stored = await find_referral(self._store, manifest.referral)
            if stored is None or stored.role != "sent":
                raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
            if stored.referral.recipient != manifest.sender:
                raise EnvelopeRefused(EnvelopeCause.SENDER)
            kept = unpacked(stored.secret)
            if not kept.answered_by(manifest.answers):
                # It answers another text than any that was sent.
                raise EnvelopeRefused(EnvelopeCause.HASH)
            author = directory.practitioner(manifest.sender)
            signed = SignedReply(
                reply=manifest.reply,
                author=manifest.sender,
                author_name="" if author is None else author.name,
                author_unit="" if author is None else author.unit,
                signed=manifest.created,
            )
            crossed = kept.hash != manifest.answers and stored.referral.reply is None
            case = (answered_late if crossed else answered)(stored.referral, signed)
            kept = dataclasses.replace(
                kept.without_reply(),
                reply_parcel=name,
                reply_manifest=opened.body,
                reply_signature=opened.signature,
                reply_signer_key=opened.sender.signing_key,
            )
            await self._commit(name, case, "sent", kept, manifest.version)

    async def _commit(
        self,
        name: ParcelId,
        referral: Referral,
        role: Role,
        kept: Kept,
        version: int,
        files: Sequence[blobs.BlobRow] = (),
    ) -> None:
        """A referral becomes visible when all of it is here, in one transaction."""
        now, user = self._clock(), self._identity.user

        def work(connection: Connection) -> None:
            put_referral(connection, referral, role, kept.packed())
            put_seen(connection, name, referral.referral, version, now)
            for row in files:
                blobs.put_blob(connection, row)
            action = "reply-received" if role == "sent" else "referral-received"
            put_access(connection, now, user, action, referral.referral, None, "treatment")

        await self._store.run(work)

    async def _acknowledge(self, parcel: ParcelId) -> None:
        await self._tokens.call(lambda token: receipt(self._client, token, parcel))


def _received(manifest: Manifest) -> Referral:
    """Give the referral as it stands when it has come."""
    if manifest.form is None:
        raise EnvelopeRefused(EnvelopeCause.FORMAT)
    return Referral(
        referral=manifest.referral,
        form=manifest.form,
        # A sender that is not this program may write anything as a name.
        attachments=tuple(
            dataclasses.replace(facts, title=clean_title(facts.title))
            for facts in manifest.attachments
        ),
        status=ReferralStatus.RECEIVED,
        sender=manifest.sender,
        recipient=manifest.recipient,
        created=manifest.created,
        sent=manifest.created,
        additions=manifest.additions,
    )


def _is_held(row: blobs.BlobRow, facts: Attachment, identity: str) -> bool:
    """Tell whether a recording came with an earlier version, and can be opened with this key."""
    same = (row.sha256, row.size_bytes) == (facts.sha256, facts.size_bytes)
    return row.kind == "received" and row.identity == identity and same

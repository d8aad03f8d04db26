# SPDX-License-Identifier: GPL-3.0-or-later
"""Take parcels in: fetch, verify everything, keep, and only then say that they arrived."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import assert_never

from app.attachments.names import clean_title
from app.errors import KnownError
from app.records.ids import ParcelId, UserId, is_id
from app.records.referral import Attachment, Referral, ReferralStatus, SignedReply
from app.referrals.envelope import (
    ENVELOPE_FILE,
    MAX_ENVELOPE_BYTES,
    EnvelopeCause,
    EnvelopeRefused,
    OpenedEnvelope,
    open_envelope,
    referral_of,
)
from app.referrals.folders import incoming, quarantine, remove_incoming
from app.referrals.kept import Kept, blob_owner, unpacked
from app.referrals.manifest import Kind, Manifest, SealedFile
from app.referrals.sealed_files import open_file
from app.signaling.http import ServerClient
from app.signaling.login import Tokens
from app.signaling.parcels import DownloadDamaged, download_file, receipt
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
from signaling_server.wire_http import Parcel, ParcelFile

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
            await self._acknowledge(name)
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
            envelope = _file_of(parcel, ENVELOPE_FILE)
            if envelope.size_bytes > MAX_ENVELOPE_BYTES:
                raise EnvelopeRefused(EnvelopeCause.FORMAT)
            await self._fetch(name, envelope, folder)
            raw = await asyncio.to_thread((folder / ENVELOPE_FILE).read_bytes)
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
                case _:
                    assert_never(opened.manifest.kind)
        except OSError as error:
            raise disk_problem(error) from error

    async def _take_referral(
        self, parcel: Parcel, name: ParcelId, folder: Path, opened: OpenedEnvelope
    ) -> None:
        manifest = opened.manifest
        if manifest.form is None:
            raise EnvelopeRefused(EnvelopeCause.FORMAT)
        before = await find_referral(self._store, manifest.referral)
        if before is not None and (
            before.role != "received" or before.referral.sender != manifest.sender
        ):
            # Somebody uses the number of a referral that is not theirs.
            raise EnvelopeRefused(EnvelopeCause.SENDER)
        if {f.file for f in parcel.files} != {
            ENVELOPE_FILE,
            *(f.attachment for f in manifest.files),
        }:
            raise EnvelopeRefused(EnvelopeCause.HASH)
        former = [
            row
            for facts in manifest.attachments
            for row in await blobs.blobs_of(
                self._store, blob_owner(manifest.referral, facts.attachment)
            )
        ]
        written: list[blobs.BlobRow] = []
        try:
            for facts, sealed in zip(manifest.attachments, manifest.files, strict=True):
                content = await self._fetch_recording(parcel, folder, manifest, facts, sealed)
                owner = blob_owner(manifest.referral, facts.attachment)
                written.append(
                    await blobs.write_blob(self._store, io.BytesIO(content), "received", owner)
                )
        except (KnownError, OSError):
            await self._delete(written)
            raise
        referral = Referral(
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
        )
        kept = dataclasses.replace(
            Kept() if before is None else unpacked(before.secret),
            identity=manifest.identity,
            parcel=name,
            manifest=opened.body,
            signature=opened.signature,
            signer_key=opened.sender.signing_key,
        )
        async with self._editing:
            await self._commit(name, referral, "received", kept, manifest.version)
        # Of an earlier version, or of a try that was cut off.
        await self._delete(former)

    async def _fetch_recording(
        self,
        parcel: Parcel,
        folder: Path,
        manifest: Manifest,
        facts: Attachment,
        sealed: SealedFile,
    ) -> bytes:
        announced = _file_of(parcel, sealed.attachment)
        if (announced.size_bytes, announced.sha256) != (sealed.size_bytes, sealed.sha256):
            raise EnvelopeRefused(EnvelopeCause.HASH)
        await self._fetch(ParcelId(parcel.parcel), announced, folder)
        path = folder / sealed.attachment
        return await asyncio.to_thread(open_file, path, sealed, facts, manifest.identity)

    async def _delete(self, files: list[blobs.BlobRow]) -> None:
        for row in files:
            await blobs.delete_blob(self._store, row.blob)

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
            if not kept.manifest or kept.hash != manifest.answers:
                # It answers another text than the one that was sent.
                raise EnvelopeRefused(EnvelopeCause.HASH)
            author = directory.practitioner(manifest.sender)
            signed = SignedReply(
                reply=manifest.reply,
                author=manifest.sender,
                author_name="" if author is None else author.name,
                author_unit="" if author is None else author.unit,
                signed=manifest.created,
            )
            answered = dataclasses.replace(
                stored.referral, status=ReferralStatus.ANSWERED, reply=signed
            )
            kept = dataclasses.replace(
                kept,
                reply_parcel=name,
                reply_manifest=opened.body,
                reply_signature=opened.signature,
                reply_signer_key=opened.sender.signing_key,
            )
            await self._commit(name, answered, "sent", kept, manifest.version)

    async def _commit(
        self, name: ParcelId, referral: Referral, role: Role, kept: Kept, version: int
    ) -> None:
        """A referral becomes visible when all of it is here, in one transaction."""
        now, user = self._clock(), self._identity.user

        def work(connection: Connection) -> None:
            put_referral(connection, referral, role, kept.packed())
            put_seen(connection, name, referral.referral, version, now)
            action = "reply-received" if role == "sent" else "referral-received"
            put_access(connection, now, user, action, referral.referral, None, "treatment")

        await self._store.run(work)

    async def _fetch(self, parcel: ParcelId, file: ParcelFile, folder: Path) -> None:
        try:
            await self._download(parcel, file, folder)
        except DownloadDamaged:
            # A fault of the line or of this disk is no verdict on what was sent: once more.
            await self._download(parcel, file, folder)

    async def _download(self, parcel: ParcelId, file: ParcelFile, folder: Path) -> None:
        await self._tokens.call(
            lambda token: download_file(
                self._client, token, parcel, file, folder / file.file, lambda _: None
            )
        )

    async def _acknowledge(self, parcel: ParcelId) -> None:
        await self._tokens.call(lambda token: receipt(self._client, token, parcel))


def _file_of(parcel: Parcel, name: str) -> ParcelFile:
    """Find a file by the name that this program expects; the server's names are no paths."""
    found = [file for file in parcel.files if file.file == name]
    if len(found) != 1:
        raise EnvelopeRefused(EnvelopeCause.FORMAT)
    return found[0]

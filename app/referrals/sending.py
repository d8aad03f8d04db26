# SPDX-License-Identifier: GPL-3.0-or-later
"""Send a referral or a reply: seal it, then one transaction, and it goes out by itself."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.records.ids import ParcelId, ReferralId, UserId, from_bytes
from app.records.referral import (
    Attachment,
    Decision,
    Referral,
    ReferralStatus,
    Reply,
    SignedReply,
)
from app.referrals.additions import added, answered, may_write, missing_in_addition
from app.referrals.drafts import missing_in
from app.referrals.errors import (
    GivenToAnother,
    Missing,
    NoDevice,
    NoSuchReferral,
    NotComplete,
    WrongStatus,
)
from app.referrals.kept import Kept, blob_owner, unpacked
from app.referrals.manifest import Kind, Manifest, SealedFile, read_manifest
from app.referrals.posting import post
from app.referrals.sealing import Spool, device_ids, devices_for
from app.referrals.whose_files import WhoseFiles
from app.store import blobs
from app.store.access_log import put_access
from app.store.database import Connection, Store
from app.store.outbox import OutboxRow
from app.store.outbox import put as put_outbox
from app.store.referrals import StoredReferral, put_referral, remove_reply_draft
from app.store.referrals import referral as find_referral
from app.vault.age_files import AgeIdentity, age_identity, new_age_identity
from app.vault.identity import OwnIdentity
from app.vault.streams import Writable
from app.vault.trust import TrustedDevice, VerifiedDirectory

PURPOSE: Final = "treatment"
ANSWERABLE: Final = (
    ReferralStatus.RECEIVED,
    ReferralStatus.ALLOCATED,
    ReferralStatus.IN_REVIEW,
    ReferralStatus.MORE_WANTED,
)


class Sending:
    """The way from a finished text to a row in the outbox. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        spool: Spool,
        identity: OwnIdentity,
        directory: Callable[[], VerifiedDirectory | None],
        clock: Callable[[], datetime],
        editing: asyncio.Lock,
        whose: WhoseFiles,
    ) -> None:
        """``editing`` is held by whoever changes a stored referral."""
        self._whose = whose
        self._store = store
        self._spool = spool
        self._identity = identity
        self._directory = directory
        self._clock = clock
        self._editing = editing

    async def send(self, referral: ReferralId, recipient: UserId) -> None:
        """Seal a draft for its recipient; when this returns it will arrive, kill or power cut.

        Raises:
            NotComplete, OtherPatient, NoDevice, NoSuchReferral, WrongStatus, StoreFull: it stays
                a draft.
        """
        async with self._editing:
            stored = await self._stored(referral, "sent")
            draft = stored.referral
            if draft.status is not ReferralStatus.DRAFT:
                raise WrongStatus
            if missing := missing_in(draft):
                raise NotComplete(missing)
            if recipient == self._identity.user:
                raise NotComplete((Missing.RECIPIENT,))
            await self._whose.check(draft)
            devices = devices_for(self._directory(), self._identity, recipient)
            now = self._clock()
            parcel = ParcelId(from_bytes(secrets.token_bytes(16)))
            keys = new_age_identity()
            files = [
                await self._sealed(referral, parcel, facts, keys) for facts in draft.attachments
            ]
            manifest = Manifest(
                kind=Kind.REFERRAL,
                referral=referral,
                version=unpacked(stored.secret).version + 1,
                sender=self._identity.user,
                sender_device=self._identity.device,
                recipient=recipient,
                devices=device_ids(devices),
                created=now,
                form=draft.form,
                attachments=draft.attachments,
                files=tuple(files),
                identity=keys.identity,
            )
            spooled, proof = await asyncio.to_thread(
                self._spool.seal_manifest, parcel, manifest, self._identity, devices
            )
            sent = dataclasses.replace(
                draft, status=ReferralStatus.SENDING, recipient=recipient, sent=now
            )
            row = OutboxRow(parcel, Kind.REFERRAL.value, referral, parcel, spooled, now.timestamp())
            await self._commit(sent, "sent", proof, row, "referral-sent")

    async def send_addition(self, referral: ReferralId) -> None:
        """Send what was added, with all that was sent before, as the case's next version.

        What was sealed before is not sealed, or brought to the server, a second time.

        Raises:
            NotComplete, OtherPatient, NoDevice, NoSuchReferral, NoSuchBlob, WrongStatus, StoreFull:
                it stays as it is.
        """
        async with self._editing:
            stored = await self._stored(referral, "sent")
            before, recipient = stored.referral, stored.referral.recipient
            if before.adding is None or recipient is None or not may_write(before):
                raise WrongStatus
            if missing := missing_in_addition(before.adding):
                raise NotComplete(missing)
            await self._whose.check(before)
            recipients, devices = self._readers(before)
            kept, now = unpacked(stored.secret), self._clock()
            case = added(before, now)
            parcel = ParcelId(from_bytes(secrets.token_bytes(16)))
            keys = age_identity(kept.identity)
            sealed = {file.attachment: file for file in read_manifest(kept.manifest).files}
            try:
                files = [
                    await self._sealed(referral, parcel, facts, keys, sealed.get(facts.attachment))
                    for facts in case.attachments
                ]
            except BaseException:
                # On a full disk, what is left of one try must not be in the way of the next.
                self._spool.remove(parcel)
                raise
            manifest = Manifest(
                kind=Kind.REFERRAL,
                referral=referral,
                version=kept.version + 1,
                sender=self._identity.user,
                sender_device=self._identity.device,
                recipient=recipient,
                devices=device_ids(devices),
                created=now,
                form=case.form,
                attachments=case.attachments,
                files=tuple(files),
                identity=kept.identity,
                additions=case.additions,
                answerer=None if before.allocation is None else before.answerer,
                allocation=kept.allocation,
            )
            spooled, proof = await asyncio.to_thread(
                self._spool.seal_manifest, parcel, manifest, self._identity, devices
            )
            kept = dataclasses.replace(
                kept.without_referral(),
                came_back="",
                parcel=parcel,
                version=proof.version,
                manifest=proof.manifest,
                signature=proof.signature,
                signer_key=proof.signer_key,
            )
            row = OutboxRow(
                parcel,
                Kind.REFERRAL.value,
                referral,
                parcel,
                spooled,
                now.timestamp(),
                recipients=recipients,
                devices=manifest.devices,
            )
            await self._commit(case, "sent", kept, row, "referral-sent")

    def _readers(self, case: Referral) -> tuple[tuple[UserId, ...], tuple[TrustedDevice, ...]]:
        """List who gets what is added, and their devices: who answers, and the coordinator who may
        have to choose another."""
        directory = self._directory()
        wanted = (case.answerer, case.recipient) if case.allocation else (case.recipient,)
        there = [
            user
            for user in wanted
            if user is not None and directory is not None and directory.devices_of(user)
        ]
        if not there:
            raise NoDevice
        devices = devices_for(directory, self._identity, there[0])
        for user in there[1:]:
            devices = (*devices, *(() if directory is None else directory.devices_of(user)))
        return tuple(there), devices

    async def reply(self, referral: ReferralId, reply: Reply) -> None:
        """Sign and seal an answer; it goes out like a referral.

        Raises:
            GivenToAnother, NoDevice, NoSuchReferral, WrongStatus, StoreFull: it stays a draft.
        """
        assert reply.decision is not Decision.OPEN, "a screen asks for it first"
        async with self._editing:
            stored = await self._stored(referral, "received")
            if stored.referral.status not in ANSWERABLE:
                raise WrongStatus
            if stored.referral.answerer != self._identity.user:
                raise GivenToAnother
            kept = unpacked(stored.secret)
            devices = devices_for(self._directory(), self._identity, stored.referral.sender)
            now = self._clock()
            parcel = ParcelId(from_bytes(secrets.token_bytes(16)))
            manifest = Manifest(
                kind=Kind.REPLY,
                referral=referral,
                version=kept.reply_version + 1,
                sender=self._identity.user,
                sender_device=self._identity.device,
                recipient=stored.referral.sender,
                devices=device_ids(devices),
                created=now,
                answers=kept.hash,
                reply=reply,
                allocation=kept.allocation,
            )
            spooled, proof = await asyncio.to_thread(
                self._spool.seal_manifest, parcel, manifest, self._identity, devices
            )
            signed = SignedReply(
                reply, self._identity.user, self._identity.name, self._identity.unit, now
            )
            kept = dataclasses.replace(
                kept.without_reply(),
                came_back="",
                reply_parcel=parcel,
                reply_version=proof.version,
                reply_manifest=proof.manifest,
                reply_signature=proof.signature,
                reply_signer_key=proof.signer_key,
            )
            row = OutboxRow(parcel, Kind.REPLY.value, referral, parcel, spooled, now.timestamp())
            case = answered(stored.referral, signed)
            await self._commit(case, "received", kept, row, "reply-sent")

    async def _commit(
        self, referral: Referral, role: str, kept: Kept, row: OutboxRow, action: str
    ) -> None:
        """Make the wish and the change one thing: both on the disk, or neither."""
        now, user = self._clock(), self._identity.user

        def work(connection: Connection) -> None:
            put_referral(
                connection, referral, "sent" if role == "sent" else "received", kept.packed()
            )
            put_outbox(connection, row)
            remove_reply_draft(connection, referral.referral)
            put_access(connection, now, user, action, referral.referral, None, PURPOSE)

        await post(self._store, self._spool, (row.parcel,), work)

    async def _sealed(
        self,
        referral: ReferralId,
        parcel: ParcelId,
        facts: Attachment,
        keys: AgeIdentity,
        before: SealedFile | None = None,
    ) -> SealedFile:
        """Put a recording into a parcel: as it was sealed before, where it was and still is."""
        rows = await blobs.blobs_of(self._store, blob_owner(referral, facts.attachment))
        there = [r for r in rows if r.kind == "travel" and r.identity == keys.identity]
        if before is not None and there:
            place = self._store.blobs / there[-1].file
            await asyncio.to_thread(self._spool.link_recording, parcel, before, place)
            return before
        travel = next((row for row in rows if row.kind == "travel"), None)
        if travel is None or travel.sha256 != facts.sha256:
            raise blobs.NoSuchBlob("row")

        def give(target: Writable) -> None:
            blobs.unseal_blob(self._store, travel, target)

        return await asyncio.to_thread(self._spool.seal_recording, parcel, facts, give, keys)

    async def _stored(self, referral: ReferralId, role: str) -> StoredReferral:
        stored = await find_referral(self._store, referral)
        if stored is None:
            raise NoSuchReferral
        if stored.role != role:
            raise WrongStatus
        return stored

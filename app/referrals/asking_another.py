# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask a second specialist about what was sent, as a case of its own.

The envelope is new, signed for the second recipient and under a key of its own. It carries the same
age identity, so that no recording is sealed, or brought to the server, a second time.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime

from app.records.ids import ParcelId, ReferralId, UserId, from_bytes
from app.records.referral import Referral, ReferralStatus
from app.referrals.additions import whole_form
from app.referrals.errors import Missing, NoSuchReferral, NotComplete, WrongStatus
from app.referrals.kept import Kept, blob_owner, unpacked
from app.referrals.manifest import Kind, Manifest, SealedFile, read_manifest
from app.referrals.sealing import Spool, device_ids, devices_for
from app.referrals.steps import answerers
from app.store import blobs
from app.store.access_log import put_access
from app.store.database import Connection, Store
from app.store.outbox import OutboxRow
from app.store.outbox import put as put_outbox
from app.store.referrals import StoredReferral, put_referral
from app.store.referrals import referral as find_referral
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory

_NOT_THERE = (ReferralStatus.DRAFT, ReferralStatus.SENDING)


class AskingAnother:
    """The way from one referral to another of the same content. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        spool: Spool,
        identity: OwnIdentity,
        directory: Callable[[], VerifiedDirectory | None],
        clock: Callable[[], datetime],
        editing: asyncio.Lock,
    ) -> None:
        """``editing`` is held by whoever changes a stored referral."""
        self._store = store
        self._spool = spool
        self._identity = identity
        self._directory = directory
        self._clock = clock
        self._editing = editing

    async def ask(self, referral: ReferralId, recipient: UserId) -> ReferralId:
        """Send what a referral says to somebody else as well; gives the new referral's number.

        Raises:
            WrongStatus: it is not with its first recipient yet.
            NotComplete: it is for that recipient already, or for its own sender.
            NoDevice, NoSuchReferral, NoSuchBlob, StoreFull: nothing was sent.
        """
        async with self._editing:
            stored = await find_referral(self._store, referral)
            if stored is None:
                raise NoSuchReferral
            if stored.role != "sent" or stored.referral.status in _NOT_THERE:
                raise WrongStatus
            if recipient in (self._identity.user, *answerers(stored.referral)):
                raise NotComplete((Missing.RECIPIENT,))
            return await self._send(stored, recipient)

    async def _send(self, stored: StoredReferral, recipient: UserId) -> ReferralId:
        before, kept = stored.referral, unpacked(stored.secret)
        form = whole_form(before)
        devices = devices_for(self._directory(), self._identity, recipient)
        number = ReferralId(from_bytes(secrets.token_bytes(16)))
        parcel = ParcelId(from_bytes(secrets.token_bytes(16)))
        now, user = self._clock(), self._identity.user
        sealed = read_manifest(kept.manifest).files
        copies: list[blobs.BlobRow] = []
        try:
            for file in sealed:
                copies += await self._again(before.referral, number, parcel, file, kept)
            manifest = Manifest(
                kind=Kind.REFERRAL,
                referral=number,
                version=1,
                sender=user,
                sender_device=self._identity.device,
                recipient=recipient,
                devices=device_ids(devices),
                created=now,
                form=form,
                attachments=before.attachments,
                files=sealed,
                identity=kept.identity,
            )
            spooled, proof = await asyncio.to_thread(
                self._spool.seal_manifest, parcel, manifest, self._identity, devices
            )
            second = Referral(
                referral=number,
                form=form,
                attachments=before.attachments,
                status=ReferralStatus.SENDING,
                sender=user,
                recipient=recipient,
                created=now,
                sent=now,
            )
            row = OutboxRow(parcel, Kind.REFERRAL.value, number, parcel, spooled, now.timestamp())

            def work(connection: Connection) -> None:
                put_referral(connection, second, "sent", proof.packed())
                for copy in copies:
                    blobs.put_blob(connection, copy)
                put_outbox(connection, row)
                put_access(connection, now, user, "referral-sent", number, None, "treatment")

            await self._store.run(work)
        except asyncio.CancelledError:
            raise  # It may be sent already; else the next start sweeps what has no row.
        except BaseException:
            await asyncio.to_thread(blobs.drop_files, self._store, copies)
            self._spool.remove(parcel)
            raise
        return number

    async def _again(
        self,
        referral: ReferralId,
        number: ReferralId,
        parcel: ParcelId,
        file: SealedFile,
        kept: Kept,
    ) -> list[blobs.BlobRow]:
        """Give a recording's files a second name each: in the new case, and on its way out."""
        rows = await blobs.blobs_of(self._store, blob_owner(referral, file.attachment))
        travel = [row for row in rows if row.kind == "travel" and row.identity == kept.identity]
        if not travel:
            raise blobs.NoSuchBlob("row")
        place = self._store.blobs / travel[-1].file
        await asyncio.to_thread(self._spool.link_recording, parcel, file, place)
        owner = blob_owner(number, file.attachment)
        return [
            await blobs.adopt_blob(
                self._store,
                self._store.blobs / row.file,
                row.identity,
                row.kind,
                owner,
                row.size_bytes,
                row.sha256,
            )
            for row in rows
        ]

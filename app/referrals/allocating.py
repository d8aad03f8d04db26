# SPDX-License-Identifier: GPL-3.0-or-later
"""Let a coordinator choose who answers a referral that was sent to them.

The specialist gets the sender's own signed words, in an envelope of the coordinator's. The
recordings go as they came: they are neither sealed nor brought to the server a second time.
"""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from app.records.ids import ParcelId, ReferralId, UserId, from_bytes
from app.records.referral import CaseStep, StepKind
from app.referrals.allocation import SignedBytes, sign_allocation
from app.referrals.carried import checked_original
from app.referrals.envelope import EnvelopeRefused
from app.referrals.errors import NoDevice, NoSuchReferral, SenderGone, WrongStatus
from app.referrals.kept import Kept, blob_owner, unpacked
from app.referrals.manifest import Kind, Manifest, SealedFile, read_manifest
from app.referrals.posting import post
from app.referrals.sealing import Spool, device_ids, devices_for
from app.referrals.sending import PURPOSE
from app.referrals.specialists import specialists
from app.referrals.steps import MAX_REASON_TEXT, with_step
from app.referrals.views import Candidate
from app.referrals.whose import ALLOCATABLE, Part, is_open, part_of
from app.store import blobs
from app.store.access_log import put_access
from app.store.database import Connection, Store
from app.store.outbox import OutboxRow
from app.store.outbox import put as put_outbox
from app.store.referrals import StoredReferral, put_referral, referrals
from app.store.referrals import referral as find_referral
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory


class Allocating:
    """Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        spool: Spool,
        identity: OwnIdentity,
        directory: Callable[[], VerifiedDirectory | None],
        clock: Callable[[], datetime],
        editing: asyncio.Lock,
        told: Callable[[], None],
    ) -> None:
        """``editing`` is held by whoever changes a stored referral; ``told`` is called when
        something was put in the outbox."""
        self._store = store
        self._spool = spool
        self._identity = identity
        self._directory = directory
        self._clock = clock
        self._editing = editing
        self._told = told

    async def candidates(self, referral: ReferralId) -> tuple[Candidate, ...]:
        """List who may answer a referral, each with the open cases that this user gave them.

        Raises:
            NoSuchReferral, WrongStatus: it is not this user's to allocate.
        """
        stored = await self._stored(referral)
        cases = [row.referral for row in await referrals(self._store, "received")]
        load = Counter(case.answerer for case in cases if is_open(case.status))
        specialty, sender = stored.referral.form.specialty, stored.referral.sender
        directory = self._directory()
        people = specialists(directory, specialty, self._identity.user) if directory else ()
        return tuple(
            Candidate(person, load[person.user])
            for person in people
            if not person.coordinates and person.user != sender
        )

    async def allocate(self, referral: ReferralId, to: UserId, reason: str = "") -> None:
        """Give a referral to a specialist, or to another one; when this returns it will arrive.

        Raises:
            WrongStatus: it is answered, with that specialist already, or not this user's.
            SenderGone: nobody could verify it any more.
            NoDevice, NoSuchReferral, NoSuchBlob, StoreFull: nothing was changed.
        """
        candidates = await self.candidates(referral)
        if all(candidate.person.user != to for candidate in candidates):
            raise NoDevice
        async with self._editing:
            stored = await self._stored(referral)
            before, kept = stored.referral, unpacked(stored.secret)
            same = before.answerer == to and not kept.came_back
            if before.status not in ALLOCATABLE or same:
                raise WrongStatus
            self._check_sender(kept)
            step = CaseStep(
                StepKind.ALLOCATED,
                self._clock(),
                self._identity.user,
                version=before.version,
                to=to,
                reason=reason.strip()[:MAX_REASON_TEXT],
            )
            await self._commit(stored, kept, step, to)
        self._told()

    def _check_sender(self, kept: Kept) -> None:
        """Judge the sender's words as the specialist's program will."""
        directory = self._directory()
        if directory is None:
            raise NoDevice
        try:
            checked_original(SignedBytes(kept.manifest, kept.signature), directory)
        except EnvelopeRefused as error:
            raise SenderGone from error

    async def _commit(self, stored: StoredReferral, kept: Kept, step: CaseStep, to: UserId) -> None:
        referral, user = stored.referral.referral, self._identity.user
        devices = devices_for(self._directory(), self._identity, to)
        parcel = ParcelId(from_bytes(secrets.token_bytes(16)))
        manifest = Manifest(
            kind=Kind.ALLOCATION,
            referral=referral,
            version=1,
            sender=user,
            sender_device=self._identity.device,
            recipient=to,
            devices=device_ids(devices),
            created=step.at,
            allocation=sign_allocation(referral, kept.hash, step, self._identity),
            original=SignedBytes(kept.manifest, kept.signature),
        )
        files = read_manifest(kept.manifest).files
        try:
            for file in files:
                await self._link(referral, parcel, file, kept)
        except BaseException:
            self._spool.remove(parcel)
            raise
        spooled, _ = await asyncio.to_thread(
            self._spool.seal_manifest, parcel, manifest, self._identity, devices, files
        )
        after = with_step(stored.referral, step)
        secret = dataclasses.replace(kept, came_back="").packed()
        row = OutboxRow(
            parcel,
            Kind.ALLOCATION.value,
            referral,
            parcel,
            spooled,
            step.at.timestamp(),
            recipients=(to,),
            devices=manifest.devices,
        )

        def work(connection: Connection) -> None:
            put_referral(connection, after, "received", secret)
            put_outbox(connection, row)
            put_access(connection, step.at, user, "referral-allocated", referral, None, PURPOSE)

        await post(self._store, self._spool, (parcel,), work)

    async def _link(
        self, referral: ReferralId, parcel: ParcelId, file: SealedFile, kept: Kept
    ) -> None:
        rows = await blobs.blobs_of(self._store, blob_owner(referral, file.attachment))
        there = [r for r in rows if r.kind == "received" and r.identity == kept.identity]
        if not there:
            raise blobs.NoSuchBlob("row")
        place = self._store.blobs / there[-1].file
        await asyncio.to_thread(self._spool.link_recording, parcel, file, place)

    async def _stored(self, referral: ReferralId) -> StoredReferral:
        stored = await find_referral(self._store, referral)
        if stored is None:
            raise NoSuchReferral
        directory = self._directory()
        person = None if directory is None else directory.practitioner(self._identity.user)
        # As whoever opens it will ask the directory.
        coordinates = person is not None and person.coordinates
        part = part_of(stored.referral, self._identity.user, coordinates=coordinates)
        if stored.role != "received" or part is not Part.ALLOCATE:
            raise WrongStatus
        return stored

# SPDX-License-Identifier: GPL-3.0-or-later
"""What a verified envelope makes of the case on this disk: all of it in one transaction."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime

from app.attachments.names import clean_title
from app.records.ids import ParcelId, UserId
from app.records.referral import Referral, ReferralStatus, SignedReply
from app.referrals.additions import (
    answered,
    answered_late,
    followed,
    may_follow,
    stands_beside,
)
from app.referrals.carried import Carried
from app.referrals.envelope import EnvelopeCause, EnvelopeRefused, OpenedEnvelope
from app.referrals.errors import Hindrance
from app.referrals.kept import Kept, unpacked
from app.referrals.manifest import Manifest
from app.referrals.steps import answerers, arrived, is_for, may_tell, with_step
from app.store import blobs
from app.store.access_log import put_access
from app.store.database import Connection, Store
from app.store.referrals import Role, StoredReferral, put_referral, put_seen
from app.store.referrals import referral as find_referral
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory


class Keeping:
    """Belongs to the asyncio thread. What does not fit the case as it stands is refused."""

    def __init__(
        self,
        store: Store,
        identity: OwnIdentity,
        clock: Callable[[], datetime],
        editing: asyncio.Lock,
    ) -> None:
        """``editing`` is held by whoever changes a stored referral."""
        self._store = store
        self._identity = identity
        self._clock = clock
        self._editing = editing

    async def referral(
        self,
        name: ParcelId,
        opened: OpenedEnvelope,
        carried: Carried,
        files: Sequence[blobs.BlobRow],
    ) -> None:
        """Let a referral, what was added to one, or a choice of who answers, become visible.

        Raises:
            EnvelopeRefused: nothing was kept.
            StoreFull, StoreFailed: nothing was kept.
        """
        manifest = opened.manifest
        async with self._editing:
            before = await find_referral(self._store, manifest.referral)
            # It may have been answered while its files came.
            check_follows(before, opened)
            kept = Kept() if before is None else unpacked(before.secret)
            if before is not None and kept.answered_by(opened.hash):
                # It was here before, and is this user's again.
                referral = before.referral
            else:
                referral = _received(manifest)
                if before is not None and manifest.additions:
                    referral = followed(before.referral, manifest, referral.attachments)
                kept = dataclasses.replace(
                    kept.without_referral(),
                    identity=manifest.identity,
                    parcel=name,
                    manifest=opened.body,
                    signature=opened.signature,
                    signer_key=opened.sender.signing_key,
                )
            referral, kept = _allocated(referral, kept, carried)
            if manifest.answerer not in (None, referral.answerer) and self._chooses(referral):
                # It came for somebody who has the case no more.
                kept = dataclasses.replace(kept, came_back=Hindrance.ADDED.value)
            if referral.status is ReferralStatus.RECEIVED:
                referral = arrived(referral)
            sender, version = manifest.sender, manifest.version
            await self._commit(name, referral, "received", kept, sender, version, files)

    async def step(self, name: ParcelId, opened: OpenedEnvelope, carried: Carried) -> None:
        """Note a step of the other side. Raises as ``referral``."""
        manifest = opened.manifest
        step = manifest.step
        if step is None:
            raise EnvelopeRefused(EnvelopeCause.FORMAT)
        async with self._editing:
            stored = await find_referral(self._store, manifest.referral)
            if stored is None:
                raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
            before, kept = _allocated(stored.referral, unpacked(stored.secret), carried)
            _check_knows(stored, carried)
            if (
                step.by != manifest.sender
                or not may_tell(before, step)
                or not is_for(before, step, self._identity.user)
            ):
                # Only those of a case tell of it, each their own part.
                raise EnvelopeRefused(EnvelopeCause.SENDER)
            after = with_step(before, step)
            await self._commit(name, after, stored.role, kept, manifest.sender, 0)

    async def reply(
        self,
        name: ParcelId,
        opened: OpenedEnvelope,
        carried: Carried,
        directory: VerifiedDirectory,
    ) -> None:
        """Note the answer to a referral. Raises as ``referral``."""
        manifest = opened.manifest
        if manifest.reply is None:
            raise EnvelopeRefused(EnvelopeCause.FORMAT)
        async with self._editing:
            stored = await find_referral(self._store, manifest.referral)
            if stored is None or stored.role != "sent":
                raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
            before, kept = _allocated(stored.referral, unpacked(stored.secret), carried)
            _check_knows(stored, carried)
            if manifest.sender not in answerers(before):
                raise EnvelopeRefused(EnvelopeCause.SENDER)
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
            older = kept.is_older(manifest.answers, answered=before.reply is not None)
            beside = stands_beside(before, manifest.sender, older=older)
            case = (answered_late if beside else answered)(before, signed)
            kept = dataclasses.replace(
                kept.without_reply(),
                reply_parcel=name,
                reply_manifest=opened.body,
                reply_signature=opened.signature,
                reply_signer_key=opened.sender.signing_key,
            )
            await self._commit(name, case, "sent", kept, manifest.sender, manifest.version)

    def _chooses(self, referral: Referral) -> bool:
        return referral.recipient == self._identity.user and referral.allocation is not None

    async def _commit(
        self,
        name: ParcelId,
        referral: Referral,
        role: Role,
        kept: Kept,
        sender: UserId,
        version: int,
        files: Sequence[blobs.BlobRow] = (),
    ) -> None:
        """A referral becomes visible when all of it is here, in one transaction."""
        now, user = self._clock(), self._identity.user

        def work(connection: Connection) -> None:
            put_referral(connection, referral, role, kept.packed())
            put_seen(connection, name, referral.referral, version, now, sender)
            for row in files:
                blobs.put_blob(connection, row)
            action = "reply-received" if role == "sent" else "referral-received"
            put_access(connection, now, user, action, referral.referral, None, "treatment")

        await self._store.run(work)


def check_follows(before: StoredReferral | None, opened: OpenedEnvelope) -> None:
    """Check that what has come may take the place of what is here.

    Raises:
        EnvelopeRefused: with SENDER or HASH.
    """
    if before is None:
        return
    manifest = opened.manifest
    if before.role != "received" or before.referral.sender != manifest.sender:
        # Somebody uses the number of a referral that is not theirs.
        raise EnvelopeRefused(EnvelopeCause.SENDER)
    known = unpacked(before.secret).answered_by(opened.hash)
    if not known and not may_follow(before.referral, manifest):
        raise EnvelopeRefused(EnvelopeCause.HASH)


def _allocated(referral: Referral, kept: Kept, carried: Carried) -> tuple[Referral, Kept]:
    """Add the choice of who answers that came with an envelope, where it is new here."""
    if carried.step is None or carried.fresh is None:
        return referral, kept
    if not may_tell(referral, carried.step):
        raise EnvelopeRefused(EnvelopeCause.SENDER)
    chosen = with_step(referral, carried.step)
    if chosen.allocation == carried.step:
        kept = dataclasses.replace(kept, allocation=carried.signed)
    return chosen, kept


def _check_knows(stored: StoredReferral, carried: Carried) -> None:
    """Check at its sender that a text was allocated which was really sent."""
    fresh = carried.fresh
    if fresh is None or stored.role != "sent":
        return
    if not unpacked(stored.secret).answered_by(fresh.manifest):
        raise EnvelopeRefused(EnvelopeCause.HASH)


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

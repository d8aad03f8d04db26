# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrals being written: the form, and recordings from the file to the sealed copy."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.attachments.intake import NotAccepted, Refusal
from app.attachments.names import clean_title
from app.records.ids import AttachmentId, ReferralId, from_bytes
from app.records.referral import (
    Adding,
    Attachment,
    Referral,
    ReferralForm,
    ReferralStatus,
    Slot,
    Specialty,
)
from app.records.specialty_questions import QUESTIONS, unanswered
from app.referrals.additions import may_write, unexplained, with_written, written
from app.referrals.errors import Missing, NoSuchAttachment, NoSuchReferral, WrongStatus
from app.referrals.kept import blob_owner
from app.referrals.manifest import MAX_ATTACHMENTS
from app.referrals.taking_in import Taken, Told, check_patient, take_in
from app.referrals.whose_files import WhoseFiles
from app.store import blobs
from app.store.database import Connection, Store
from app.store.referrals import put_referral, save_referral
from app.store.referrals import referral as find_referral
from app.vault.identity import OwnIdentity


class Drafts:
    """Everything that can be done to a referral before it is sent. Belongs to the asyncio thread.

    Each change is on the disk when the call returns, so there is nothing to save at the end.
    """

    def __init__(
        self,
        store: Store,
        identity: OwnIdentity,
        clock: Callable[[], datetime],
        editing: asyncio.Lock,
        whose: WhoseFiles,
    ) -> None:
        """``editing`` is held by whoever changes a stored referral."""
        self._whose = whose
        self._store = store
        self._identity = identity
        self._clock = clock
        self._editing = editing

    async def new(self, form: ReferralForm) -> Referral:
        """Begin a referral."""
        draft = Referral(
            referral=ReferralId(from_bytes(secrets.token_bytes(16))),
            form=form,
            attachments=(),
            status=ReferralStatus.DRAFT,
            sender=self._identity.user,
            recipient=None,
            created=self._clock(),
        )
        await save_referral(self._store, draft, "sent", b"")
        return draft

    async def draft(self, referral: ReferralId) -> Referral:
        """Read a draft, or a case that is being added to.

        Raises:
            NoSuchReferral, WrongStatus.
        """
        draft, _ = await self._draft(referral)
        return draft

    async def save_form(self, referral: ReferralId, form: ReferralForm) -> None:
        """Keep what was typed.

        Raises:
            NoSuchReferral, WrongStatus.
        """
        async with self._editing:
            draft, secret = await self._draft(referral)
            if draft.status is not ReferralStatus.DRAFT:
                raise WrongStatus
            await save_referral(self._store, dataclasses.replace(draft, form=form), "sent", secret)

    async def save_addition(self, referral: ReferralId, text: str) -> None:
        """Keep what was typed to go with what the specialist asks for.

        Raises:
            NoSuchReferral, WrongStatus.
        """
        async with self._editing:
            case, secret = await self._draft(referral)
            if case.status is ReferralStatus.DRAFT:
                raise WrongStatus
            adding = dataclasses.replace(case.adding or Adding(), text=text)
            case = dataclasses.replace(case, adding=adding)
            await save_referral(self._store, case, "sent", secret)

    async def attach(
        self,
        referral: ReferralId,
        slot: Slot,
        source: Path | bytes,
        title: str,
        told: Told | None = None,
    ) -> Attachment:
        """Take a recording in: known by content, cleaned, judged; the original stays sealed.

        One that was taken before for the same view goes, as it was to be taken again. ``told``
        hears in a worker thread how much of a video is done. Cancelling leaves nothing behind.

        Raises:
            NotAccepted: with the reason; nothing was added.
            NoSuchReferral, WrongStatus, StoreFull.
        """
        draft, _ = await self._draft(referral)
        _room_for(slot, draft)
        attachment = AttachmentId(from_bytes(secrets.token_bytes(16)))
        owner = blob_owner(referral, attachment)
        taken = await take_in(self._store, source, owner, slot, draft.form, told)
        facts = Attachment(
            attachment=attachment,
            slot=slot,
            title=clean_title(title, otherwise=slot.value),
            media_type=taken.media_type,
            size_bytes=taken.copy.size_bytes,
            sha256=taken.copy.sha256,
            original_sha256=taken.original.sha256,
            quality=taken.quality,
        )
        # What is there as a whole is added as a whole, also when nobody waits for it any more.
        await asyncio.shield(self._add(referral, facts, taken))
        if taken.patient is not None:
            self._whose.learn(facts.original_sha256, taken.patient)
        return facts

    async def _add(self, referral: ReferralId, facts: Attachment, taken: Taken) -> None:
        """Add a recording to its draft, files and facts in one go, or drop its files."""
        try:
            async with self._editing:
                draft, secret = await self._draft(referral)
                # The name may have been changed while the file was being opened.
                check_patient(taken.patient, draft.form)
                others = _room_for(facts.slot, draft)
                more = with_written(draft, (*others, facts))

                def work(connection: Connection) -> None:
                    blobs.put_blob(connection, taken.original)
                    blobs.put_blob(connection, taken.copy)
                    put_referral(connection, more, "sent", secret)

                await self._store.run(work)
        except Exception:
            await asyncio.to_thread(blobs.drop_files, self._store, (taken.original, taken.copy))
            raise
        for gone in written(draft):
            if gone not in others:
                await self._delete_files(referral, gone.attachment)

    async def keep(self, referral: ReferralId, attachment: AttachmentId, reason: str) -> None:
        """Keep a recording in spite of its quality; the reason travels with it.

        Raises:
            NoSuchReferral, NoSuchAttachment, WrongStatus.
        """
        async with self._editing:
            draft, secret = await self._draft(referral)
            if all(item.attachment != attachment for item in written(draft)):
                raise NoSuchAttachment
            changed = tuple(
                dataclasses.replace(item, kept_reason=reason.strip())
                if item.attachment == attachment
                else item
                for item in written(draft)
            )
            await save_referral(self._store, with_written(draft, changed), "sent", secret)

    async def remove(self, referral: ReferralId, attachment: AttachmentId) -> None:
        """Take a recording out again and delete its files.

        Raises:
            NoSuchReferral, NoSuchAttachment, WrongStatus.
        """
        async with self._editing:
            draft, secret = await self._draft(referral)
            left = tuple(item for item in written(draft) if item.attachment != attachment)
            if len(left) == len(written(draft)):
                raise NoSuchAttachment
            await save_referral(self._store, with_written(draft, left), "sent", secret)
        await self._delete_files(referral, attachment)

    async def _delete_files(self, referral: ReferralId, attachment: AttachmentId) -> None:
        for row in await blobs.blobs_of(self._store, blob_owner(referral, attachment)):
            await blobs.delete_blob(self._store, row.blob)

    async def _draft(self, referral: ReferralId) -> tuple[Referral, bytes]:
        stored = await find_referral(self._store, referral)
        if stored is None:
            raise NoSuchReferral
        if stored.role != "sent" or not may_write(stored.referral):
            raise WrongStatus
        return stored.referral, stored.secret


def missing_in(draft: Referral) -> tuple[Missing, ...]:
    """List what a draft needs before it can be sent. Consent before sending: F10."""
    missing = []
    if not draft.form.patient_name.strip():
        missing.append(Missing.PATIENT)
    if not draft.form.question.strip():
        missing.append(Missing.QUESTION)
    if not _says_where(draft.form) or unanswered(
        QUESTIONS[draft.form.specialty], draft.form.answers
    ):
        missing.append(Missing.SPECIALTY)
    if not draft.form.consent:
        missing.append(Missing.CONSENT)
    if any(unexplained(attachment) for attachment in draft.attachments):
        missing.append(Missing.REASON)
    return tuple(missing)


def _says_where(form: ReferralForm) -> bool:
    """Of the skin, place and duration are part of every question."""
    if form.specialty is not Specialty.DERMATOLOGY:
        return True
    return bool(form.body_site.strip() and form.duration.strip())


def _room_for(slot: Slot, draft: Referral) -> tuple[Attachment, ...]:
    """Give what stays beside a new recording of this view.

    Raises:
        NotAccepted: there is no room for it.
    """
    others = tuple(a for a in written(draft) if a.slot is not slot or slot is Slot.OTHER)
    sent = () if draft.status is ReferralStatus.DRAFT else draft.attachments
    if len(sent) + len(others) >= MAX_ATTACHMENTS:
        raise NotAccepted(Refusal.TOO_MANY)
    return others

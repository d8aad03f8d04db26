# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrals being written: the form, and recordings from the file to the sealed copy."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import io
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.attachments.dicom_patient import same_patient
from app.attachments.examine import Examined, examine
from app.attachments.intake import NotAccepted, Refusal
from app.attachments.names import clean_title
from app.attachments.quality import judge
from app.attachments.source import read_file
from app.records.ids import AttachmentId, ReferralId, from_bytes
from app.records.media_facts import MediaType, Quality, QualityVerdict
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
from app.referrals.whose_files import WhoseFiles, names_nobody
from app.store import blobs
from app.store.database import Store
from app.store.referrals import referral as find_referral
from app.store.referrals import save_referral
from app.vault.identity import OwnIdentity

_NOT_JUDGED = (MediaType.DICOM, MediaType.PDF)
"""Light and sharpness are asked of photographs; a scan or a letter is neither."""


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
        self, referral: ReferralId, slot: Slot, source: Path | bytes, title: str
    ) -> Attachment:
        """Take a recording in: known by content, cleaned, judged; the original stays sealed.

        One that was taken before for the same view goes, as it was to be taken again.

        Raises:
            NotAccepted: with the reason; nothing was added.
            NoSuchReferral, WrongStatus, StoreFull.
        """
        draft, _ = await self._draft(referral)
        content = (
            source if isinstance(source, bytes) else await asyncio.to_thread(read_file, source)
        )
        examined, quality = await asyncio.to_thread(_examine, content, slot, draft.form)
        attachment = AttachmentId(from_bytes(secrets.token_bytes(16)))
        facts = Attachment(
            attachment=attachment,
            slot=slot,
            title=clean_title(title, otherwise=slot.value),
            media_type=examined.copy.media_type,
            size_bytes=len(examined.copy.content),
            sha256=hashlib.sha256(examined.copy.content).hexdigest(),
            original_sha256=hashlib.sha256(content).hexdigest(),
            quality=quality,
        )
        async with self._editing:
            draft, secret = await self._draft(referral)
            # The name may have been changed while the file was being opened.
            _check_patient(examined, draft.form)
            former = [a for a in written(draft) if a.slot is slot is not Slot.OTHER]
            others = tuple(a for a in written(draft) if a not in former)
            sent = () if draft.status is ReferralStatus.DRAFT else draft.attachments
            if len(sent) + len(others) >= MAX_ATTACHMENTS:
                raise NotAccepted(Refusal.TOO_MANY)
            owner = blob_owner(referral, attachment)
            original, copy = io.BytesIO(content), io.BytesIO(examined.copy.content)
            await blobs.write_blob(self._store, original, "original", owner)
            await blobs.write_blob(self._store, copy, "travel", owner)
            more = with_written(draft, (*others, facts))
            await save_referral(self._store, more, "sent", secret)
        if examined.patient is not None:
            self._whose.learn(facts.original_sha256, examined.patient)
        for gone in former:
            await self._delete_files(referral, gone.attachment)
        return facts

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


def _examine(content: bytes, slot: Slot, form: ReferralForm) -> tuple[Examined, Quality]:
    examined = examine(content)
    _check_patient(examined, form)
    # A close-up of the skin is measured; other views only show where it is.
    scale = form.specialty is Specialty.DERMATOLOGY and slot is Slot.CLOSE_UP
    if examined.shown is None or examined.media_type in _NOT_JUDGED:
        return examined, Quality(QualityVerdict.GOOD)
    return examined, judge(examined.shown, scale_expected=scale)


def _check_patient(examined: Examined, form: ReferralForm) -> None:
    """Let no DICOM file of one patient into the referral of another."""
    patient = examined.patient
    if patient is None or names_nobody(patient):
        return
    if not form.patient_name.strip():
        raise NotAccepted(Refusal.PATIENT_UNKNOWN, examined.media_type)
    if not same_patient(patient, form.patient_name, form.patient_birth_date):
        raise NotAccepted(Refusal.OTHER_PATIENT, examined.media_type)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose the DICOM files of a draft are, asked again when its patient has another name.

What a file says of its patient is kept nowhere beside the file: the sealed original is read again,
in a confined process, and the answer lives in memory as long as this program runs.
"""

from __future__ import annotations

import asyncio

from app.attachments.dicom_files import dicom_patient
from app.attachments.dicom_patient import DicomPatient, same_patient
from app.errors import KnownError
from app.records.ids import AttachmentId, ReferralId
from app.records.media_facts import MediaType
from app.records.referral import Attachment, Referral, ReferralForm
from app.referrals.additions import written
from app.referrals.kept import blob_owner
from app.store import blobs
from app.store.database import Store


class OtherPatient(KnownError):
    """A DICOM file in this referral names another patient, or another birth date, than the referral
    does, so it was not sent. It is kept as a draft with all its files. Remove the marked file, or
    correct the name and the date of birth."""

    def __init__(self, attachments: tuple[AttachmentId, ...]) -> None:
        super().__init__(attachments)
        self.attachments = attachments


def names_nobody(patient: DicomPatient) -> bool:
    """Tell whether a file leaves open whose it is."""
    return patient.removed or not patient.name.strip("^ ")


class WhoseFiles:
    """Belongs to the asyncio thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, DicomPatient] = {}
        """By the SHA-256 of the original; in memory only."""

    def learn(self, original_sha256: str, patient: DicomPatient) -> None:
        """Remember what a file said as it was taken in."""
        self._known[original_sha256] = patient

    def forget(self) -> None:
        """Remember nobody."""
        self._known.clear()

    async def of_others(self, draft: Referral) -> tuple[AttachmentId, ...]:
        """List the files not yet sent that name another patient than the draft does.

        Raises:
            CannotDecode, NoSuchBlob, Tampered, StoreFailed: it cannot be told.
        """
        if not draft.form.patient_name.strip():
            # Somebody is just writing it; without a name nothing is sent.
            return ()
        return tuple(
            [
                facts.attachment
                for facts in written(draft)
                if facts.media_type is MediaType.DICOM
                and _is_other(await self._patient(draft.referral, facts), draft.form)
            ]
        )

    async def check(self, draft: Referral) -> None:
        """Refuse a draft with a file of somebody else.

        Raises:
            OtherPatient: with these files; and as ``of_others``.
        """
        found = await self.of_others(draft)
        if found:
            raise OtherPatient(found)

    async def _patient(self, referral: ReferralId, facts: Attachment) -> DicomPatient:
        known = self._known.get(facts.original_sha256)
        if known is None:
            rows = await blobs.blobs_of(self._store, blob_owner(referral, facts.attachment))
            original = next((row for row in rows if row.kind == "original"), None)
            if original is None:
                raise blobs.NoSuchBlob("row")
            content = await blobs.open_blob(self._store, original.blob)
            known = await asyncio.to_thread(dicom_patient, content)
            self.learn(facts.original_sha256, known)
        return known


def _is_other(patient: DicomPatient, form: ReferralForm) -> bool:
    if names_nobody(patient):
        return False
    return not same_patient(patient, form.patient_name, form.patient_birth_date)

# SPDX-License-Identifier: GPL-3.0-or-later
"""A draft whose patient gets another name after a DICOM file was added: blocked, nothing lost."""

from __future__ import annotations

import asyncio
from datetime import date

import numpy as np
import pytest

from app.attachments.intake import NotAccepted, Refusal
from app.records.ids import ReferralId
from app.records.referral import Attachment, ReferralStatus, Slot
from app.referrals.kept import blob_owner
from app.referrals.whose_files import OtherPatient
from app.store import blobs
from tests.fakes.documents import dicom
from tests.fakes.recordings import demo
from tests.fakes.referrals import form
from tests.referrals.test_drafts import GREY, Surgery, surgery

__all__ = ["surgery"]

SCAN = dicom(GREY, "Solbakken^Astrid Canary")
OTHER = dicom(np.rot90(GREY).copy(), "Solbakken^Astrid Canary")
NOBODY = dicom(GREY, "", PatientBirthDate="")


async def with_scan(surgery: Surgery, scan: bytes = SCAN) -> tuple[ReferralId, Attachment]:
    """Write a draft with a photo and a scan."""
    draft = await surgery.desk.service.new_draft(form())
    service = surgery.desk.service
    await service.attach(draft.referral, Slot.CLOSE_UP, demo("derm_close.jpg"), "Close-up")
    return draft.referral, await service.attach(draft.referral, Slot.OTHER, scan, "Ultralyd")


@pytest.mark.parametrize(
    "changes",
    [
        {"patient_name": "Ola Nordmann"},
        {"patient_birth_date": date(1961, 12, 4)},
    ],
)
async def test_a_renamed_draft_is_not_sent_until_it_is_right_again(
    surgery: Surgery, changes: dict[str, object]
) -> None:
    number, scan = await with_scan(surgery)
    service = surgery.desk.service
    assert await service.of_other_patients(number) == ()
    await service.save_form(number, form(**changes))
    assert await service.of_other_patients(number) == (scan.attachment,)
    with pytest.raises(OtherPatient) as refused:
        await service.send(number, surgery.skin.user)
    assert refused.value.attachments == (scan.attachment,)
    draft = await service.draft(number)
    assert (draft.status, len(draft.attachments)) == (ReferralStatus.DRAFT, 2)
    # After a restart the file itself is asked again.
    await surgery.desk.close()
    await surgery.desk.open()
    service = surgery.desk.service
    with pytest.raises(OtherPatient):
        await service.send(number, surgery.skin.user)
    picture = await service.picture(number, scan.attachment)
    assert (picture.width, picture.height) == (16, 16)
    await service.save_form(number, form())
    await service.send(number, surgery.skin.user)
    for path in surgery.desk.profile.rglob("*"):
        if path.is_file():
            assert b"Solbakken" not in path.read_bytes()


async def test_without_the_stranger_it_is_sent(surgery: Surgery) -> None:
    number, scan = await with_scan(surgery)
    service = surgery.desk.service
    second = await service.attach(number, Slot.OTHER, OTHER, "Ultralyd 2")
    await service.save_form(number, form(patient_name="Ola Nordmann"))
    strangers = (scan.attachment, second.attachment)
    assert await service.of_other_patients(number) == strangers
    for stranger in strangers:
        await service.remove(number, stranger)
    assert await service.of_other_patients(number) == ()
    await service.send(number, surgery.skin.user)


async def test_who_is_just_typing_is_left_alone_and_a_file_of_nobody_contradicts_nobody(
    surgery: Surgery,
) -> None:
    number, _ = await with_scan(surgery, NOBODY)
    service = surgery.desk.service
    await service.save_form(number, form(patient_name="Ola Nordmann"))
    assert await service.of_other_patients(number) == ()
    named = await service.attach(number, Slot.OTHER, dicom(GREY, "Nordmann^Ola"), "x")
    await service.save_form(number, form(patient_name=" "))
    assert await service.of_other_patients(number) == ()
    await service.save_form(number, form(patient_name="Kari Nordmann"))
    assert await service.of_other_patients(number) == (named.attachment,)


async def test_a_name_changed_while_the_file_is_opened_is_seen(surgery: Surgery) -> None:
    service = surgery.desk.service
    draft = await service.new_draft(form())
    adding = asyncio.gather(
        service.attach(draft.referral, Slot.OTHER, SCAN, "Ultralyd"), return_exceptions=True
    )
    await service.save_form(draft.referral, form(patient_name="Ola Nordmann"))
    (refused,) = await adding
    assert isinstance(refused, NotAccepted)
    assert refused.reason is Refusal.OTHER_PATIENT
    assert (await service.draft(draft.referral)).attachments == ()


async def test_an_original_that_is_gone_proves_nothing(surgery: Surgery) -> None:
    number, scan = await with_scan(surgery)
    for row in await blobs.blobs_of(surgery.desk.store, blob_owner(number, scan.attachment)):
        if row.kind == "original":
            await blobs.delete_blob(surgery.desk.store, row.blob)
    await surgery.desk.close()
    await surgery.desk.open()
    with pytest.raises(blobs.NoSuchBlob):
        await surgery.desk.service.send(number, surgery.skin.user)
    assert (await surgery.desk.service.draft(number)).status is ReferralStatus.DRAFT

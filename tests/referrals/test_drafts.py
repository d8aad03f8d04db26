# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing and sending without a server: everything is on this disk, nothing goes missing."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from app.attachments.intake import NotAccepted, Refusal
from app.records.ids import AttachmentId, ReferralId
from app.records.media_facts import MediaType, QualityProblem, QualityVerdict
from app.records.referral import ReferralStatus, Slot, Specialty
from app.referrals.errors import (
    Missing,
    NoDevice,
    NoSuchAttachment,
    NoSuchReferral,
    NotComplete,
    WrongStatus,
)
from app.referrals.kept import blob_owner
from app.store import blobs, outbox
from app.store.access_log import access_rows, verify_chain
from app.store.referrals import referral as find_referral
from tests.fakes.documents import dicom, pdf
from tests.fakes.people import Clinic
from tests.fakes.recordings import DEMO, demo, with_planted_metadata
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form, reply

GREY = np.arange(256, dtype=np.uint8).reshape(16, 16)
# Discard port: nothing answers there.
NOWHERE = "http://127.0.0.1:9"


class Surgery:
    """A GP's desk far from any server, and a dermatologist in the directory."""

    def __init__(self, folder: Path) -> None:
        self.clinic = Clinic()
        self.gp = self.clinic.add("Sondre Dahl", "GP")
        self.skin = self.clinic.add("Eira Nygård", "Dermatologist", "dermatology")
        self.heart = self.clinic.add("Ole Berg", "Cardiologist", "heart-and-lung")
        self.directory = self.clinic.directory()
        self.desk = Desk(self.gp, folder / "gp", NOWHERE, lambda: self.directory)


@pytest.fixture
async def surgery(tmp_path: Path) -> AsyncIterator[Surgery]:
    surgery = Surgery(tmp_path)
    await surgery.desk.open()
    yield surgery
    await surgery.desk.close()


async def test_a_draft_is_kept_with_each_change(surgery: Surgery) -> None:
    service = surgery.desk.service
    draft = await service.new_draft(form(""))
    await service.save_form(draft.referral, form("Is it a melanoma?"))
    await surgery.desk.until(lambda v: bool(v.drafts) and v.drafts[0].question.startswith("Is it"))
    await surgery.desk.close()
    await surgery.desk.open()
    (row,) = surgery.desk.view.drafts
    assert (row.referral, row.status) == (draft.referral, ReferralStatus.DRAFT)
    assert row.question == "Is it a melanoma?"


async def test_a_recording_is_cleaned_judged_and_its_original_kept(
    surgery: Surgery, tmp_path: Path
) -> None:
    service, store = surgery.desk.service, surgery.desk.store
    original = with_planted_metadata(demo("derm_close.jpg"), "jpg", tmp_path)
    draft = await service.new_draft(form())
    facts = await service.attach(draft.referral, Slot.CLOSE_UP, original, "../Lesion\u202e.jpg")
    assert facts.title == "Lesion.jpg"
    assert facts.media_type is MediaType.JPEG
    assert facts.quality.verdict is QualityVerdict.GOOD
    assert facts.original_sha256 == hashlib.sha256(original).hexdigest()
    rows = {
        row.kind: row
        for row in await blobs.blobs_of(store, blob_owner(draft.referral, facts.attachment))
    }
    assert await blobs.open_blob(store, rows["original"].blob) == original
    travel = await blobs.open_blob(store, rows["travel"].blob)
    assert hashlib.sha256(travel).hexdigest() == facts.sha256
    assert b"CANARY" not in travel
    picture = await service.picture(draft.referral, facts.attachment)
    assert (picture.width, picture.height) == (640, 480)
    small = await service.thumbnail(draft.referral, facts.attachment, 96)
    assert (small.width, small.height) == (96, 72)
    for path in surgery.desk.profile.rglob("*"):
        if path.is_file():
            assert b"SERIAL-4711-CANARY" not in path.read_bytes()


async def test_a_file_on_disk_is_attached_and_removed(surgery: Surgery) -> None:
    service, store = surgery.desk.service, surgery.desk.store
    draft = await service.new_draft(form(specialty=Specialty.HEART_AND_LUNG))
    path = DEMO / "heart_murmur_mitral.wav"
    facts = await service.attach(draft.referral, Slot.HEART_MITRAL, path, "Mitral")
    assert facts.quality.problems == (QualityProblem.CONTACT_NOISE,)
    assert (await service.sound(draft.referral, facts.attachment)).seconds == 8.0
    await service.remove(draft.referral, facts.attachment)
    assert await blobs.blobs_of(store, blob_owner(draft.referral, facts.attachment)) == ()
    assert (await service.open(draft.referral)).referral.attachments == ()
    with pytest.raises(NoSuchAttachment):
        await service.remove(draft.referral, facts.attachment)
    with pytest.raises(NoSuchAttachment):
        await service.picture(draft.referral, facts.attachment)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b"PK\x03\x04 letter.docx", Refusal.UNKNOWN),
        (b"%PDF-1.7", Refusal.DAMAGED),
        (pdf() + b"PK\x05\x06" + bytes(18), Refusal.POLYGLOT),
        (dicom(GREY, "Solbakken^Ola"), Refusal.OTHER_PATIENT),
        (dicom(GREY, "Solbakken^Astrid", PatientBirthDate="19620412"), Refusal.OTHER_PATIENT),
        (demo("derm_close.jpg")[:9000], Refusal.DAMAGED),
        (Path("/nowhere/at/all.jpg"), Refusal.NO_FILE),
        (Path("/dev/zero"), Refusal.NOT_A_FILE),
    ],
)
async def test_what_is_not_taken_changes_nothing(
    surgery: Surgery, source: bytes | Path, reason: Refusal
) -> None:
    service = surgery.desk.service
    draft = await service.new_draft(form())
    with pytest.raises(NotAccepted) as caught:
        await service.attach(draft.referral, Slot.OTHER, source, "x")
    assert caught.value.reason is reason
    assert (await service.open(draft.referral)).referral == draft


async def test_a_dicom_file_of_this_patient_and_a_letter_are_taken(surgery: Surgery) -> None:
    service = surgery.desk.service
    draft = await service.new_draft(form())
    scan = dicom(GREY, "Solbakken^Astrid Canary")
    facts = await service.attach(draft.referral, Slot.OTHER, scan, "Ultralyd")
    assert facts.media_type is MediaType.DICOM
    assert facts.quality.verdict is QualityVerdict.GOOD
    picture = await service.picture(draft.referral, facts.attachment)
    assert (picture.width, picture.height) == (16, 16)
    letter = await service.attach(draft.referral, Slot.OTHER, pdf(), "Epikrise")
    assert letter.media_type is MediaType.PNG
    unnamed = await service.new_draft(form(patient_name=" "))
    with pytest.raises(NotAccepted) as caught:
        await service.attach(unnamed.referral, Slot.OTHER, scan, "Ultralyd")
    assert caught.value.reason is Refusal.PATIENT_UNKNOWN


async def test_a_referral_is_sent_only_when_complete(surgery: Surgery) -> None:
    service = surgery.desk.service
    draft = await service.new_draft(form(" ", patient_name="", consent=False))
    blurred = await service.attach(
        draft.referral, Slot.LANDMARK, DEMO / "derm_landmark_blur.jpg", "Landmark"
    )
    assert blurred.quality.verdict is QualityVerdict.BAD
    with pytest.raises(NotComplete) as caught:
        await service.send(draft.referral, surgery.skin.user)
    assert caught.value.missing == (
        *(Missing.PATIENT, Missing.QUESTION, Missing.CONSENT, Missing.REASON),
    )
    await service.save_form(draft.referral, form())
    await service.keep(draft.referral, blurred.attachment, " The patient had to leave ")
    with pytest.raises(NotComplete):
        await service.send(draft.referral, surgery.gp.user)
    await service.send(draft.referral, surgery.skin.user)
    shown = (await service.open(draft.referral)).referral
    assert shown.status is ReferralStatus.SENDING
    assert shown.attachments[0].kept_reason == "The patient had to leave"
    assert shown.due is not None and shown.sent is not None


async def test_offline_it_waits_and_says_so(surgery: Surgery) -> None:
    service = surgery.desk.service
    draft = await service.new_draft(form())
    await service.attach(draft.referral, Slot.CLOSE_UP, DEMO / "derm_close.jpg", "Close-up")
    await service.send(draft.referral, surgery.skin.user)
    view = await surgery.desk.until(lambda v: v.outbox.waiting_for_server)
    assert (view.outbox.items, view.outbox.sent_bytes, view.outbox.failed) == (1, 0, 0)
    assert view.outbox.total_bytes > 40_000
    (row,) = await outbox.pending(surgery.desk.store)
    sealed = [surgery.desk.profile / file.path for file in row.spool]
    before = [path.read_bytes() for path in sealed]
    for content in before:
        assert b"Astrid" not in content and b"Melanoma" not in content
    await surgery.desk.close()
    await surgery.desk.open()
    await surgery.desk.service.retry_now()
    await surgery.desk.until(lambda v: v.outbox.waiting_for_server)
    assert [path.read_bytes() for path in sealed] == before
    assert all(path.stat().st_mode & 0o077 == 0 for path in sealed)


async def test_what_was_sent_can_no_longer_be_changed(surgery: Surgery) -> None:
    service = surgery.desk.service
    draft = await service.new_draft(form())
    await service.send(draft.referral, surgery.skin.user)
    for attempt in (
        service.save_form(draft.referral, form("Other")),
        service.attach(draft.referral, Slot.OTHER, demo("derm_close.jpg"), "x"),
        service.keep(draft.referral, AttachmentId("0" * 32), "x"),
        service.send(draft.referral, surgery.skin.user),
        service.acknowledge(draft.referral),
        service.reply(draft.referral, reply()),
        service.save_reply_draft(draft.referral, reply()),
    ):
        with pytest.raises(WrongStatus):
            await attempt
    with pytest.raises(NoSuchReferral):
        await service.open(ReferralId("f" * 32))


async def test_recipients_are_specialists_with_a_device_in_force(surgery: Surgery) -> None:
    service = surgery.desk.service
    found = await service.recipients(Specialty.DERMATOLOGY)
    assert [person.name for person in found] == ["Eira Nygård"]
    draft = await service.new_draft(form())
    surgery.clinic.revoke(surgery.skin.device)
    surgery.directory = surgery.clinic.directory()
    assert await service.recipients(Specialty.DERMATOLOGY) == ()
    with pytest.raises(NoDevice):
        await service.send(draft.referral, surgery.skin.user)
    stored = await find_referral(surgery.desk.store, draft.referral)
    assert stored is not None and stored.referral == draft
    assert await outbox.pending(surgery.desk.store) == ()


async def test_what_a_crash_left_unsealed_is_swept(surgery: Surgery) -> None:
    service, store = surgery.desk.service, surgery.desk.store
    draft = await service.new_draft(form())
    await service.send(draft.referral, surgery.skin.user)
    (row,) = await outbox.pending(store)
    await surgery.desk.close()
    orphan = surgery.desk.profile / "spool" / ("e" * 32)
    orphan.mkdir()
    (orphan / "envelope").write_bytes(b"left by a crash")
    await surgery.desk.open()
    assert not orphan.exists()
    assert all((surgery.desk.profile / file.path).exists() for file in row.spool)


async def test_every_look_is_in_the_access_log(surgery: Surgery) -> None:
    service, store = surgery.desk.service, surgery.desk.store
    draft = await service.new_draft(form())
    facts = await service.attach(draft.referral, Slot.CLOSE_UP, DEMO / "derm_close.jpg", "Close-up")
    await service.open(draft.referral)
    await service.thumbnail(draft.referral, facts.attachment, 64)
    await service.send(draft.referral, surgery.skin.user)
    actions = [(row.action, row.object_id) for row in await access_rows(store)]
    assert actions == [
        ("referral-opened", draft.referral),
        ("recording-opened", facts.attachment),
        ("referral-sent", draft.referral),
    ]
    assert await verify_chain(store)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What an envelope of an allocated case carries is judged by itself, in every form it can have."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import ReferralId, UserId
from app.records.referral import CaseStep, StepKind
from app.referrals.allocation import (
    MAX_ALLOCATION_BYTES,
    BadAllocation,
    SignedBytes,
    read_allocation,
    sign_allocation,
)
from app.referrals.carried import checked_original, judged
from app.referrals.envelope import (
    MAX_ENVELOPE_BYTES,
    SIGNATURE_CONTEXT,
    EnvelopeCause,
    EnvelopeRefused,
    OpenedEnvelope,
    open_envelope,
    seal_envelope,
)
from app.referrals.manifest import (
    MAX_MANIFEST_BYTES,
    BadManifest,
    Kind,
    Manifest,
    manifest_hash,
    read_manifest,
    write_manifest,
)
from app.vault.age_files import new_age_identity
from tests.fakes.people import Clinic
from tests.fakes.referrals import form, reply

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
NUMBER = ReferralId("a" * 32)


class Ward:
    """A GP's referral to a coordinator, and the coordinator's word that Eira answers it."""

    def __init__(self, history: str = "") -> None:
        self.clinic = Clinic()
        self.gp = self.clinic.add("Sondre Dahl", "GP")
        self.kari = self.clinic.add("Kari Moen", "Coordinator", "dermatology")
        self.eira = self.clinic.add("Eira Nygård", "Dermatologist", "dermatology")
        self.mona = self.clinic.add("Mona Lie", "Dermatologist", "dermatology")
        self.directory = self.clinic.directory()
        self.referral = Manifest(
            kind=Kind.REFERRAL,
            referral=NUMBER,
            version=1,
            sender=self.gp.user,
            sender_device=self.gp.device,
            recipient=self.kari.user,
            devices=(self.kari.device, self.gp.device),
            created=NOW,
            form=form(history=history),
            identity=new_age_identity().identity,
        )
        body = write_manifest(self.referral)
        self.original = SignedBytes(body, self.gp.signing_key.sign(SIGNATURE_CONTEXT, body))
        self.step = CaseStep(StepKind.ALLOCATED, NOW, self.kari.user, to=self.eira.user)
        self.word = sign_allocation(NUMBER, manifest_hash(body), self.step, self.kari)
        self.allocation = dataclasses.replace(
            self.referral,
            kind=Kind.ALLOCATION,
            sender=self.kari.user,
            sender_device=self.kari.device,
            recipient=self.eira.user,
            devices=(self.eira.device, self.kari.device),
            form=None,
            identity="",
            original=self.original,
            allocation=self.word,
        )

    def opened(self, manifest: Manifest) -> OpenedEnvelope:
        """Seal and open what Kari sends to Eira."""
        body = write_manifest(manifest)
        found = [self.directory.device(device) for device in manifest.devices]
        devices = [device for device in found if device is not None]
        raw = seal_envelope(NUMBER, body, self.kari.signing_key, devices)
        assert len(raw) <= MAX_ENVELOPE_BYTES
        return open_envelope(raw, self.eira, self.directory.device, self.kari.user, 9)


@pytest.fixture(scope="module")
def ward() -> Ward:
    return Ward()


def test_the_specialist_gets_the_senders_own_envelope_content(ward: Ward) -> None:
    carried = judged(ward.opened(ward.allocation), ward.eira.user, ward.directory, ())
    assert carried.step == ward.step
    assert carried.signed == ward.word
    assert carried.original is not None
    assert (carried.original.manifest, carried.original.body) == (
        ward.referral,
        ward.original.body,
    )
    assert carried.original.sender.user == ward.gp.user


def test_the_longest_referral_can_be_handed_on() -> None:
    ward = Ward(history="ø" * 470_000)
    assert MAX_MANIFEST_BYTES * 9 // 10 < len(ward.original.body) <= MAX_MANIFEST_BYTES
    carried = judged(ward.opened(ward.allocation), ward.eira.user, ward.directory, ())
    assert carried.original is not None
    too_long = dataclasses.replace(ward.referral, form=form(history="ø" * 560_000))
    with pytest.raises(BadManifest):
        read_manifest(write_manifest(too_long))


def test_what_was_known_holds_when_whoever_chose_has_left(ward: Ward) -> None:
    answer = dataclasses.replace(
        ward.allocation,
        kind=Kind.REPLY,
        sender=ward.eira.user,
        recipient=ward.gp.user,
        original=None,
        reply=reply(),
        answers=manifest_hash(ward.original.body),
    )
    opened = dataclasses.replace(ward.opened(ward.allocation), manifest=answer)
    clinic = ward.clinic
    for leaves in (ward.kari.user, ward.kari.device):
        clinic.revoke(leaves)
        left = clinic.directory()
        assert judged(opened, ward.gp.user, left, (ward.step,)).step == ward.step
        with pytest.raises(EnvelopeRefused) as refused:
            judged(opened, ward.gp.user, left, ())
        assert refused.value.cause is EnvelopeCause.SENDER


def test_a_choice_without_the_coordinators_word_is_none() -> None:
    ward = Ward()
    told = dataclasses.replace(
        ward.allocation, kind=Kind.STEP, original=None, allocation=None, step=ward.step
    )
    with pytest.raises(EnvelopeRefused):
        judged(ward.opened(told), ward.eira.user, ward.directory, ())
    whole = dataclasses.replace(told, allocation=ward.word)
    assert judged(ward.opened(whole), ward.eira.user, ward.directory, ()).step == ward.step
    other = dataclasses.replace(ward.step, to=ward.mona.user)
    with pytest.raises(EnvelopeRefused):
        judged(
            ward.opened(dataclasses.replace(whole, step=other)), ward.eira.user, ward.directory, ()
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"original": None},
        {"allocation": None},
        {"form": form()},
        {"reply": reply()},
        {"step": CaseStep(StepKind.REVIEW_BEGAN, NOW, UserId("b" * 32))},
        {"answerer": UserId("b" * 32)},
        {"kind": Kind.REFERRAL, "form": form(), "identity": "x"},
        {"kind": Kind.REPLY, "reply": reply(), "answers": "0" * 64},
    ],
    ids=lambda changes: ", ".join(changes),
)
def test_manifests_of_wrong_form_are_refused(ward: Ward, changes: dict[str, object]) -> None:
    wrong = dataclasses.replace(ward.allocation, **changes)  # type: ignore[arg-type]
    with pytest.raises(BadManifest):
        read_manifest(write_manifest(wrong))


@pytest.mark.parametrize("whose", ["sender", "recipient", "nobody"])
def test_a_referral_goes_beside_its_recipient_to_somebody_else(ward: Ward, whose: str) -> None:
    right = dataclasses.replace(ward.referral, answerer=ward.eira.user, allocation=ward.word)
    assert read_manifest(write_manifest(right)) == right
    users = {"sender": ward.gp.user, "recipient": ward.kari.user, "nobody": UserId("?")}
    with pytest.raises(BadManifest):
        read_manifest(write_manifest(dataclasses.replace(right, answerer=users[whose])))
    with pytest.raises(BadManifest):
        read_manifest(write_manifest(dataclasses.replace(right, allocation=None)))


def test_an_original_is_a_referral_of_somebody_who_counts(ward: Ward) -> None:
    assert checked_original(ward.original, ward.directory).manifest == ward.referral
    body = write_manifest(ward.allocation)
    signed = SignedBytes(body, ward.kari.signing_key.sign(SIGNATURE_CONTEXT, body))
    for wrong, cause in (
        (signed, EnvelopeCause.FORMAT),
        (SignedBytes(b"{}", b""), EnvelopeCause.FORMAT),
        (SignedBytes(ward.original.body, bytes(64)), EnvelopeCause.SIGNATURE),
    ):
        with pytest.raises(EnvelopeRefused) as refused:
            checked_original(wrong, ward.directory)
        assert refused.value.cause is cause


@given(st.binary(max_size=400))
def test_the_parser_of_a_choice_raises_one_error(body: bytes) -> None:
    with pytest.raises(BadAllocation):
        read_allocation(body)


def test_a_choice_is_short_and_of_a_known_version(ward: Ward) -> None:
    assert read_allocation(ward.word.body).step == ward.step
    for wrong in (
        ward.word.body.replace(b'"format":1', b'"format":2'),
        ward.word.body + b" " * MAX_ALLOCATION_BYTES,
    ):
        assert wrong != ward.word.body
        with pytest.raises(BadAllocation):
            read_allocation(wrong)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Every attack on an envelope is refused, beside a control run without it that passes."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from app.records.ids import DeviceId, ReferralId, UserId
from app.referrals import envelope as module
from app.referrals.envelope import (
    EnvelopeCause,
    EnvelopeRefused,
    OpenedEnvelope,
    open_envelope,
    seal_envelope,
)
from app.referrals.manifest import (
    BadManifest,
    Kind,
    Manifest,
    manifest_hash,
    padded_size,
    read_manifest,
    write_manifest,
)
from app.vault.age_files import new_age_identity
from app.vault.identity import OwnIdentity, SigningKey
from app.vault.sealing import derive, wrap
from app.vault.trust import TrustedDevice
from tests.fakes.people import Clinic
from tests.fakes.referrals import form, reply

REFERRAL = ReferralId("a" * 32)
OTHER_REFERRAL = ReferralId("b" * 32)


class Case:
    """A GP, a dermatologist and somebody else, and one referral between the first two."""

    def __init__(self) -> None:
        self.clinic = Clinic()
        self.gp = self.clinic.add("Sondre Dahl", "GP")
        self.skin = self.clinic.add("Eira Nygård", "Dermatologist", "dermatology")
        self.other = self.clinic.add("Mona Lie", "Dermatologist", "dermatology")
        self.directory = self.clinic.directory()
        self.highest = 0
        self.manifest = Manifest(
            kind=Kind.REFERRAL,
            referral=REFERRAL,
            version=1,
            sender=self.gp.user,
            sender_device=self.gp.device,
            recipient=self.skin.user,
            devices=(self.skin.device, self.gp.device),
            created=datetime(2026, 11, 23, 8, tzinfo=UTC),
            form=form(),
            identity=new_age_identity().identity,
        )

    def device(self, identity: OwnIdentity) -> TrustedDevice:
        found = self.directory.device(identity.device)
        assert found is not None
        return found

    def seal(
        self,
        manifest: Manifest | None = None,
        *,
        key: SigningKey | None = None,
        devices: tuple[OwnIdentity, ...] | None = None,
        referral: ReferralId = REFERRAL,
    ) -> bytes:
        return seal_envelope(
            referral,
            write_manifest(manifest or self.manifest),
            key or self.gp.signing_key,
            [self.device(d) for d in devices or (self.skin, self.gp)],
        )

    def open(
        self, raw: bytes, reader: OwnIdentity | None = None, sender: UserId | None = None
    ) -> OpenedEnvelope:
        return open_envelope(
            raw,
            reader or self.skin,
            self.directory.device,
            sender or self.gp.user,
            self.highest,
        )

    def cause(
        self, raw: bytes, reader: OwnIdentity | None = None, sender: UserId | None = None
    ) -> EnvelopeCause:
        with pytest.raises(EnvelopeRefused) as caught:
            self.open(raw, reader, sender)
        return caught.value.cause

    def changed(self, raw: bytes, change: Callable[[module._Envelope], module._Envelope]) -> bytes:
        envelope = msgspec.msgpack.decode(raw[len(module._MAGIC) :], type=module._Envelope)
        return module._MAGIC + msgspec.msgpack.encode(change(envelope))


@pytest.fixture(scope="module")
def case_() -> Case:
    return Case()


@pytest.fixture
def case(case_: Case) -> Case:
    case_.highest = 0
    return case_


def test_the_recipient_and_the_sender_open_it(case: Case) -> None:
    raw = case.seal()
    for reader in (case.skin, case.gp):
        opened = case.open(raw, reader)
        assert opened.manifest == case.manifest
        assert opened.hash == manifest_hash(write_manifest(case.manifest))
        assert opened.sender.user == case.gp.user


def test_a_reply_goes_the_other_way_and_names_what_it_answers(case: Case) -> None:
    question = case.open(case.seal())
    answer = dataclasses.replace(
        case.manifest,
        kind=Kind.REPLY,
        sender=case.skin.user,
        sender_device=case.skin.device,
        recipient=case.gp.user,
        form=None,
        identity="",
        answers=question.hash,
        reply=reply(),
    )
    raw = case.seal(answer, key=case.skin.signing_key)
    opened = case.open(raw, case.gp, case.skin.user)
    assert opened.manifest.reply == reply()
    assert opened.manifest.answers == question.hash


def test_nothing_readable_is_in_it(case: Case) -> None:
    raw = case.seal()
    for text in ("Astrid", "Melanoma", "dermatology", case.manifest.identity, case.gp.user):
        assert text.encode() not in raw


def test_sealing_again_never_repeats_a_key(case: Case) -> None:
    commits = {
        msgspec.msgpack.decode(case.seal()[len(module._MAGIC) :], type=module._Envelope).commit
        for _ in range(20)
    }
    assert len(commits) == 20


def test_a_salamander_is_refused(case: Case) -> None:
    """One ciphertext under two keys: the second reader's key does not fit the commitment."""
    second = secrets.token_bytes(32)

    def splice(envelope: module._Envelope) -> module._Envelope:
        info = module._wrap_info(REFERRAL, envelope.commit, case.skin.device)
        mine = module._Wrap(case.skin.device, wrap(second, case.skin.sealing_key.public, info))
        # Even a body that opens under the second key is not looked at.
        body = ChaCha20Poly1305(derive(second, "vidda/body/v1")).encrypt(
            bytes(12), b"{}" + bytes(64), module._bound(REFERRAL, envelope.commit)
        )
        wraps = (mine, *(w for w in envelope.wraps if w.device != case.skin.device))
        return msgspec.structs.replace(envelope, body=body, wraps=wraps)

    raw = case.seal()
    assert case.cause(case.changed(raw, splice)) is EnvelopeCause.HASH
    assert case.open(case.changed(raw, lambda e: e)).manifest == case.manifest


def test_a_reader_without_a_wrap_is_refused(case: Case) -> None:
    assert case.cause(case.seal(), case.other) is EnvelopeCause.RECIPIENT


def test_a_wrap_for_another_key_is_refused(case: Case) -> None:
    def swap(envelope: module._Envelope) -> module._Envelope:
        skin, gp = envelope.wraps
        return msgspec.structs.replace(
            envelope,
            wraps=(module._Wrap(skin.device, gp.sealed), module._Wrap(gp.device, skin.sealed)),
        )

    assert case.cause(case.changed(case.seal(), swap)) is EnvelopeCause.RECIPIENT


def test_a_forwarded_envelope_is_refused_by_the_third(case: Case) -> None:
    """The specialist wraps the content key anew for somebody the GP never named."""
    raw = case.seal(devices=(case.skin, case.gp, case.other))
    assert case.cause(raw, case.other) is EnvelopeCause.RECIPIENT
    assert case.cause(raw, case.skin) is EnvelopeCause.RECIPIENT
    named = dataclasses.replace(
        case.manifest, devices=(case.skin.device, case.gp.device, case.other.device)
    )
    raw = case.seal(named, devices=(case.skin, case.gp, case.other))
    assert case.cause(raw, case.other) is EnvelopeCause.RECIPIENT
    assert case.open(raw).manifest == named


def test_a_dropped_recipient_is_refused(case: Case) -> None:
    raw = case.seal()
    dropped = case.changed(raw, lambda e: msgspec.structs.replace(e, wraps=e.wraps[:1]))
    assert case.cause(dropped) is EnvelopeCause.RECIPIENT


def test_a_doubled_wrap_is_refused(case: Case) -> None:
    doubled = case.changed(
        case.seal(), lambda e: msgspec.structs.replace(e, wraps=(e.wraps[0], *e.wraps))
    )
    assert case.cause(doubled) is EnvelopeCause.RECIPIENT


def test_a_wrong_signature_is_refused(case: Case) -> None:
    assert case.cause(case.seal(key=case.other.signing_key)) is EnvelopeCause.SIGNATURE


def test_a_signature_for_another_purpose_is_refused(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SIGNATURE_CONTEXT", "vidda/login/v1")
    raw = case.seal()
    monkeypatch.undo()
    assert case.cause(raw) is EnvelopeCause.SIGNATURE


def test_another_sender_than_the_server_said_is_refused(case: Case) -> None:
    assert case.cause(case.seal(), sender=case.other.user) is EnvelopeCause.SENDER


def test_a_sender_who_uses_the_name_of_another_is_refused(case: Case) -> None:
    claimed = dataclasses.replace(case.manifest, sender_device=case.other.device)
    assert case.cause(case.seal(claimed, key=case.other.signing_key)) is EnvelopeCause.SENDER


def test_an_unknown_or_revoked_sender_is_refused(case: Case) -> None:
    stranger = Clinic("Elsewhere").add("Nobody", "GP")
    claimed = dataclasses.replace(
        case.manifest, sender=stranger.user, sender_device=stranger.device
    )
    raw = case.seal(claimed, key=stranger.signing_key)
    assert case.cause(raw, sender=stranger.user) is EnvelopeCause.SENDER
    own = Case()
    raw = own.seal()
    assert own.open(raw).manifest == own.manifest
    own.clinic.revoke(own.gp.device)
    own.directory = own.clinic.directory()
    assert own.cause(raw) is EnvelopeCause.SENDER


def test_a_replay_and_a_rollback_are_refused(case: Case) -> None:
    raw = case.seal()
    case.open(raw)
    case.highest = 1
    assert case.cause(raw) is EnvelopeCause.REPLAY
    newer = case.seal(dataclasses.replace(case.manifest, version=2))
    assert case.open(newer).manifest.version == 2
    case.highest = 2
    assert case.cause(raw) is EnvelopeCause.REPLAY


def test_a_manifest_under_another_referral_is_refused(case: Case) -> None:
    assert case.cause(case.seal(referral=OTHER_REFERRAL)) is EnvelopeCause.HASH
    renamed = case.changed(
        case.seal(), lambda e: msgspec.structs.replace(e, referral=OTHER_REFERRAL)
    )
    assert case.cause(renamed) is EnvelopeCause.RECIPIENT


def test_a_body_of_another_envelope_is_refused(case: Case) -> None:
    other = msgspec.msgpack.decode(case.seal()[len(module._MAGIC) :], type=module._Envelope)
    spliced = case.changed(case.seal(), lambda e: msgspec.structs.replace(e, body=other.body))
    assert case.cause(spliced) is EnvelopeCause.HASH


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"vidda-envelope\x02" + bytes(100),
        b"vidda-envelope\x01",
        b"vidda-envelope\x01" + b"\xc1",
        b"{}",
        b"vidda-envelope\x01" + bytes(3 * 1024 * 1024),
    ],
)
def test_what_is_no_envelope_is_refused(case: Case, raw: bytes) -> None:
    assert case.cause(raw) is EnvelopeCause.FORMAT


def test_every_changed_byte_is_refused(case: Case) -> None:
    raw = case.seal()
    places = {*range(80), *range(80, len(raw), 97), len(raw) - 1}
    for place in places:
        changed = bytearray(raw)
        changed[place] ^= 0x41
        try:
            opened = case.open(bytes(changed))
        except EnvelopeRefused:
            continue
        # The sender's own wrap is the one part that this reader cannot judge.
        assert opened.manifest == case.manifest
        assert bytes(changed) != raw


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_a_manifest_parser_raises_one_error(body: bytes) -> None:
    with pytest.raises(BadManifest):
        read_manifest(body)


def test_manifests_of_wrong_form_are_refused(case: Case) -> None:
    good = case.manifest
    assert read_manifest(write_manifest(good)) == good
    for bad in (
        dataclasses.replace(good, format=2),
        dataclasses.replace(good, version=0),
        dataclasses.replace(good, form=None),
        dataclasses.replace(good, reply=reply()),
        dataclasses.replace(good, devices=()),
        dataclasses.replace(good, devices=(DeviceId("../x"),)),
        dataclasses.replace(good, identity=""),
        dataclasses.replace(good, kind=Kind.REPLY),
        dataclasses.replace(good, created=datetime(2026, 1, 1)),
    ):
        with pytest.raises(BadManifest):
            read_manifest(write_manifest(bad))
    with pytest.raises(BadManifest):
        read_manifest(write_manifest(good) + bytes(2 * 1024 * 1024))


@given(st.integers(0, 2**32))
def test_padding_adds_little_and_hides_the_length(size: int) -> None:
    bucket = padded_size(size)
    assert bucket >= max(size, 541)
    assert size < 541 or bucket <= size * 1.05 + 1
    assert padded_size(bucket) == bucket

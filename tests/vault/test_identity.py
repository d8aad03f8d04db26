# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys sign and verify for one purpose only, and never show their secrets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.records.ids import DeviceId, UserId
from app.vault.identity import (
    SEALING_PUBLIC_BYTES,
    OwnIdentity,
    SealingKey,
    SigningKey,
    organization_id,
    verify,
)
from signaling_server.wire_http import SignedDocument

KEY = SigningKey.from_seed(bytes(range(32)))


@given(body=st.binary(max_size=200), context=st.text(max_size=30).filter(lambda t: "\0" not in t))
@settings(deadline=None)
def test_a_signature_verifies(body: bytes, context: str) -> None:
    signature = KEY.sign(context, body)
    assert len(signature) == 64
    assert verify(KEY.public, context, body, signature)


def test_a_signature_is_for_one_purpose_key_and_body() -> None:
    signature = KEY.sign("vidda/a/v1", b"body")
    assert not verify(KEY.public, "vidda/b/v1", b"body", signature)
    assert not verify(KEY.public, "vidda/a/v1", b"bodY", signature)
    assert not verify(SigningKey.generate().public, "vidda/a/v1", b"body", signature)
    # The zero byte keeps context and body apart.
    assert not verify(KEY.public, "vidda/a/v1b", b"ody", signature)


@given(public=st.binary(max_size=40), body=st.binary(max_size=9), signature=st.binary(max_size=70))
@settings(deadline=None)
def test_verify_never_raises(public: bytes, body: bytes, signature: bytes) -> None:
    assert not verify(public, "vidda/a/v1", body, signature)


def test_keys_come_back_from_their_secrets() -> None:
    assert SigningKey.from_seed(KEY.seed).public == KEY.public
    sealing = SealingKey.generate()
    assert len(sealing.public) == SEALING_PUBLIC_BYTES
    assert SealingKey.from_private(sealing.private).public == sealing.public
    for wrong in (b"", bytes(31), bytes(33)):
        with pytest.raises(ValueError):
            SigningKey.from_seed(wrong)
    for wrong in (b"", bytes(95), bytes(97)):
        with pytest.raises(ValueError):
            SealingKey.from_private(wrong)


def test_an_identity_does_not_print_its_secrets() -> None:
    sealing = SealingKey.generate()
    identity = OwnIdentity(
        organization=organization_id(KEY.public),
        organization_key=KEY.public,
        server_url="https://example.org",
        user=UserId("1" * 32),
        device=DeviceId("2" * 32),
        name="Kari Nordmann",
        role="GP",
        unit="Legesenteret",
        hpr="1234567",
        user_key=KEY,
        signing_key=KEY,
        sealing_key=sealing,
        device_document=SignedDocument(b"body", b"signature"),
    )
    printed = repr(identity) + repr(KEY) + repr(sealing)
    for secret in (KEY.seed.hex(), sealing.private.hex(), "Kari", "example.org", "1234567"):
        assert secret not in printed
        assert repr(secret.encode()) not in printed


def test_an_organisation_is_named_by_its_key() -> None:
    # SHA-256 of 32 zero bytes, first half.
    assert organization_id(bytes(32)) == "66687aadf862bd776c8fc18b8e9f8e20"

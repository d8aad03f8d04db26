# SPDX-License-Identifier: GPL-3.0-or-later
"""Only what the organisation and its users signed is relied on."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import DeviceId, UserId
from app.vault.identity import SealingKey, SigningKey, organization_id
from app.vault.links import user_key_hash
from app.vault.trust import (
    DIRECTORY_CONTEXT,
    TrustProblem,
    UntrustedDevice,
    UntrustedDirectory,
    sign_device,
    sign_directory,
    verify_device,
    verify_directory,
)
from signaling_server.wire_http import (
    DeviceBody,
    Directory,
    DirectoryBody,
    DirectoryUser,
    SignedDocument,
)

NOW = 1_800_000_000.0
DAY = 24 * 3600.0
ORG = SigningKey.generate()
KARI, OLA = SigningKey.generate(), SigningKey.generate()
DEVICE_KEY, SEALING = SigningKey.generate(), SealingKey.generate()
KARI_ID, OLA_ID = UserId("a" * 32), UserId("b" * 32)
DEVICE = DeviceId("d" * 32)


def user(
    user_id: str = KARI_ID,
    key: bytes = KARI.public,
    valid_from: float = NOW - DAY,
    valid_to: float = NOW + DAY,
) -> DirectoryUser:
    return DirectoryUser(
        user_id, "Kari", "GP", "Centre", "123", key, valid_from, valid_to, "dermatology"
    )


def body(
    users: tuple[DirectoryUser, ...] = (user(),),
    revoked: tuple[str, ...] = (),
    organization: str = organization_id(ORG.public),
    version: int = 5,
) -> DirectoryBody:
    return DirectoryBody(organization, "Clinic", version, NOW, users, revoked)


def device(
    device_id: str = DEVICE,
    owner: str = KARI_ID,
    key: SigningKey = KARI,
    expires: float = NOW + DAY,
    signing_key: bytes = DEVICE_KEY.public,
    sealing_key: bytes = SEALING.public,
) -> SignedDocument:
    return sign_device(
        DeviceBody(device_id, owner, key.public, signing_key, sealing_key, NOW - DAY, expires), key
    )


def directory(signed: SignedDocument, *devices: SignedDocument) -> Directory:
    return Directory(signed, devices)


def test_a_good_directory() -> None:
    signed = sign_directory(body((user(), user(OLA_ID, OLA.public))), ORG)
    found = verify_directory(directory(signed, device()), ORG.public, 5, NOW)
    assert (found.organization, found.name, found.version) == (
        organization_id(ORG.public),
        "Clinic",
        5,
    )
    assert [p.user for p in found.practitioners] == [KARI_ID, OLA_ID]
    kari = found.practitioner(KARI_ID)
    assert kari is not None
    assert (kari.name, kari.role, kari.unit, kari.hpr, kari.specialty) == (
        "Kari",
        "GP",
        "Centre",
        "123",
        "dermatology",
    )
    assert found.user_key(KARI_ID) == KARI.public
    [one] = found.devices_of(KARI_ID)
    assert found.device(DEVICE) == one
    assert (one.signing_key, one.sealing_key) == (DEVICE_KEY.public, SEALING.public)
    assert found.devices_of(OLA_ID) == ()
    assert found.practitioner(UserId("c" * 32)) is None
    assert found.user_key(UserId("c" * 32)) is None
    assert found.device(DeviceId("e" * 32)) is None


FOREIGN = sign_directory(body(), SigningKey.generate())
GOOD = sign_directory(body(), ORG)


def signed_raw(raw: bytes) -> SignedDocument:
    return SignedDocument(raw, ORG.sign(DIRECTORY_CONTEXT, raw))


@pytest.mark.parametrize(
    ("document", "cause"),
    [
        (FOREIGN, TrustProblem.SIGNATURE),
        (SignedDocument(GOOD.body + b" ", GOOD.signature), TrustProblem.SIGNATURE),
        (SignedDocument(GOOD.body, ORG.sign("vidda/device/v1", GOOD.body)), TrustProblem.SIGNATURE),
        (signed_raw(b"{}"), TrustProblem.FORMAT),
        (signed_raw(b"\xff\xfe"), TrustProblem.FORMAT),
        (signed_raw(GOOD.body[:-1] + b',"new":1}'), TrustProblem.FORMAT),
        (sign_directory(body((user(), user())), ORG), TrustProblem.FORMAT),
        (sign_directory(body((user(key=b"short"),)), ORG), TrustProblem.FORMAT),
        (sign_directory(body(organization="f" * 32), ORG), TrustProblem.ORGANIZATION),
        (sign_directory(body(version=4), ORG), TrustProblem.OLDER),
    ],
)
def test_a_bad_directory_is_refused(document: SignedDocument, cause: TrustProblem) -> None:
    with pytest.raises(UntrustedDirectory) as caught:
        verify_directory(directory(document), ORG.public, 5, NOW)
    assert caught.value.cause is cause


def test_people_who_left_are_not_sent_to_but_what_they_signed_is_judged() -> None:
    users = (
        user(),
        user(OLA_ID, OLA.public, valid_to=NOW - 1),
        user("c" * 32, OLA.public, valid_from=NOW + 3 * DAY),
    )
    ola_device = device("e" * 32, OLA_ID, OLA)
    signed = sign_directory(body(users), ORG)
    found = verify_directory(directory(signed, device(), ola_device), ORG.public, 0, NOW)
    assert [p.user for p in found.practitioners] == [KARI_ID]
    assert found.user_key(OLA_ID) is None
    assert found.devices_of(OLA_ID) == ()
    assert found.signer_key(OLA_ID) == OLA.public
    assert found.signer_key(KARI_ID) == KARI.public
    assert found.signer_key(UserId("f" * 32)) is None


def test_an_administrators_clock_may_run_ahead() -> None:
    signed = sign_directory(body((user(valid_from=NOW + 3600),)), ORG)
    assert verify_directory(directory(signed), ORG.public, 0, NOW).practitioner(KARI_ID)


def test_revoked_users_and_devices_are_left_out() -> None:
    by_user = sign_directory(body(revoked=(KARI_ID,)), ORG)
    found = verify_directory(directory(by_user, device()), ORG.public, 0, NOW)
    assert found.practitioners == ()
    assert found.device(DEVICE) is None
    by_device = sign_directory(body(revoked=(DEVICE,)), ORG)
    found = verify_directory(directory(by_device, device()), ORG.public, 0, NOW)
    assert found.practitioner(KARI_ID) is not None
    assert found.devices_of(KARI_ID) == ()


@pytest.mark.parametrize(
    "bad",
    [
        SignedDocument(b"{}", b""),
        SignedDocument(b"\xff", b""),
        SignedDocument(device().body, bytes(64)),
        device(owner=OLA_ID, key=OLA),
        device(key=OLA),
        device(expires=NOW),
        device(signing_key=b"short"),
        device(sealing_key=b"short"),
    ],
    ids=["empty", "noise", "unsigned", "unlisted", "other-key", "expired", "signing", "sealing"],
)
def test_a_bad_device_is_left_out(bad: SignedDocument) -> None:
    good = device("e" * 32)
    found = verify_directory(directory(GOOD, bad, good), ORG.public, 0, NOW)
    assert [d.device for d in found.devices_of(KARI_ID)] == ["e" * 32]


def test_a_renewed_device_replaces_itself() -> None:
    for order in ((NOW + DAY, NOW + 2 * DAY), (NOW + 2 * DAY, NOW + DAY)):
        documents = tuple(device(expires=expires) for expires in order)
        found = verify_directory(directory(GOOD, *documents), ORG.public, 0, NOW)
        assert [d.expires for d in found.devices_of(KARI_ID)] == [NOW + 2 * DAY]


def test_a_device_that_two_people_claim_is_nobodys() -> None:
    signed = sign_directory(body((user(), user(OLA_ID, OLA.public))), ORG)
    documents = (device(), device(owner=OLA_ID, key=OLA))
    found = verify_directory(directory(signed, *documents), ORG.public, 0, NOW)
    assert found.device(DEVICE) is None


def test_a_device_checked_by_key_or_by_hash() -> None:
    assert verify_device(device(), NOW, user_key=KARI.public).user == KARI_ID
    assert verify_device(device(), NOW, user_key_hash=user_key_hash(KARI.public)).device == DEVICE
    with pytest.raises(ValueError):
        verify_device(device(), NOW)


@pytest.mark.parametrize(
    ("document", "key", "key_hash", "cause"),
    [
        (device(), OLA.public, None, TrustProblem.USER),
        (device(), None, user_key_hash(OLA.public), TrustProblem.USER),
        (device(), KARI.public, user_key_hash(OLA.public), TrustProblem.USER),
        (device(expires=NOW), KARI.public, None, TrustProblem.EXPIRED),
        (SignedDocument(device().body, b""), KARI.public, None, TrustProblem.SIGNATURE),
        (SignedDocument(b"[]", b""), KARI.public, None, TrustProblem.FORMAT),
        (device(signing_key=bytes(31)), KARI.public, None, TrustProblem.FORMAT),
    ],
    ids=lambda value: "bytes" if isinstance(value, bytes) else None,
)
def test_a_bad_device_is_refused(
    document: SignedDocument, key: bytes | None, key_hash: bytes | None, cause: TrustProblem
) -> None:
    with pytest.raises(UntrustedDevice) as caught:
        verify_device(document, NOW, user_key=key, user_key_hash=key_hash)
    assert caught.value.cause is cause


@given(raw=st.binary(max_size=200), signature=st.binary(max_size=70))
def test_noise_is_only_ever_untrusted(raw: bytes, signature: bytes) -> None:
    document = SignedDocument(raw, signature)
    with pytest.raises(UntrustedDevice):
        verify_device(document, NOW, user_key=KARI.public)
    with pytest.raises(UntrustedDirectory):
        verify_directory(directory(signed_raw(raw), document), ORG.public, 0, NOW)


def test_signed_bytes_are_the_bodys_exact_bytes() -> None:
    assert msgspec.json.decode(GOOD.body, type=DirectoryBody) == body()

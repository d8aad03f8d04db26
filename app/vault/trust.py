# SPDX-License-Identifier: GPL-3.0-or-later
"""Who vouches for whom: organisation -> user -> device. security.md 2.2 and 2.3.

Pure: bytes from the server go in, what may be relied on comes out.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import msgspec

from app.errors import KnownError
from app.records.ids import DeviceId, OrganizationId, UserId
from app.records.people import Practitioner
from app.vault.identity import (
    SEALING_PUBLIC_BYTES,
    SIGNING_PUBLIC_BYTES,
    SigningKey,
    organization_id,
    verify,
)
from app.vault.links import user_key_hash as hash_of
from signaling_server.wire_http import (
    DeviceBody,
    Directory,
    DirectoryBody,
    DirectoryUser,
    SignedDocument,
)

DIRECTORY_CONTEXT: Final = "vidda/directory/v1"
DEVICE_CONTEXT: Final = "vidda/device/v1"
_CLOCK_TOLERANCE_S: Final = 24 * 3600.0
"""A newcomer must not be unknown because the administrator's clock runs ahead of this one."""
DEVICE_LIFETIME_S: Final = 395 * 24 * 3600.0
"""13 months; what makers of device documents put between ``created`` and ``expires``."""


class TrustProblem(Enum):
    """Why a signed document is not relied on."""

    FORMAT = "format"
    SIGNATURE = "signature"
    ORGANIZATION = "organization"
    """Signed by the right key, but speaks for another organisation."""
    OLDER = "older"
    """A version below one that was seen before: somebody rolled the directory back."""
    USER = "user"
    """The device's user key is not the expected one."""
    EXPIRED = "expired"


class UntrustedDirectory(KnownError):
    """The server's list of colleagues did not pass the check of your organisation's signature. It
    was not used; the last good list stays in force. Tell your administrator.
    """

    def __init__(self, cause: TrustProblem) -> None:
        super().__init__(cause)
        self.cause = cause


class UntrustedDevice(KnownError):
    """The other device could not prove whom it belongs to. Nothing was sent to it. Try again, and
    tell your administrator if it happens twice.
    """

    def __init__(self, cause: TrustProblem) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class TrustedDevice:
    """A device whose user vouches for it."""

    device: DeviceId
    user: UserId
    user_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    sealing_key: bytes = field(repr=False)
    expires: float
    """Seconds since 1970, UTC."""


@dataclass(frozen=True, slots=True)
class VerifiedDirectory:
    """An organisation's people and devices, checked up to its key."""

    organization: OrganizationId
    name: str = field(repr=False)
    version: int
    practitioners: tuple[Practitioner, ...] = field(repr=False)
    """Only people who count now: within their dates and not revoked."""
    _keys: dict[UserId, bytes] = field(repr=False)
    _former_keys: dict[UserId, bytes] = field(repr=False)
    _devices: tuple[TrustedDevice, ...] = field(repr=False)

    def practitioner(self, user: UserId) -> Practitioner | None:
        """Find a person who counts now."""
        return next((p for p in self.practitioners if p.user == user), None)

    def user_key(self, user: UserId) -> bytes | None:
        """Find the key of a person who counts now."""
        return self._keys.get(user)

    def signer_key(self, user: UserId) -> bytes | None:
        """Find the key of anybody listed, also of people who have left.

        For judging what they signed while they counted; never for sending to them.
        """
        return self._keys.get(user) or self._former_keys.get(user)

    def devices_of(self, user: UserId) -> tuple[TrustedDevice, ...]:
        """List the devices that things for this person are sealed for."""
        return tuple(d for d in self._devices if d.user == user)

    def device(self, device: DeviceId) -> TrustedDevice | None:
        """Find one device."""
        return next((d for d in self._devices if d.device == device), None)


def verify_directory(
    directory: Directory, organization_key: bytes, at_least: int, now: float
) -> VerifiedDirectory:
    """Check a directory from the server against the pinned organisation key.

    Devices that do not pass, and revoked or unlisted ones, are left out.
    ``at_least`` is the highest version seen so far.

    Raises:
        UntrustedDirectory: with the cause.
    """
    document = directory.document
    if not verify(organization_key, DIRECTORY_CONTEXT, document.body, document.signature):
        raise UntrustedDirectory(TrustProblem.SIGNATURE)
    body = _directory_body(document.body)
    if body.organization != organization_id(organization_key):
        raise UntrustedDirectory(TrustProblem.ORGANIZATION)
    if body.version < at_least:
        raise UntrustedDirectory(TrustProblem.OLDER)
    revoked = frozenset(body.revoked)
    current = [u for u in body.users if u.user not in revoked and _in_force(u, now)]
    keys = {UserId(u.user): u.public_key for u in current}
    organization = OrganizationId(body.organization)
    return VerifiedDirectory(
        organization,
        body.name,
        body.version,
        tuple(_practitioner(u, organization) for u in current),
        keys,
        {UserId(u.user): u.public_key for u in body.users if u.user not in keys},
        _trusted_devices(directory.devices, keys, revoked, now),
    )


def verify_device(
    document: SignedDocument,
    now: float,
    *,
    user_key: bytes | None = None,
    user_key_hash: bytes | None = None,
) -> TrustedDevice:
    """Check a device document against a known user key, or the hash of one from a join link.

    Raises:
        UntrustedDevice: with the cause.
        ValueError: neither key nor hash was given: there would be nothing to check against.
    """
    if user_key is None and user_key_hash is None:
        raise ValueError("a device is checked against a user key or its hash")
    try:
        body = msgspec.json.decode(document.body, type=DeviceBody)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UntrustedDevice(TrustProblem.FORMAT) from error
    if len(body.signing_key) != SIGNING_PUBLIC_BYTES or (
        len(body.sealing_key) != SEALING_PUBLIC_BYTES
    ):
        raise UntrustedDevice(TrustProblem.FORMAT)
    if user_key is not None and not hmac.compare_digest(user_key, body.user_key):
        raise UntrustedDevice(TrustProblem.USER)
    if user_key_hash is not None and not hmac.compare_digest(user_key_hash, hash_of(body.user_key)):
        raise UntrustedDevice(TrustProblem.USER)
    if not verify(body.user_key, DEVICE_CONTEXT, document.body, document.signature):
        raise UntrustedDevice(TrustProblem.SIGNATURE)
    if not now < body.expires:
        raise UntrustedDevice(TrustProblem.EXPIRED)
    return TrustedDevice(
        DeviceId(body.device),
        UserId(body.user),
        body.user_key,
        body.signing_key,
        body.sealing_key,
        body.expires,
    )


def sign_directory(body: DirectoryBody, key: SigningKey) -> SignedDocument:
    """Sign a directory with the organisation's key."""
    raw = msgspec.json.encode(body)
    return SignedDocument(raw, key.sign(DIRECTORY_CONTEXT, raw))


def sign_device(body: DeviceBody, user_key: SigningKey) -> SignedDocument:
    """Sign a device with its user's key."""
    raw = msgspec.json.encode(body)
    return SignedDocument(raw, user_key.sign(DEVICE_CONTEXT, raw))


def _directory_body(raw: bytes) -> DirectoryBody:
    try:
        body = msgspec.json.decode(raw, type=DirectoryBody)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UntrustedDirectory(TrustProblem.FORMAT) from error
    users = {u.user for u in body.users}
    if len(users) != len(body.users) or any(
        len(u.public_key) != SIGNING_PUBLIC_BYTES for u in body.users
    ):
        raise UntrustedDirectory(TrustProblem.FORMAT)
    return body


def _in_force(user: DirectoryUser, now: float) -> bool:
    return user.valid_from - _CLOCK_TOLERANCE_S <= now < user.valid_to


def _practitioner(user: DirectoryUser, organization: OrganizationId) -> Practitioner:
    return Practitioner(
        UserId(user.user),
        user.name,
        user.role,
        user.unit,
        user.hpr,
        organization,
        user.specialty,
    )


def _trusted_devices(
    documents: tuple[SignedDocument, ...],
    keys: dict[UserId, bytes],
    revoked: frozenset[str],
    now: float,
) -> tuple[TrustedDevice, ...]:
    found: dict[DeviceId, TrustedDevice] = {}
    disputed: set[DeviceId] = set()
    for document in documents:
        device = _device_of_listed_user(document, keys, now)
        if device is None or device.device in revoked:
            continue
        other = found.get(device.device)
        if other is not None and other.user != device.user:
            # Two people claim one id; nothing here can tell who is right.
            disputed.add(device.device)
        elif other is None or other.expires < device.expires:
            found[device.device] = device
    return tuple(d for d in found.values() if d.device not in disputed)


def _device_of_listed_user(
    document: SignedDocument, keys: dict[UserId, bytes], now: float
) -> TrustedDevice | None:
    try:
        user = msgspec.json.decode(document.body, type=DeviceBody).user
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    key = keys.get(UserId(user))
    if key is None:
        return None
    try:
        return verify_device(document, now, user_key=key)
    except UntrustedDevice:
        return None

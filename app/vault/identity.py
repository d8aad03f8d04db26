# SPDX-License-Identifier: GPL-3.0-or-later
"""Who somebody is: signing keys, sealing keys, and this computer's own identity."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from app.records.ids import DeviceId, OrganizationId, UserId
from signaling_server.wire_http import SignedDocument

SIGNING_PUBLIC_BYTES: Final = 32
SEALING_PUBLIC_BYTES: Final = 1216
"""ML-KEM-768 (1184) and X25519 (32), in this order."""
_MLKEM_SEED_BYTES: Final = 64
_X25519_BYTES: Final = 32


class SigningKey:
    """An Ed25519 key pair. Each signature names its purpose by a context."""

    __slots__ = ("_key", "_public")

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self._public = key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> SigningKey:
        """Make a new random key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> SigningKey:
        """Take a key from its 32-byte seed; raises ValueError for any other length."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def seed(self) -> bytes:
        """The secret half, 32 bytes."""
        return self._key.private_bytes_raw()

    @property
    def public(self) -> bytes:
        """The public half, 32 bytes."""
        return self._public

    def sign(self, context: str, body: bytes) -> bytes:
        """Sign exact bytes for one purpose; 64 bytes. RFC 8032."""
        return self._key.sign(_bound(context, body))

    def __repr__(self) -> str:
        return f"SigningKey(public={self._public.hex()[:8]}…)"


def verify(public: bytes, context: str, body: bytes, signature: bytes) -> bool:
    """Tell whether a signature is right. Never raises, whatever the bytes are."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _bound(context, body))
    except (InvalidSignature, ValueError):
        return False
    return True


def _bound(context: str, body: bytes) -> bytes:
    # The zero byte ends the context, so that no context is a prefix of another.
    return context.encode() + b"\0" + body


class SealingKey:
    """An HPKE key pair, hybrid ML-KEM-768 + X25519: what others seal for this device."""

    __slots__ = ("_mlkem", "_x25519")

    def __init__(self, mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey) -> None:
        self._mlkem = mlkem
        self._x25519 = x25519

    @classmethod
    def generate(cls) -> SealingKey:
        """Make a new random key."""
        return cls(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())

    @classmethod
    def from_private(cls, private: bytes) -> SealingKey:
        """Take a key from its 96 secret bytes; raises ValueError for any other length."""
        if len(private) != _MLKEM_SEED_BYTES + _X25519_BYTES:
            raise ValueError("a sealing key has 96 secret bytes")
        return cls(
            MLKEM768PrivateKey.from_seed_bytes(private[:_MLKEM_SEED_BYTES]),
            X25519PrivateKey.from_private_bytes(private[_MLKEM_SEED_BYTES:]),
        )

    @property
    def private(self) -> bytes:
        """The secret half, 96 bytes: ML-KEM seed, then X25519."""
        return self._mlkem.private_bytes_raw() + self._x25519.private_bytes_raw()

    @property
    def public(self) -> bytes:
        """The public half, 1216 bytes: ML-KEM, then X25519."""
        mlkem = self._mlkem.public_key().public_bytes_raw()
        return mlkem + self._x25519.public_key().public_bytes_raw()

    @property
    def hpke(self) -> MLKEM768X25519PrivateKey:
        """The key in the form the HPKE suite takes."""
        return MLKEM768X25519PrivateKey(self._mlkem, self._x25519)

    def __repr__(self) -> str:
        return f"SealingKey(public={self.public.hex()[:8]}…)"


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """Whom this computer speaks for, and its keys. Lives in the vaulted store only."""

    organization: OrganizationId
    organization_key: bytes = field(repr=False)
    server_url: str = field(repr=False)
    user: UserId
    device: DeviceId
    name: str = field(repr=False)
    role: str
    """Profession in plain words."""
    unit: str = field(repr=False)
    hpr: str = field(repr=False)
    user_key: SigningKey = field(repr=False)
    """Signs this user's devices and notes."""
    signing_key: SigningKey = field(repr=False)
    """This device's key: logins, calls, referrals."""
    sealing_key: SealingKey = field(repr=False)
    device_document: SignedDocument = field(repr=False)
    """The user key's word for this device."""


def organization_id(public_key: bytes) -> OrganizationId:
    """Name an organisation by its public key; PROTOCOL.md, organisations."""
    return OrganizationId(hashlib.sha256(public_key).hexdigest()[:32])

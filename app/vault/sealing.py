# SPDX-License-Identifier: GPL-3.0-or-later
"""Encrypt and authenticate: with a shared key, and for a recipient's key."""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import KnownError
from app.vault.identity import SEALING_PUBLIC_BYTES, SealingKey

_VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_MLKEM_PUBLIC_BYTES: Final = 1184
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class Tampered(KnownError):
    """Something sealed did not open: it was changed, damaged, or made for another key. Nothing
    of it was used. Ask the sender to send it again.
    """


class BadRecipientKey(KnownError):
    """A recipient's key is not usable, so nothing was sealed for it. Ask the recipient to set up
    the device again.
    """


def derive(secret: bytes, label: str, length: int = 32) -> bytes:
    """Derive a key for one purpose. HKDF-SHA256 (RFC 5869) without salt, ``label`` as info."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label.encode()).derive(secret)


def seal(key: bytes, context: str, plain: bytes) -> bytes:
    """Seal bytes under a 32-byte key, bound to what they are by ``context``."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + ChaCha20Poly1305(key).encrypt(nonce, plain, context.encode())


def open_sealed(key: bytes, context: str, sealed: bytes) -> bytes:
    """Open what ``seal`` made.

    Raises:
        Tampered: key, context or bytes are not those that were sealed.
    """
    if len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES or sealed[:1] != _VERSION:
        raise Tampered
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, body, context.encode())
    except InvalidTag as error:
        raise Tampered from error


def wrap(content_key: bytes, recipient_public: bytes, info: bytes) -> bytes:
    """Seal a content key for one recipient's ``SealingKey.public``. HPKE base mode, RFC 9180.

    Raises:
        BadRecipientKey: the public key is not one.
    """
    if len(recipient_public) != SEALING_PUBLIC_BYTES:
        raise BadRecipientKey
    try:
        public = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(recipient_public[:_MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(recipient_public[_MLKEM_PUBLIC_BYTES:]),
        )
        return _SUITE.encrypt(content_key, public, info)
    except ValueError as error:
        raise BadRecipientKey from error


def unwrap(wrapped: bytes, own: SealingKey, info: bytes) -> bytes:
    """Open what ``wrap`` made for this key.

    Raises:
        Tampered: it is for another key or another ``info``, or was changed.
    """
    try:
        return _SUITE.decrypt(wrapped, own.hpke, info)
    except (InvalidTag, ValueError) as error:
        raise Tampered from error

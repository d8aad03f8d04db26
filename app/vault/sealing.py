# SPDX-License-Identifier: GPL-3.0-or-later
"""Encrypt and authenticate: with a shared key, for a recipient's key, and whole files (age)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final, Protocol

import pyrage
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


class Readable(Protocol):
    """A stream to read from: any binary file."""

    def read(self, size: int, /) -> bytes:
        """Take at most ``size`` bytes; none at the end."""


class Writable(Protocol):
    """A stream to write to: any binary file."""

    def write(self, piece: bytes, /) -> int:
        """Add bytes."""


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


@dataclass(frozen=True, slots=True)
class AgeIdentity:
    """A key pair of the age format v1 (X25519), in its text form."""

    identity: str = field(repr=False)
    """``AGE-SECRET-KEY-1…``"""
    recipient: str
    """``age1…``"""


def new_age_identity() -> AgeIdentity:
    """Make a new key pair for files."""
    identity = pyrage.x25519.Identity.generate()
    return AgeIdentity(str(identity), str(identity.to_public()))


def age_encrypt(source: Readable, target: Writable, recipient: str) -> None:
    """Encrypt a stream for an age recipient. Blocking; other threads go on.

    Raises:
        BadRecipientKey: the recipient is not one.
        OSError: reading or writing failed.
    """
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise BadRecipientKey from error
    reader, writer = _ObservedReader(source), _ObservedWriter(target)
    try:
        pyrage.encrypt_io(reader, writer, [to])
    except (pyrage.EncryptError, OSError) as error:
        # The library turns an OSError of ours into text; the caller needs its errno.
        raise (reader.failure or writer.failure or error) from error


def age_decrypt(source: Readable, target: Writable, identity: str) -> None:
    """Decrypt a stream. Blocking; other threads go on.

    ``target`` must be a temporary file: authenticated pieces are written before the end is seen,
    so what it holds counts only after this function has returned.

    Raises:
        Tampered: the file was changed, cut off, or made for another key.
        OSError: reading or writing failed.
    """
    try:
        own = pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError as error:
        raise Tampered from error
    reader, writer = _ObservedReader(source), _ObservedWriter(target)
    try:
        pyrage.decrypt_io(reader, writer, [own])
    except (pyrage.DecryptError, OSError) as error:
        failure = reader.failure or writer.failure
        if failure is not None:
            raise failure from error
        raise Tampered from error


class _ObservedReader:
    """Passes a stream on and remembers its failure, which pyrage reports in many disguises."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.failure: OSError | None = None

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except OSError as error:
            self.failure = error
            raise


class _ObservedWriter:
    """The same for the other direction."""

    def __init__(self, stream: Writable) -> None:
        self._stream = stream
        self.failure: OSError | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self._stream.write(piece)
        except OSError as error:
            self.failure = error
            raise

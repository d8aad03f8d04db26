# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole files, encrypted as the age format v1 says (age-encryption.org/v1, X25519 recipients).

::

    header   "age-encryption.org/v1", stanzas "-> X25519 share" with the wrapped file key,
             "--- " and the HMAC of all before it
    payload  16-byte nonce, then ChaCha20-Poly1305 of 64 KiB each; the nonce of a piece is its
             number and whether it is the last, so that none can be moved, left out or added

The format is standard, so that anybody with a referral's identity can open its files with the
program ``age``. The primitives are OpenSSL's, which lets other threads go on meanwhile: three
gigabytes a second on one core, where pyrage makes half of one and stops every other thread.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.vault.bech32 import NotBech32, bech32_bytes
from app.vault.sealing import BadRecipientKey, Tampered

_VERSION: Final = b"age-encryption.org/v1"
_WRAP_LABEL: Final = b"age-encryption.org/v1/X25519"
_FILE_KEY_BYTES: Final = 16
_NONCE_BYTES: Final = 16
_CHUNK_BYTES: Final = 64 * 1024
_TAG_BYTES: Final = 16
_ZERO_NONCE: Final = bytes(12)
_MAX_HEADER_BYTES: Final = 16 * 1024
_COLUMNS: Final = 64


class Readable(Protocol):
    """A stream to read from: any binary file."""

    def read(self, size: int, /) -> bytes:
        """Take at most ``size`` bytes; none at the end."""


class Writable(Protocol):
    """A stream to write to: any binary file."""

    def write(self, piece: bytes, /) -> int:
        """Add bytes."""


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


def age_identity(text: str) -> AgeIdentity:
    """Read a key pair from its ``AGE-SECRET-KEY-1…``.

    Raises:
        ValueError: it is none.
    """
    identity = pyrage.x25519.Identity.from_str(text)
    return AgeIdentity(str(identity), str(identity.to_public()))


def age_encrypt(source: Readable, target: Writable, recipient: str) -> None:
    """Encrypt a stream for an age recipient. Blocking; other threads go on.

    Raises:
        BadRecipientKey: the recipient is not one.
        OSError: reading or writing failed.
    """
    file_key, nonce = secrets.token_bytes(_FILE_KEY_BYTES), secrets.token_bytes(_NONCE_BYTES)
    stanza = _stanza(file_key, recipient)
    header = _VERSION + b"\n" + stanza + b"---"
    target.write(header + b" " + _base64(_header_mac(file_key, header)) + b"\n" + nonce)
    cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
    for number, chunk, last in _chunks(source, _CHUNK_BYTES):
        target.write(cipher.encrypt(_chunk_nonce(number, last), chunk, None))


def age_decrypt(source: Readable, target: Writable, identity: str) -> None:
    """Decrypt a stream. Blocking; other threads go on.

    ``target`` must be a temporary file: authenticated pieces are written before the end is seen,
    so what it holds counts only after this function has returned.

    Raises:
        Tampered: the file was changed, cut off, or made for another key.
        OSError: reading or writing failed.
    """
    reader = _Ahead(source)
    file_key = _file_key(_read_header(reader), identity)
    nonce = reader.read(_NONCE_BYTES)
    if len(nonce) != _NONCE_BYTES:
        raise Tampered
    cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
    for number, chunk, last in _chunks(reader, _CHUNK_BYTES + _TAG_BYTES):
        if len(chunk) < _TAG_BYTES or (number > 0 and len(chunk) == _TAG_BYTES):
            raise Tampered  # Cut within a tag, or a last piece without content.
        try:
            plain = cipher.decrypt(_chunk_nonce(number, last), chunk, None)
        except InvalidTag as error:
            raise Tampered from error
        target.write(plain)


@dataclass(frozen=True, slots=True)
class _Header:
    stanzas: tuple[tuple[tuple[bytes, ...], bytes], ...]
    """Arguments and body of each."""
    signed: bytes
    mac: bytes


class _Ahead:
    """A stream of which lines can be read before the rest."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._held = b""

    def line(self, most: int) -> bytes:
        """Take a line without its end; raises Tampered where none ends in time."""
        while b"\n" not in self._held:
            piece = self._source.read(1024)
            if not piece or len(self._held) > most:
                raise Tampered
            self._held += piece
        line, _, self._held = self._held.partition(b"\n")
        return line

    def read(self, size: int) -> bytes:
        if not self._held:
            return self._source.read(size)
        taken, self._held = self._held[:size], self._held[size:]
        return taken


def _read_header(reader: _Ahead) -> _Header:
    """Read as strictly as the format is written: one way to say each thing."""
    signed = reader.line(_MAX_HEADER_BYTES) + b"\n"
    stanzas: list[tuple[tuple[bytes, ...], bytes]] = []
    if signed != _VERSION + b"\n":
        raise Tampered
    while True:
        line = reader.line(_MAX_HEADER_BYTES)
        if line.startswith(b"--- "):
            mac = _from_base64(line[4:])
            return _Header(tuple(stanzas), signed + b"---", mac)
        arguments = line.split(b" ")
        if arguments[0] != b"->" or len(arguments) < 2 or not all(map(_is_word, arguments)):
            raise Tampered
        signed += line + b"\n"
        body = b""
        while True:
            line = reader.line(_MAX_HEADER_BYTES)
            signed += line + b"\n"
            body += _from_base64(line)
            if len(line) > _COLUMNS or len(signed) > _MAX_HEADER_BYTES:
                raise Tampered
            if len(line) < _COLUMNS:
                break
        stanzas.append((tuple(arguments[1:]), body))


def _file_key(header: _Header, identity: str) -> bytes:
    """Unwrap the key of a file with the one stanza that is for this identity."""
    try:
        own = X25519PrivateKey.from_private_bytes(bech32_bytes("age-secret-key-", identity))
    except (NotBech32, ValueError) as error:
        raise Tampered from error
    public = own.public_key().public_bytes_raw()
    for arguments, body in header.stanzas:
        if arguments[0] != b"X25519":
            continue
        if len(arguments) != 2 or len(body) != _FILE_KEY_BYTES + _TAG_BYTES:
            raise Tampered
        share = _from_base64(arguments[1])
        try:
            shared = own.exchange(X25519PublicKey.from_public_bytes(share))
            wrapping = ChaCha20Poly1305(_derive(shared, share + public, _WRAP_LABEL))
            file_key = wrapping.decrypt(_ZERO_NONCE, body, None)
        except ValueError as error:
            raise Tampered from error  # Not a point, or one of low order.
        except InvalidTag:
            continue  # For somebody else.
        if hmac.compare_digest(_header_mac(file_key, header.signed), header.mac):
            return file_key
        raise Tampered
    raise Tampered


def _stanza(file_key: bytes, recipient: str) -> bytes:
    try:
        theirs = X25519PublicKey.from_public_bytes(bech32_bytes("age", recipient))
        once = X25519PrivateKey.generate()
        shared = once.exchange(theirs)
    except (NotBech32, ValueError) as error:
        raise BadRecipientKey from error
    share = once.public_key().public_bytes_raw()
    key = _derive(shared, share + theirs.public_bytes_raw(), _WRAP_LABEL)
    body = ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)
    return b"-> X25519 " + _base64(share) + b"\n" + _base64(body) + b"\n"


def _chunks(source: Readable, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Cut a stream into pieces of one size; the last may be shorter, or empty if it is alone."""
    number, chunk = 0, _filled(source, size)
    while True:
        following = _filled(source, size) if len(chunk) == size else b""
        yield number, chunk, not following
        if not following:
            return
        number, chunk = number + 1, following


def _filled(source: Readable, size: int) -> bytes:
    piece = source.read(size)
    if len(piece) in (0, size):
        return piece
    pieces, length = [piece], len(piece)
    while length < size and (piece := source.read(size - length)):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)


def _chunk_nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _header_mac(file_key: bytes, signed: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), signed, "sha256")


def _derive(secret: bytes, salt: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=label).derive(secret)


def _base64(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _from_base64(text: bytes) -> bytes:
    """Read base64 without padding, in its one canonical form."""
    try:
        content = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise Tampered from error
    if _base64(content) != text:
        raise Tampered
    return content


def _is_word(text: bytes) -> bool:
    return bool(text) and all(0x21 <= byte <= 0x7E for byte in text)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The header of an age file: the key of the file, wrapped for its recipients.

Written with one X25519 stanza, read with any stanzas as long as one is for us; as strict as the
format asks (age-encryption.org/v1).
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.vault.bech32 import NotBech32, bech32_bytes
from app.vault.sealing import BadRecipientKey, Tampered
from app.vault.streams import Readable

FILE_KEY_BYTES: Final = 16
MAX_HEADER_BYTES: Final = 16 * 1024
_VERSION: Final = b"age-encryption.org/v1"
_WRAP_LABEL: Final = b"age-encryption.org/v1/X25519"
_TAG_BYTES: Final = 16
_ZERO_NONCE: Final = bytes(12)
_COLUMNS: Final = 64


class Ahead:
    """A stream of which lines can be read before the rest."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._held = b""
        self.taken = 0
        """How many bytes were given away."""

    def line(self, most: int) -> bytes:
        """Take a line without its end; raises Tampered where none ends in time."""
        while b"\n" not in self._held:
            piece = self._source.read(1024)
            if not piece or len(self._held) > most:
                raise Tampered
            self._held += piece
        line, _, self._held = self._held.partition(b"\n")
        self.taken += len(line) + 1
        return line

    def read(self, size: int) -> bytes:
        """Take at most ``size`` bytes of what follows."""
        taken, self._held = self._held[:size], self._held[size:]
        taken = taken or self._source.read(size)
        self.taken += len(taken)
        return taken


def write_header(file_key: bytes, recipient: str) -> bytes:
    """Wrap the key of a file for a recipient.

    Raises:
        BadRecipientKey: the recipient is not one.
    """
    signed = _VERSION + b"\n" + _stanza(file_key, recipient) + b"---"
    return signed + b" " + _base64(_header_mac(file_key, signed)) + b"\n"


def read_file_key(reader: Ahead, identity: str) -> bytes:
    """Unwrap the key of a file, and leave the reader behind the header.

    Raises:
        Tampered: the header was changed, or is not for this identity.
    """
    return _file_key(_read_header(reader), identity)


def derive(secret: bytes, salt: bytes, label: bytes) -> bytes:
    """Derive a key of 32 bytes. HKDF-SHA256 (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=label).derive(secret)


@dataclass(frozen=True, slots=True)
class _Header:
    stanzas: tuple[tuple[tuple[bytes, ...], bytes], ...]
    """Arguments and body of each."""
    signed: bytes
    mac: bytes


def _read_header(reader: Ahead) -> _Header:
    """Read as strictly as the format is written: one way to say each thing."""
    signed = reader.line(MAX_HEADER_BYTES) + b"\n"
    stanzas: list[tuple[tuple[bytes, ...], bytes]] = []
    if signed != _VERSION + b"\n":
        raise Tampered
    while True:
        line = reader.line(MAX_HEADER_BYTES)
        if line.startswith(b"--- "):
            mac = _from_base64(line[4:])
            return _Header(tuple(stanzas), signed + b"---", mac)
        arguments = line.split(b" ")
        if arguments[0] != b"->" or len(arguments) < 2 or not all(map(_is_word, arguments)):
            raise Tampered
        signed += line + b"\n"
        body = b""
        while True:
            line = reader.line(MAX_HEADER_BYTES)
            signed += line + b"\n"
            body += _from_base64(line)
            if len(line) > _COLUMNS or len(signed) > MAX_HEADER_BYTES:
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
        if len(arguments) != 2 or len(body) != FILE_KEY_BYTES + _TAG_BYTES:
            raise Tampered
        share = _from_base64(arguments[1])
        try:
            shared = own.exchange(X25519PublicKey.from_public_bytes(share))
            wrapping = ChaCha20Poly1305(derive(shared, share + public, _WRAP_LABEL))
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
    key = derive(shared, share + theirs.public_bytes_raw(), _WRAP_LABEL)
    body = ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)
    return b"-> X25519 " + _base64(share) + b"\n" + _base64(body) + b"\n"


def _header_mac(file_key: bytes, signed: bytes) -> bytes:
    return hmac.digest(derive(file_key, b"", b"header"), signed, "sha256")


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

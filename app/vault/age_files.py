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

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.vault.age_header import (
    FILE_KEY_BYTES,
    Ahead,
    derive,
    read_file_key,
    write_header,
)
from app.vault.sealing import Tampered
from app.vault.streams import Readable, Writable

CHUNK_BYTES: Final = 64 * 1024
TAG_BYTES: Final = 16
SEALED_CHUNK_BYTES: Final = CHUNK_BYTES + TAG_BYTES
PAYLOAD_NONCE_BYTES: Final = 16
_AT_ONCE: Final = 16
"""Chunks that are read, and written, together: with threads beside this one, each call costs its
turn at the interpreter."""


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
    file_key = secrets.token_bytes(FILE_KEY_BYTES)
    nonce = secrets.token_bytes(PAYLOAD_NONCE_BYTES)
    target.write(write_header(file_key, recipient) + nonce)
    cipher = payload_cipher(file_key, nonce)
    for number, piece, last in _pieces(source, CHUNK_BYTES):
        target.write(_worked(cipher.encrypt, number, piece, CHUNK_BYTES, last))


def age_decrypt(source: Readable, target: Writable, identity: str) -> None:
    """Decrypt a stream. Blocking; other threads go on.

    ``target`` must be a temporary file: authenticated pieces are written before the end is seen,
    so what it holds counts only after this function has returned.

    Raises:
        Tampered: the file was changed, cut off, or made for another key.
        OSError: reading or writing failed.
    """
    reader = Ahead(source)
    cipher = read_payload_cipher(reader, identity)
    for number, piece, last in _pieces(reader, SEALED_CHUNK_BYTES):
        target.write(open_chunks(cipher, number, piece, last))


def read_payload_cipher(reader: Ahead, identity: str) -> ChaCha20Poly1305:
    """Read all that stands before the first chunk.

    Raises:
        Tampered: it was changed, or is not for this identity.
    """
    file_key = read_file_key(reader, identity)
    nonce = reader.read(PAYLOAD_NONCE_BYTES)
    if len(nonce) != PAYLOAD_NONCE_BYTES:
        raise Tampered
    return payload_cipher(file_key, nonce)


def payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    """Make the cipher of a file's chunks."""
    return ChaCha20Poly1305(derive(file_key, nonce, b"payload"))


def open_chunks(cipher: ChaCha20Poly1305, number: int, sealed: bytes, last: bool) -> bytes:
    """Open neighbouring chunks, the first of which is ``number``; ``last``: they end the file.

    Raises:
        Tampered: one was changed, moved or cut, or the file ends elsewhere.
    """
    rest = len(sealed) % SEALED_CHUNK_BYTES
    alone = number == 0 and len(sealed) == TAG_BYTES
    if not sealed or 0 < rest < TAG_BYTES or (rest == TAG_BYTES and not alone):
        raise Tampered  # Cut within a tag, or a last chunk without content.
    try:
        return _worked(cipher.decrypt, number, sealed, SEALED_CHUNK_BYTES, last)
    except InvalidTag as error:
        raise Tampered from error


def _worked(
    work: Callable[[bytes, memoryview, None], bytes],
    number: int,
    piece: bytes,
    size: int,
    last: bool,
) -> bytes:
    """Encrypt or decrypt each chunk of a piece; an empty piece is one empty chunk."""
    whole = memoryview(piece)
    count = max(1, -(-len(piece) // size))
    return b"".join(
        [
            work(_chunk_nonce(number + i, last and i == count - 1), whole[i * size :][:size], None)
            for i in range(count)
        ]
    )


def _pieces(source: Readable, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Cut a stream into some chunks at once, with the number of the first.

    Only the last piece may end within a chunk, or be empty if it is alone.
    """
    number, piece = 0, _filled(source, size * _AT_ONCE)
    while True:
        following = _filled(source, size * _AT_ONCE) if len(piece) == size * _AT_ONCE else b""
        yield number, piece, not following
        if not following:
            return
        number, piece = number + _AT_ONCE, following


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

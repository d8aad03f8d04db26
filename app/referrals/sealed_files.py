# SPDX-License-Identifier: GPL-3.0-or-later
"""The files beside the envelope: padded, then age; checked as ciphertext, then as content.

Blocking. A file is sealed once: repeating an upload repeats the same ciphertext.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import BinaryIO, Final

from app.records.referral import Attachment
from app.referrals.envelope import EnvelopeCause, EnvelopeRefused
from app.referrals.manifest import SealedFile, padded_size
from app.vault.durable import replacing
from app.vault.sealing import Tampered, age_decrypt, age_encrypt

_PIECE_BYTES: Final = 256 * 1024


def seal_file(content: bytes, attachment: Attachment, target: Path, recipient: str) -> SealedFile:
    """Pad and encrypt a travel copy to a file that is on the disk when this returns."""
    padded = content.ljust(padded_size(len(content)), b"\0")
    with replacing(target) as sealed:
        age_encrypt(io.BytesIO(padded), sealed, recipient)
        sealed.flush()
        sealed.seek(0)
        digest, size = _measure(sealed)
    return SealedFile(attachment.attachment, size, digest)


def open_file(source: Path, sealed: SealedFile, attachment: Attachment, identity: str) -> bytes:
    """Check and decrypt one file of a parcel.

    Ciphertext is hashed before it is decrypted; what comes out counts only when all of it
    has the length, the padding and the hash that the signed manifest names.

    Raises:
        EnvelopeRefused: with HASH.
    """
    # In memory, never on the disk in the clear; the manifest's limits bound its size.
    plain = io.BytesIO()
    with source.open("rb") as ciphertext:
        if _measure(ciphertext) != (sealed.sha256, sealed.size_bytes):
            raise EnvelopeRefused(EnvelopeCause.HASH)
        ciphertext.seek(0)
        try:
            age_decrypt(ciphertext, plain, identity)
        except Tampered as error:
            raise EnvelopeRefused(EnvelopeCause.HASH) from error
    padded = plain.getvalue()
    content = padded[: attachment.size_bytes]
    if len(padded) != padded_size(attachment.size_bytes) or any(padded[len(content) :]):
        raise EnvelopeRefused(EnvelopeCause.HASH)
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise EnvelopeRefused(EnvelopeCause.HASH)
    return content


def _measure(source: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE_BYTES):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size

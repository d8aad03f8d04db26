# SPDX-License-Identifier: GPL-3.0-or-later
"""The files beside the envelope: padded, then age; checked as ciphertext, then as content.

Blocking, and a stream from end to end: a recording is as long as it likes and is never in memory
or on the disk in the clear. A file is sealed once: repeating an upload repeats its ciphertext.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from app.records.referral import Attachment
from app.referrals.envelope import EnvelopeCause, EnvelopeRefused
from app.referrals.manifest import SealedFile, padded_size
from app.vault.age_files import age_decrypt, age_encrypt
from app.vault.durable import replacing
from app.vault.pouring import pour
from app.vault.sealing import Tampered
from app.vault.streams import Readable, Writable

_PIECE_BYTES: Final = 256 * 1024


def seal_file(source: Readable, facts: Attachment, target: Path, recipient: str) -> SealedFile:
    """Pad and encrypt a travel copy to a file that is on the disk when this returns.

    Raises:
        Tampered: the source is not as long as ``facts`` say.
        OSError: reading or writing failed; there is no target.
    """
    padded = _Padded(source, facts.size_bytes)
    with replacing(target) as file:
        sealed = _Measured(file)
        age_encrypt(padded, sealed, recipient)
        if not padded.fits:
            raise Tampered
    return SealedFile(facts.attachment, sealed.size, sealed.digest)


def check_file(source: Path, sealed: SealedFile, facts: Attachment, identity: str) -> None:
    """Check one file of a parcel against the signed manifest, without keeping anything of it.

    What comes out counts only when all of it has the length, the padding and the hash that the
    manifest names. Both hashes are made while it is decrypted: ``download_file`` has held the
    ciphertext to its hash before any of it comes here.

    Raises:
        EnvelopeRefused: with HASH.
        OSError: reading failed.
    """

    def decrypt(target: Writable) -> None:
        with source.open("rb") as ciphertext:
            age_decrypt(ciphertext, target, identity)

    with ThreadPoolExecutor(1) as beside:
        measured = beside.submit(_measure, source)
        try:
            fits = pour(decrypt, lambda content: _is_content(content, facts))
        except Tampered as error:
            raise EnvelopeRefused(EnvelopeCause.HASH) from error
        if not fits or measured.result() != (sealed.sha256, sealed.size_bytes):
            raise EnvelopeRefused(EnvelopeCause.HASH)


def _is_content(padded: Readable, facts: Attachment) -> bool:
    """Read all of a decrypted file, and tell whether it is the recording with its padding."""
    digest, left = hashlib.sha256(), facts.size_bytes
    padding = padded_size(facts.size_bytes) - facts.size_bytes
    while piece := padded.read(_PIECE_BYTES):
        content, zeros = piece[:left], piece[left:]
        digest.update(content)
        left -= len(content)
        padding -= len(zeros)
        if zeros.count(0) != len(zeros) or padding < 0:
            return False
    return left == 0 and padding == 0 and digest.hexdigest() == facts.sha256


class _Padded:
    """A stream followed by blanks, so that its length says little."""

    def __init__(self, source: Readable, size: int) -> None:
        self._source = source
        self._content = size
        self._padding = padded_size(size) - size

    @property
    def fits(self) -> bool:
        """Whether the source had exactly its size, and all of it was read."""
        return self._content == self._padding == 0

    def read(self, size: int) -> bytes:
        piece = self._source.read(size)
        self._content -= len(piece)
        if not piece and self._content == 0:
            piece = bytes(min(size, self._padding))
            self._padding -= len(piece)
        return piece


class _Measured:
    """Counts and hashes what is written through it."""

    def __init__(self, target: Writable) -> None:
        self._target = target
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def write(self, piece: bytes) -> int:
        self._hash.update(piece)
        self.size += len(piece)
        return self._target.write(piece)


def _measure(source: Path) -> tuple[str, int]:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The file with the vault's locks: the same key, sealed in up to three ways, in two copies.

``VIDDA-KEYSLOTS 1``, a line with the SHA-256 of the rest, then JSON. Copies A and B are
written one after the other, each whole or not at all; the higher generation counts.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path
from typing import Final

import msgspec

from app.errors import KnownError
from app.vault.durable import private_directory, write_durably

VERSION: Final = 1
COPIES: Final = ("keyslots.a", "keyslots.b")
_MAGIC: Final = re.compile(rb"VIDDA-KEYSLOTS (\d{1,9})\n", re.ASCII)
_DIGEST_CHARACTERS: Final = 64
_MAX_BYTES: Final = 64 * 1024


class KeySlotsDamaged(KnownError):
    """The files that hold your keys are damaged or missing. Your records are still there and were
    not touched. Keep the profile folder as it is and restore the key files from a backup.
    """


class KeySlotsNewer(KnownError):
    """The key files were written by a newer version of Vidda. Nothing was changed. Install that
    version or a later one.
    """

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


class KeyringSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key under a random key that the system's keyring keeps."""

    backend: str
    service: str
    name: str
    sealed: bytes
    confirmed: bool
    """Opened at least once by a later run of the program."""


class PassphraseSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key under Argon2id of a passphrase."""

    salt: bytes
    iterations: int
    memory_kib: int
    lanes: int
    sealed: bytes


class RecoverySlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key under the recovery key on paper."""

    sealed: bytes


class KeySlots(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All slots of one store."""

    store: str
    """32 hex digits; part of what each slot is bound to."""
    generation: int
    key_check: bytes
    """Derived from the key: tells a wrong key before it is sealed into a slot."""
    keyring: KeyringSlot | None = None
    passphrase: PassphraseSlot | None = None
    recovery: RecoverySlot | None = None


def slot_context(kind: str, store: str) -> str:
    """Name what a slot's sealed key is bound to, so that slots cannot be exchanged."""
    return f"vidda/slot/v1/{kind}/{store}"


def any_copy(directory: Path) -> bool:
    """Tell whether there is a copy, readable or not."""
    return any((directory / name).exists() for name in COPIES)


def read_slots(directory: Path) -> KeySlots:
    """Read the newer good copy.

    Raises:
        KeySlotsNewer: a later version wrote one of them.
        KeySlotsDamaged: there is no good copy.
        OSError: the disk refuses.
    """
    found: list[KeySlots] = []
    for name in COPIES:
        try:
            raw = (directory / name).read_bytes()
        except FileNotFoundError:
            continue
        slots = decode(raw)
        if slots is not None:
            found.append(slots)
    if not found:
        raise KeySlotsDamaged
    return max(found, key=lambda slots: slots.generation)


def write_slots(directory: Path, slots: KeySlots) -> None:
    """Write both copies; a crash between leaves an old and a new one. Raises OSError."""
    raw = encode(slots)
    private_directory(directory)
    for name in COPIES:
        write_durably(directory / name, raw)


def encode(slots: KeySlots) -> bytes:
    """Write the slots as a file's content."""
    body = msgspec.json.encode(slots)
    digest = hashlib.sha256(body).hexdigest().encode()
    return b"VIDDA-KEYSLOTS %d\n%b\n%b" % (VERSION, digest, body)


def decode(raw: bytes) -> KeySlots | None:
    """Read a file's content; None where it is damaged.

    Raises:
        KeySlotsNewer: a later version wrote it.
    """
    head = _MAGIC.match(raw[:_MAX_BYTES])
    if head is None or len(raw) > _MAX_BYTES:
        return None
    if int(head[1]) > VERSION:
        raise KeySlotsNewer(int(head[1]))
    rest = raw[head.end() :]
    digest, body = rest[:_DIGEST_CHARACTERS], rest[_DIGEST_CHARACTERS + 1 :]
    if not hmac.compare_digest(digest, hashlib.sha256(body).hexdigest().encode()):
        return None
    try:
        return msgspec.json.decode(body, type=KeySlots)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None

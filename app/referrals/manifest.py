# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sealed parcel says once it is open: the manifest, its exact bytes and its reading."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final

import msgspec

from app.records.ids import AttachmentId, DeviceId, ReferralId, UserId, is_id
from app.records.referral import Addition, Attachment, CaseStep, ReferralForm, Reply
from app.referrals.allocation import SignedBytes
from app.referrals.reply_check import can_be_drawn
from signaling_server.wire import MAX_FILE_BYTES as MAX_SEALED_BYTES

FORMAT: Final = 1
MAX_ATTACHMENTS: Final = 24
MAX_FILE_BYTES: Final = 2 * 1024**3
"""Of one travel copy."""
MAX_ADDITIONS: Final = 24
MAX_ADDITION_TEXT: Final = 4000
MAX_MANIFEST_BYTES: Final = 1024 * 1024
_MAX_ALLOCATION_BYTES: Final = 3 * MAX_MANIFEST_BYTES // 2
"""It holds another manifest, in base64."""
_SMALLEST_BYTES: Final = 541
_GROWTH: Final = 1.05


class Kind(Enum):
    """Which way an envelope goes."""

    REFERRAL = "referral"
    REPLY = "reply"
    STEP = "step"
    """A small message of one side to the other."""
    ALLOCATION = "allocation"
    """A referral that a coordinator hands on, in the sender's own signed words."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One file of the parcel, as ciphertext."""

    attachment: AttachmentId
    """Also the file's name in the parcel."""
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The signed content of an envelope. Nothing in it is known to the server."""

    kind: Kind
    referral: ReferralId
    version: int
    """Rises with each sending of one referral in one direction."""
    sender: UserId
    sender_device: DeviceId
    recipient: UserId
    devices: tuple[DeviceId, ...]
    """All devices that can open it, the sender's own among them."""
    created: datetime
    form: ReferralForm | None = None
    attachments: tuple[Attachment, ...] = ()
    files: tuple[SealedFile, ...] = ()
    identity: str = field(default="", repr=False)
    """The age identity that opens the files."""
    additions: tuple[Addition, ...] = ()
    """All that was added since the referral was first sent; each later version repeats the
    earlier ones word for word."""
    answers: str = ""
    """SHA-256 of the manifest that a reply answers, in hex."""
    reply: Reply | None = None
    step: CaseStep | None = None
    answerer: UserId | None = None
    """Who opens a referral beside its recipient: whom the recipient had chosen to answer."""
    allocation: SignedBytes | None = None
    """The coordinator's word on who answers, in all that is sent of an allocated case."""
    original: SignedBytes | None = None
    """Of an allocation: the manifest that the sender signed for the coordinator."""
    format: int = FORMAT


class BadManifest(Exception):
    """The bytes are not a manifest of this version."""


def write_manifest(manifest: Manifest) -> bytes:
    """Write the exact bytes that are signed, padded with blanks so that texts do not tell."""
    body = msgspec.json.encode(manifest)
    return body.ljust(padded_size(len(body)), b" ")


def read_manifest(body: bytes) -> Manifest:
    """Read signed bytes; whatever is wrong with them, BadManifest is raised."""
    if len(body) > _MAX_ALLOCATION_BYTES:
        raise BadManifest
    try:
        manifest = msgspec.json.decode(body, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadManifest from error
    short = len(body) <= MAX_MANIFEST_BYTES or manifest.kind is Kind.ALLOCATION
    if not short or not _is_sound(manifest):
        raise BadManifest
    return manifest


def manifest_hash(body: bytes) -> str:
    """Name a manifest by its exact bytes."""
    return hashlib.sha256(body).hexdigest()


def padded_size(size_bytes: int) -> int:
    """Give the bucket that hides a length: the next power of 1.05, at least 541 bytes.

    After Signal's attachment padding: at most 5 % more, and few different lengths.
    """
    bucket = float(_SMALLEST_BYTES)
    while int(bucket) < size_bytes:
        bucket *= _GROWTH
    return int(bucket)


def _is_sound(manifest: Manifest) -> bool:
    """Check what the types cannot say."""
    names = [manifest.referral, manifest.sender, manifest.sender_device, manifest.recipient]
    names += [*manifest.devices, *(item.attachment for item in manifest.attachments)]
    if manifest.format != FORMAT or manifest.version < 1 or not all(is_id(n) for n in names):
        return False
    if manifest.created.tzinfo is None or not 0 < len(manifest.devices) <= 64:
        return False
    listed = [item.attachment for item in manifest.attachments]
    if len(set(listed)) != len(listed) or len(listed) > MAX_ATTACHMENTS:
        return False
    if listed != [item.attachment for item in manifest.files]:
        return False
    hashes = [item.sha256 for item in manifest.attachments]
    hashes += [item.sha256 for item in manifest.files]
    if not all(_is_hash(text) for text in hashes):
        return False
    if not all(0 < item.size_bytes <= MAX_FILE_BYTES for item in manifest.attachments):
        return False
    if any(item.size_bytes > MAX_SEALED_BYTES for item in manifest.files):
        return False
    if not _additions_are_sound(manifest, listed):
        return False
    if not _hands_on_soundly(manifest):
        return False
    if manifest.kind is Kind.REFERRAL:
        return manifest.form is not None and manifest.reply is None and bool(manifest.identity)
    alone = manifest.form is None and manifest.reply is None and not listed
    if manifest.kind is Kind.STEP:
        return manifest.step is not None and alone
    if manifest.kind is Kind.ALLOCATION:
        return manifest.step is None and alone
    if manifest.reply is None or not can_be_drawn(manifest.reply):
        return False
    return _is_hash(manifest.answers) and not listed


def _hands_on_soundly(manifest: Manifest) -> bool:
    """Only an allocation holds another manifest, and only a referral goes to two."""
    hands_on = manifest.kind is Kind.ALLOCATION
    if (manifest.original is not None) is not hands_on:
        return False
    if hands_on or manifest.answerer is not None:
        right = manifest.answerer is None or (
            manifest.kind is Kind.REFERRAL
            and is_id(manifest.answerer)
            and manifest.answerer not in (manifest.sender, manifest.recipient)
        )
        return right and manifest.allocation is not None
    return True


def _additions_are_sound(manifest: Manifest, listed: list[AttachmentId]) -> bool:
    """Only a referral is added to; what came with an addition is there, and came once."""
    additions = manifest.additions
    if (additions and manifest.kind is not Kind.REFERRAL) or len(additions) > MAX_ADDITIONS:
        return False
    if any(a.at.tzinfo is None or len(a.text) > MAX_ADDITION_TEXT for a in additions):
        return False
    came = [attachment for addition in additions for attachment in addition.attachments]
    return len(set(came)) == len(came) and set(came) <= set(listed)


def _is_hash(text: str) -> bool:
    return len(text) == 64 and all(c in "0123456789abcdef" for c in text)

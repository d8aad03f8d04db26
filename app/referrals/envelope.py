# SPDX-License-Identifier: GPL-3.0-or-later
"""The sealed envelope of a referral or a reply: the server sees ciphertext only.

::

    manifest   exact bytes, see ``manifest.py``
    signature  Ed25519 by the sender's device over "vidda/referral/v1" 0x00 manifest
    CK         32 random bytes, used for this one envelope
    commit     HKDF(CK, "vidda/commit/v1" referral): in the clear, and checked first
    body       ChaCha20-Poly1305(HKDF(CK, "vidda/body/v1"), nonce 0, manifest signature,
               aad = version referral commit)
    wrap       for each device HPKE(CK), info = "vidda/wrap/v1" referral commit device

The commitment is what makes one ciphertext have one meaning: an AEAD alone can be made to
open to different texts under different keys ("invisible salamanders"). Nonce 0 is safe
because CK is never used twice: each call of ``seal_envelope`` draws its own.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.errors import KnownError
from app.records.ids import DeviceId, ReferralId, UserId, is_id
from app.referrals.manifest import BadManifest, Kind, Manifest, manifest_hash, read_manifest
from app.vault.identity import OwnIdentity, SigningKey, verify
from app.vault.sealing import Tampered, derive, unwrap, wrap
from app.vault.trust import TrustedDevice

ENVELOPE_FILE: Final = "envelope"
MAX_ENVELOPE_BYTES: Final = 2 * 1024 * 1024
SIGNATURE_CONTEXT: Final = "vidda/referral/v1"
_MAGIC: Final = b"vidda-envelope\x01"
_SIGNATURE_BYTES: Final = 64
_NONCE: Final = bytes(12)
_KNOWN_BY_CONTENT: Final = (Kind.STEP, Kind.ALLOCATION)


class EnvelopeCause(Enum):
    """Which check an envelope failed."""

    FORMAT = "format"
    RECIPIENT = "recipient"
    """It is not for this device, or lists other recipients than it was wrapped for."""
    HASH = "hash"
    """Key commitment, sealed body or one of the files is not what it should be."""
    SIGNATURE = "signature"
    SENDER = "sender"
    """Not from the person that it came from, or from nobody the organisation knows."""
    REPLAY = "replay"
    """Older than, or the same as, one that was taken in before."""


class EnvelopeRefused(KnownError):
    """Something that was sent to you failed its check, so nothing of it is shown. It was set
    aside. Ask the sender to send it again, and tell your administrator if it happens twice.
    """

    def __init__(self, cause: EnvelopeCause) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class OpenedEnvelope:
    """An envelope that passed every check."""

    manifest: Manifest
    body: bytes = field(repr=False)
    """The exact bytes that were signed."""
    signature: bytes = field(repr=False)
    sender: TrustedDevice

    @property
    def hash(self) -> str:
        """What an answer names."""
        return manifest_hash(self.body)


class _Wrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    device: str
    sealed: bytes


class _Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    referral: str
    commit: bytes
    body: bytes
    wraps: tuple[_Wrap, ...]


def seal_envelope(
    referral: ReferralId, body: bytes, signing_key: SigningKey, devices: Sequence[TrustedDevice]
) -> bytes:
    """Sign a manifest's exact bytes and seal them for each device."""
    content_key = secrets.token_bytes(32)
    commit = _commitment(content_key, referral)
    plain = body + signing_key.sign(SIGNATURE_CONTEXT, body)
    sealed = ChaCha20Poly1305(derive(content_key, "vidda/body/v1")).encrypt(
        _NONCE, plain, _bound(referral, commit)
    )
    wraps = tuple(
        _Wrap(d.device, wrap(content_key, d.sealing_key, _wrap_info(referral, commit, d.device)))
        for d in devices
    )
    return _MAGIC + msgspec.msgpack.encode(_Envelope(referral, commit, sealed, wraps))


def open_envelope(
    raw: bytes,
    reader: OwnIdentity,
    known_device: Callable[[DeviceId], TrustedDevice | None],
    sender: UserId,
    highest_version: int,
) -> OpenedEnvelope:
    """Check an envelope in the order of security.md 2.4 and give its content.

    ``sender`` is who the server says it came from; ``highest_version`` the highest version of
    this sender's taken in of what ``referral_of`` names. The files of the parcel are checked by
    ``sealed_files``.

    Raises:
        EnvelopeRefused: with the first check that failed; nothing of it may be used.
    """
    envelope = _read(raw)
    referral = ReferralId(envelope.referral)
    own = [w for w in envelope.wraps if w.device == reader.device]
    if len(own) != 1:
        raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
    info = _wrap_info(referral, envelope.commit, reader.device)
    try:
        content_key = unwrap(own[0].sealed, reader.sealing_key, info)
    except Tampered as error:
        raise EnvelopeRefused(EnvelopeCause.RECIPIENT) from error
    if not hmac.compare_digest(_commitment(content_key, referral), envelope.commit):
        raise EnvelopeRefused(EnvelopeCause.HASH)
    try:
        plain = ChaCha20Poly1305(derive(content_key, "vidda/body/v1")).decrypt(
            _NONCE, envelope.body, _bound(referral, envelope.commit)
        )
    except InvalidTag as error:
        raise EnvelopeRefused(EnvelopeCause.HASH) from error
    body, signature = plain[:-_SIGNATURE_BYTES], plain[-_SIGNATURE_BYTES:]
    try:
        manifest = read_manifest(body)
    except BadManifest as error:
        raise EnvelopeRefused(EnvelopeCause.FORMAT) from error
    author = known_device(manifest.sender_device)
    if author is None or author.user != manifest.sender or manifest.sender != sender:
        raise EnvelopeRefused(EnvelopeCause.SENDER)
    if not verify(author.signing_key, SIGNATURE_CONTEXT, body, signature):
        raise EnvelopeRefused(EnvelopeCause.SIGNATURE)
    wrapped_for = {w.device for w in envelope.wraps}
    if reader.device not in manifest.devices or wrapped_for != set(manifest.devices):
        raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
    if reader.user not in (manifest.recipient, manifest.answerer, manifest.sender):
        raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
    if manifest.referral != referral:
        raise EnvelopeRefused(EnvelopeCause.HASH)
    # A step may come again, and in any order: it is known by what it says. So is an allocation.
    if manifest.kind not in _KNOWN_BY_CONTENT and manifest.version <= highest_version:
        raise EnvelopeRefused(EnvelopeCause.REPLAY)
    return OpenedEnvelope(manifest, body, signature, author)


def referral_of(raw: bytes) -> ReferralId:
    """Tell which referral an envelope says it is of; ``open_envelope`` then holds it to that.

    Raises:
        EnvelopeRefused: it is not an envelope.
    """
    return ReferralId(_read(raw).referral)


def _read(raw: bytes) -> _Envelope:
    if len(raw) > MAX_ENVELOPE_BYTES or not raw.startswith(_MAGIC):
        raise EnvelopeRefused(EnvelopeCause.FORMAT)
    try:
        envelope = msgspec.msgpack.decode(raw[len(_MAGIC) :], type=_Envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise EnvelopeRefused(EnvelopeCause.FORMAT) from error
    if not is_id(envelope.referral) or len(envelope.commit) != 32:
        raise EnvelopeRefused(EnvelopeCause.FORMAT)
    return envelope


def _commitment(content_key: bytes, referral: ReferralId) -> bytes:
    return derive(content_key, f"vidda/commit/v1{referral}")


def _bound(referral: ReferralId, commit: bytes) -> bytes:
    return _MAGIC + referral.encode() + commit


def _wrap_info(referral: ReferralId, commit: bytes, device: str) -> bytes:
    return b"vidda/wrap/v1\0" + referral.encode() + commit + device.encode()

# SPDX-License-Identifier: GPL-3.0-or-later
"""What this computer keeps of a referral beside its record: keys and signed bytes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from app.records.ids import AttachmentId, ParcelId, ReferralId
from app.referrals.allocation import SignedBytes
from app.referrals.manifest import manifest_hash, read_manifest


@dataclass(frozen=True, slots=True)
class Proof:
    """A manifest's exact bytes and who signed them."""

    manifest: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    signer_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """Proof and keys of one referral; sealed with the records, never shown."""

    identity: str = field(default="", repr=False)
    """The age identity of its files."""
    parcel: ParcelId | None = None
    """The last parcel of the referral itself."""
    version: int = 0
    """How often it was sent from here."""
    manifest: bytes = field(default=b"", repr=False)
    signature: bytes = field(default=b"", repr=False)
    signer_key: bytes = field(default=b"", repr=False)
    reply_parcel: ParcelId | None = None
    reply_version: int = 0
    reply_manifest: bytes = field(default=b"", repr=False)
    reply_signature: bytes = field(default=b"", repr=False)
    reply_signer_key: bytes = field(default=b"", repr=False)
    earlier: tuple[Proof, ...] = ()
    """Of what was sent or answered before the last addition or reply, oldest first."""
    allocation: SignedBytes | None = field(default=None, repr=False)
    """The coordinator's last word on who answers, for who sends more of the case."""
    came_back: str = ""
    """A ``Hindrance``: why what was sent is a draft again; empty once it is sent anew."""

    @property
    def hash(self) -> str:
        """What an answer to this referral names."""
        return manifest_hash(self.manifest)

    def answered_by(self, answers: str) -> bool:
        """Tell whether this is the hash of what was sent, now or before an addition."""
        former = (manifest_hash(proof.manifest) for proof in self.earlier)
        return bool(self.manifest) and (answers == self.hash or answers in former)

    def is_older(self, answers: str, *, answered: bool) -> bool:
        """Tell whether a reply to this hash answers less than what it is held against.

        That is the last text sent, or where that is ``answered`` what any reply here answers.
        """
        if not answered:
            return answers != self.hash
        bodies = (*(proof.manifest for proof in self.earlier), self.manifest)
        order = {manifest_hash(body): place for place, body in enumerate(bodies)}
        replies = (*bodies[:-1], self.reply_manifest)
        named = [read_manifest(body).answers for body in replies if body]
        return order.get(answers, -1) < max((order.get(name, -1) for name in named), default=-1)

    def without_referral(self) -> Kept:
        """Make room for the proof of a later version of the referral."""
        proof = Proof(self.manifest, self.signature, self.signer_key)
        return self if not self.manifest else replace(self, earlier=(*self.earlier, proof))

    def without_reply(self) -> Kept:
        """Make room for the proof of a later reply."""
        proof = Proof(self.reply_manifest, self.reply_signature, self.reply_signer_key)
        return self if not self.reply_manifest else replace(self, earlier=(*self.earlier, proof))

    def packed(self) -> bytes:
        """Write it for the store."""
        return msgspec.msgpack.encode(self)


def unpacked(secret: bytes) -> Kept:
    """Read it from the store; a draft that was never sent has nothing."""
    return msgspec.msgpack.decode(secret, type=Kept) if secret else Kept()


def blob_owner(referral: ReferralId, attachment: AttachmentId) -> str:
    """Name whose a sealed file is.

    Ids of attachments are chosen by the sender; within one referral they can harm no other's.
    """
    return f"{referral}.{attachment}"

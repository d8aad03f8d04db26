# SPDX-License-Identifier: GPL-3.0-or-later
"""Offers and answers that say who made them, so that a server cannot put itself between.

A description is signed over (after the context ``vidda/call/v1`` and a zero byte)

    call 16 | role 1 | sequence 8 | own key id 10 | peer key id 10 | sha-256 fingerprint 32 |
    length of ufrag 1 | ice-ufrag | sha256(SDP) 32 | hash of the peer's last one 32, or zeros

and travels with its SDP and the chain of its key. It is checked before the SDP is used;
the certificate of the running connection is compared afterwards. security.md 2.10.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
from dataclasses import dataclass, field
from typing import Final

import msgspec

from app.calls.signers import Chain, Doubt, NotThePeer, Signer, TrustChain
from app.records.ids import CallId, is_id
from app.vault.identity import SigningKey, verify
from signaling_server.wire import MAX_RELAY_BYTES, Role, Struct

CONTEXT: Final = "vidda/call/v1"
KEY_ID_BYTES: Final = 10
NO_HASH: Final = bytes(32)

_HEAD = struct.Struct(">16sBQ10s10s32sB")
ROLES: Final = (
    Role.CLINICIAN,
    Role.PATIENT,
    Role.INTERPRETER,
    Role.RELATIVE,
    Role.PROFESSIONAL,
)
"""The place in this list, from 1, is the role's byte."""
_FINGERPRINT = re.compile(r"[0-9A-F]{2}(:[0-9A-F]{2}){31}")
_UFRAG = re.compile(r"[A-Za-z0-9+/]{4,255}")


class SignedDescription(Struct, frozen=True, tag_field="type", tag="description"):
    """An offer or an answer as it travels through the server."""

    body: bytes
    signature: bytes
    sdp: str
    chain: Chain


class Refusal(Struct, frozen=True, tag_field="type", tag="refusal"):
    """The receiver could not verify what the sender had said; not signed."""


class SignedPath(Struct, frozen=True, tag_field="type", tag="path"):
    """How the sender can be reached anew, for a link that stands; ``paths`` reads it."""

    body: bytes
    signature: bytes


Payload = SignedDescription | Refusal | SignedPath
_payloads: msgspec.json.Decoder[Payload] = msgspec.json.Decoder(Payload)
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class DescriptionBody:
    """What is signed."""

    call: CallId
    role: Role
    sequence: int
    key_id: bytes
    peer_key_id: bytes
    fingerprint: bytes
    ufrag: str
    sdp_hash: bytes
    peer_hash: bytes


@dataclass(frozen=True, slots=True)
class OwnEnd:
    """Who this end is in descriptions."""

    role: Role
    key_id: bytes
    key: SigningKey = field(repr=False)
    chain: Chain = field(repr=False)


@dataclass(frozen=True, slots=True)
class PeerDescription:
    """A description that passed every check before its use."""

    sequence: int
    fingerprint: str
    """``AB:CD:…``, what the certificate of the running connection must hash to."""
    key_id: bytes
    hash: bytes
    peer_hash: bytes
    """Which of this end's descriptions the other had last heard, or zeros."""
    sdp: str = field(repr=False)


def encode_payload(payload: Payload) -> str:
    """Write what one end relays to the other."""
    return _encoder.encode(payload).decode()


def decode_payload(text: str) -> Payload:
    """Read what the server says the other end relayed.

    Raises:
        NotThePeer: It is not a payload. No other exception leaves this function.
    """
    if len(text) > MAX_RELAY_BYTES:
        raise NotThePeer(Doubt.MALFORMED)
    try:
        return _payloads.decode(text.encode())
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise NotThePeer(Doubt.MALFORMED) from error


def encode_body(body: DescriptionBody) -> bytes:
    """Write the exact bytes that are signed."""
    ufrag = body.ufrag.encode("ascii")
    head = _HEAD.pack(
        bytes.fromhex(body.call),
        ROLES.index(body.role) + 1,
        body.sequence,
        body.key_id,
        body.peer_key_id,
        body.fingerprint,
        len(ufrag),
    )
    return head + ufrag + body.sdp_hash + body.peer_hash


def decode_body(data: bytes) -> DescriptionBody:
    """Read the bytes that were signed.

    Raises:
        NotThePeer: They are not a description's. No other exception leaves this function.
    """
    if len(data) < _HEAD.size:
        raise NotThePeer(Doubt.MALFORMED)
    call, role, sequence, key_id, peer_key_id, fingerprint, length = _HEAD.unpack_from(data)
    ufrag = data[_HEAD.size : _HEAD.size + length].decode("latin-1")
    hashes = data[_HEAD.size + length :]
    if not 1 <= role <= len(ROLES) or len(hashes) != 64 or not _UFRAG.fullmatch(ufrag):
        raise NotThePeer(Doubt.MALFORMED)
    return DescriptionBody(
        call=CallId(call.hex()),
        role=ROLES[role - 1],
        sequence=sequence,
        key_id=key_id,
        peer_key_id=peer_key_id,
        fingerprint=fingerprint,
        ufrag=ufrag,
        sdp_hash=hashes[:32],
        peer_hash=hashes[32:],
    )


def fingerprint_bytes(text: str) -> bytes:
    """Read a sha-256 fingerprint of the form ``AB:CD:…``.

    Raises:
        NotThePeer: It is none.
    """
    if not _FINGERPRINT.fullmatch(text.upper()):
        raise NotThePeer(Doubt.FINGERPRINTS)
    return bytes.fromhex(text.replace(":", ""))


def transport_of(sdp: str) -> tuple[bytes, str]:
    """Find the one sha-256 fingerprint and the one ice-ufrag of a session description.

    Each media section has to have them, of its own or from the top; other hash functions
    may stand beside, as the whole text is signed and the transport compares them all.

    Raises:
        NotThePeer: None, or more than one.
    """
    top, *sections = re.split(r"(?m)^m=", sdp.replace("\r\n", "\n"))
    fingerprints: set[bytes] = set()
    ufrags: set[str] = set()
    for section in sections:
        own = _fingerprints(section) or _fingerprints(top)
        ufrag = _ufrags(section) or _ufrags(top)
        if len(own) != 1 or len(ufrag) != 1:
            raise NotThePeer(Doubt.FINGERPRINTS)
        fingerprints |= own
        ufrags |= ufrag
    fingerprints |= _fingerprints(top)
    ufrags |= _ufrags(top)
    if len(fingerprints) != 1 or len(ufrags) != 1:
        raise NotThePeer(Doubt.FINGERPRINTS)
    ufrag_text = ufrags.pop()
    if not _UFRAG.fullmatch(ufrag_text):
        raise NotThePeer(Doubt.FINGERPRINTS)
    return fingerprints.pop(), ufrag_text


def _fingerprints(lines: str) -> set[bytes]:
    found = re.findall(r"(?mi)^a=fingerprint:sha-256[ \t]+(.*?)[ \t]*$", lines)
    return {fingerprint_bytes(value) for value in found}


def _ufrags(lines: str) -> set[str]:
    return set(re.findall(r"(?m)^a=ice-ufrag:(.*?)[ \t]*$", lines))


class Correspondence:
    """The descriptions of one call, from the view of one end. No I/O, no clock.

    The first key that passes stays the peer's for the whole call.
    """

    def __init__(
        self,
        call: CallId,
        own: OwnEnd,
        trust: TrustChain,
        first_sequence: int,
        peer_key_id: bytes | None = None,
    ) -> None:
        if not is_id(call):
            raise NotThePeer(Doubt.CALL)
        self._call = call
        self.own = own
        self._trust = trust
        self._sequence = first_sequence - 1
        self._peer_key_id = peer_key_id
        self._heard_sequence = -1
        self.peer: Signer | None = None
        """Whose description was heard last."""
        self.own_hash = NO_HASH
        """Hash of what this end said last."""
        self.peer_hash = NO_HASH
        """Hash of what the other end was heard to say last."""

    def write(self, sdp: str, sequence: int | None = None) -> SignedDescription:
        """Sign this end's offer or answer; ``sequence`` must rise, without it the next is taken.

        Raises:
            NotThePeer: The description has not exactly one fingerprint and ufrag, or nobody to
                address it to is known yet.
        """
        if self._peer_key_id is None:
            raise NotThePeer(Doubt.KEY)
        fingerprint, ufrag = transport_of(sdp)
        self._sequence = max(self._sequence + 1, sequence or 0)
        body = encode_body(
            DescriptionBody(
                call=self._call,
                role=self.own.role,
                sequence=self._sequence,
                key_id=self.own.key_id,
                peer_key_id=self._peer_key_id,
                fingerprint=fingerprint,
                ufrag=ufrag,
                sdp_hash=hashlib.sha256(sdp.encode()).digest(),
                peer_hash=self.peer_hash,
            )
        )
        self.own_hash = hashlib.sha256(body).digest()
        return SignedDescription(body, self.own.key.sign(CONTEXT, body), sdp, self.own.chain)

    def read(self, signed: SignedDescription, now: float) -> PeerDescription:
        """Check the peer's description in full, and remember it as the last one heard.

        Raises:
            NotThePeer: Any check failed; nothing is remembered.
        """
        signer = self._trust(signed.chain, now)
        if not verify(signer.key, CONTEXT, signed.body, signed.signature):
            raise NotThePeer(Doubt.SIGNATURE)
        body = decode_body(signed.body)
        if body.role is self.own.role or body.key_id == self.own.key_id:
            raise NotThePeer(Doubt.ROLE)
        if body.call != self._call:
            raise NotThePeer(Doubt.CALL)
        pinned = self._peer_key_id or signer.key_id
        if not body.key_id == signer.key_id == pinned or body.peer_key_id != self.own.key_id:
            raise NotThePeer(Doubt.KEY)
        if body.sequence <= self._heard_sequence:
            raise NotThePeer(Doubt.SEQUENCE)
        if not hmac.compare_digest(hashlib.sha256(signed.sdp.encode()).digest(), body.sdp_hash):
            raise NotThePeer(Doubt.TEXT)
        if transport_of(signed.sdp) != (body.fingerprint, body.ufrag):
            raise NotThePeer(Doubt.FINGERPRINTS)
        self._peer_key_id = signer.key_id
        self.peer = signer
        self._heard_sequence = body.sequence
        self.peer_hash = hashlib.sha256(signed.body).digest()
        return PeerDescription(
            sequence=body.sequence,
            fingerprint=body.fingerprint.hex(":").upper(),
            key_id=signer.key_id,
            hash=self.peer_hash,
            peer_hash=body.peer_hash,
            sdp=signed.sdp,
        )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Descriptions of another path for a link that stands, signed like offers and answers.

What is signed (after the context ``vidda/path/v1`` and a zero byte) is

    call 16 | role 1 | attempt 8 | round 4 | own key id 10 | peer key id 10 | sha-256 fingerprint
    of the sender's certificate on this link 32 | JSON of ufrag, password and candidates

The encrypted association below stays the same, so a forged path could carry nothing that is
heard or seen; signed, it cannot draw packets elsewhere either. security.md 2.10.
"""

from __future__ import annotations

import hmac
import re
import struct
from dataclasses import dataclass, field
from typing import Final

import msgspec

from app.calls.descriptions import ROLES, OwnEnd, SignedPath
from app.calls.path_recovery import MOST_ROUND
from app.calls.signers import Doubt, NotThePeer, Signer
from app.media.link_events import PathDescription
from app.records.ids import CallId
from app.vault.identity import verify
from signaling_server.wire import Struct

CONTEXT: Final = "vidda/path/v1"
MOST_CANDIDATES: Final = 24
_HEAD = struct.Struct(">16sBQI10s10s32s")
_ICE_TEXT = re.compile(r"[A-Za-z0-9+/]{4,256}")
_CANDIDATE = re.compile(r"[\x20-\x7e]{1,256}")


class _Reachable(Struct, frozen=True):
    ufrag: str
    password: str
    candidates: list[str]


_decoder = msgspec.json.Decoder(_Reachable)
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class LinkParties:
    """Between whom a link stands, as its signed descriptions and living certificates said."""

    call: CallId
    attempt: int
    own: OwnEnd
    peer: Signer
    own_fingerprint: bytes
    peer_fingerprint: bytes


@dataclass(frozen=True, slots=True)
class PeerPath:
    """A description of the other end's path that passed every check."""

    round: int
    path: PathDescription = field(repr=False)


def sign_path(parties: LinkParties, number: int, path: PathDescription) -> SignedPath:
    """Sign how this end can be reached in a round."""
    reachable = _Reachable(path.ufrag, path.password, list(path.candidates[:MOST_CANDIDATES]))
    body = _HEAD.pack(
        bytes.fromhex(parties.call),
        ROLES.index(parties.own.role) + 1,
        parties.attempt,
        number,
        parties.own.key_id,
        parties.peer.key_id,
        parties.own_fingerprint,
    ) + _encoder.encode(reachable)
    return SignedPath(body, parties.own.key.sign(CONTEXT, body))


def read_path(parties: LinkParties, signed: SignedPath) -> PeerPath:
    """Check what the peer says of another path for this very link.

    Raises:
        NotThePeer: Any check failed; ``Doubt.SEQUENCE`` if it is for another link of theirs.
    """
    if not verify(parties.peer.key, CONTEXT, signed.body, signed.signature):
        raise NotThePeer(Doubt.SIGNATURE)
    if len(signed.body) <= _HEAD.size:
        raise NotThePeer(Doubt.MALFORMED)
    call, role, attempt, number, key_id, peer_key_id, print_ = _HEAD.unpack_from(signed.body)
    if not 1 <= role <= len(ROLES) or not 1 <= number <= MOST_ROUND:
        raise NotThePeer(Doubt.MALFORMED)
    if ROLES[role - 1] is parties.own.role:
        raise NotThePeer(Doubt.ROLE)
    if key_id != parties.peer.key_id or peer_key_id != parties.own.key_id:
        raise NotThePeer(Doubt.KEY)
    if call.hex() != parties.call:
        raise NotThePeer(Doubt.CALL)
    if attempt != parties.attempt:
        raise NotThePeer(Doubt.SEQUENCE)
    if not hmac.compare_digest(print_, parties.peer_fingerprint):
        raise NotThePeer(Doubt.FINGERPRINTS)
    try:
        said = _decoder.decode(signed.body[_HEAD.size :])
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise NotThePeer(Doubt.MALFORMED) from error
    texts = (said.ufrag, said.password)
    if (
        not all(_ICE_TEXT.fullmatch(text) for text in texts)
        or not 0 < len(said.candidates) <= MOST_CANDIDATES
        or not all(_CANDIDATE.fullmatch(text) for text in said.candidates)
    ):
        raise NotThePeer(Doubt.MALFORMED)
    path = PathDescription(said.ufrag, said.password, tuple(said.candidates))
    return PeerPath(number, path)

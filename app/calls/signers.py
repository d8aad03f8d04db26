# SPDX-License-Identifier: GPL-3.0-or-later
"""From a key that came with a description to somebody this end trusts; pure.

The guest trusts the hash of the clinician's user key, which came in the link's fragment; the
host trusts the link's own key, made from a secret that never left host and guest; staff
trust the organisation's directory. The server is trusted with none of it. security.md 2.9.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from app.errors import KnownError
from app.records.ids import LinkId, UserId
from app.vault.identity import verify
from app.vault.links import user_key_hash
from app.vault.trust import TrustedDevice, UntrustedDevice, VerifiedDirectory, verify_device
from signaling_server.wire import Struct
from signaling_server.wire_http import SignedDocument

SEAT_CONTEXT = "vidda/seat/v1"


class Doubt(Enum):
    """What is wrong with a description, or with the connection that it led to."""

    MALFORMED = "malformed"
    SIGNATURE = "signature"
    CHAIN = "chain"
    """The key that signed belongs to nobody this end trusts."""
    ROLE = "role"
    """It claims this end's own role: sent back to its maker."""
    SEQUENCE = "sequence"
    """It was heard before, or is older than what was heard."""
    CALL = "call"
    KEY = "key"
    """Meant for another key, or signed by another than in this call so far."""
    FINGERPRINTS = "fingerprints"
    """Not exactly one sha-256 fingerprint or ufrag, or not those that were signed."""
    TEXT = "text"
    """The session description is not the one that was signed."""
    OFFER = "offer"
    """An answer to something else than this end's latest offer."""
    LIVE = "live"
    """The certificate of the running connection is not the signed one."""
    HASHES = "hashes"
    """The other end, on the running connection, heard or said other descriptions."""


class NotThePeer(KnownError):
    """The other side could not be verified, so nothing was shown or sent. Someone may be
    listening in on the way: end here, and talk by phone.

    ``doubt`` says which check failed.
    """

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt)
        self.doubt = doubt


class DeviceChain(Struct, frozen=True, tag="device"):
    """A clinician's device document; its user key is inside and signs it."""

    device: SignedDocument


class SeatChain(Struct, frozen=True, tag="seat"):
    """A guest's seat key with the link key's signature over it."""

    seat_key: bytes
    certificate: bytes


Chain = DeviceChain | SeatChain


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose signature counts: the key, and the name that descriptions call it by."""

    key: bytes
    key_id: bytes
    """First 80 bits of the hash of the user key (staff) or the seat key (guest)."""


TrustChain = Callable[[Chain, float], Signer]
"""Find the signer that a chain stands for at a time; raises NotThePeer(CHAIN)."""


def clinician_of_link(host_hash: bytes) -> TrustChain:
    """Trust the clinician whose user key the link names."""

    def trust(chain: Chain, now: float) -> Signer:
        if not isinstance(chain, DeviceChain):
            raise NotThePeer(Doubt.CHAIN)
        try:
            return _signer(verify_device(chain.device, now, user_key_hash=host_hash))
        except UntrustedDevice as error:
            raise NotThePeer(Doubt.CHAIN) from error

    return trust


def seat_of_link(link: LinkId, link_key: bytes) -> TrustChain:
    """Trust any seat that the link's secret has certified."""

    def trust(chain: Chain, now: float) -> Signer:
        if not isinstance(chain, SeatChain):
            raise NotThePeer(Doubt.CHAIN)
        body = seat_certificate_body(link, chain.seat_key)
        if not verify(link_key, SEAT_CONTEXT, body, chain.certificate):
            raise NotThePeer(Doubt.CHAIN)
        return Signer(chain.seat_key, seat_key_id(chain.seat_key))

    return trust


def colleague_of_directory(directory: Callable[[], VerifiedDirectory], user: UserId) -> TrustChain:
    """Trust the devices that the organisation's directory holds for one user."""

    def trust(chain: Chain, now: float) -> Signer:
        user_key = directory().user_key(user)
        if not isinstance(chain, DeviceChain) or user_key is None:
            raise NotThePeer(Doubt.CHAIN)
        try:
            device = verify_device(chain.device, now, user_key=user_key)
        except UntrustedDevice as error:
            raise NotThePeer(Doubt.CHAIN) from error
        # A revoked device still has a good signature; only the directory leaves it out.
        if directory().device(device.device) is None:
            raise NotThePeer(Doubt.CHAIN)
        return _signer(device)

    return trust


def seat_certificate_body(link: LinkId, seat_key: bytes) -> bytes:
    """Write what a link key signs for a seat, without the context."""
    return link.encode() + b"\0" + seat_key


def seat_key_id(seat_key: bytes) -> bytes:
    """Name a seat in descriptions."""
    return hashlib.sha256(b"vidda/seat-key/v1\0" + seat_key).digest()[:10]


def _signer(device: TrustedDevice) -> Signer:
    return Signer(device.signing_key, user_key_hash(device.user_key))

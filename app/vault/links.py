# SPDX-License-Identifier: GPL-3.0-or-later
"""A patient's join link: where the door is, its secret, and whom to expect behind it.

``https://host/j/<link id, hex>#<base64url(secret, host hash, checksum)>``. The part after ``#``
never reaches the server. security.md 2.9.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from urllib.parse import SplitResult, urlsplit

from app.errors import KnownError
from app.records.ids import LinkId, is_id
from app.vault.identity import SigningKey
from app.vault.sealing import derive

SECRET_BYTES: Final = 16
HOST_HASH_BYTES: Final = 10
_CHECKSUM_BYTES: Final = 2
_FRAGMENT_CHARACTERS: Final = 38
_MAX_CHARACTERS: Final = 2048


class LinkProblem(Enum):
    """What is wrong with a text that should be a join link."""

    NOT_A_LINK = "not-a-link"
    """No web address of a visit."""
    INCOMPLETE = "incomplete"
    """The part after ``#`` is missing or cut off, as some mail programs do."""
    DAMAGED = "damaged"
    """A character differs from what was sent."""


class BadLink(KnownError):
    """This link is not complete, so it opens no door. Nothing was sent. Copy the whole link from
    the message again, to its last character, or ask the clinic for a new one.
    """

    def __init__(self, cause: LinkProblem) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class JoinAddress:
    """What a join link says."""

    server: str
    """Base address without a slash at its end: ``https://host`` or ``https://host:8443/path``."""
    link: LinkId
    secret: bytes = field(repr=False)
    """16 bytes; all the guest's keys come from it."""
    host_hash: bytes = field(repr=False)
    """``user_key_hash`` of the clinician's user key, 10 bytes."""


def format_link(address: JoinAddress) -> str:
    """Write the link as it is sent to the patient. Secret: never log it."""
    payload = address.secret + address.host_hash
    if len(address.secret) != SECRET_BYTES or len(payload) != SECRET_BYTES + HOST_HASH_BYTES:
        raise ValueError("a link holds 16 secret bytes and 10 bytes of hash")
    return f"{address.server.rstrip('/')}/j/{address.link}#{_fragment(address.link, payload)}"


def parse_link(text: str) -> JoinAddress:
    """Read a link as a person pasted it; white space from line breaks in mails is dropped.

    Raises:
        BadLink: with the cause.
    """
    compact = "".join(text.split()).strip("<>\"'")
    parts = _split(compact)
    prefix, marker, link = parts.path.rstrip("/").rpartition("/j/")
    link = link.lower()
    if not marker or not is_id(link):
        raise BadLink(LinkProblem.NOT_A_LINK)
    payload = _payload(LinkId(link), parts.fragment)
    server = f"{parts.scheme}://{parts.netloc}{prefix}"
    return JoinAddress(server, LinkId(link), payload[:SECRET_BYTES], payload[SECRET_BYTES:])


def _split(compact: str) -> SplitResult:
    if len(compact) > _MAX_CHARACTERS:
        raise BadLink(LinkProblem.NOT_A_LINK)
    try:
        parts = urlsplit(compact)
        host, user = parts.hostname, parts.username
        _ = parts.port  # raises for a port that is not one
    except ValueError as error:
        raise BadLink(LinkProblem.NOT_A_LINK) from error
    if parts.scheme not in ("https", "http") or not host or user is not None or parts.query:
        raise BadLink(LinkProblem.NOT_A_LINK)
    return parts


def _payload(link: LinkId, fragment: str) -> bytes:
    if len(fragment) < _FRAGMENT_CHARACTERS:
        raise BadLink(LinkProblem.INCOMPLETE)
    if len(fragment) > _FRAGMENT_CHARACTERS:
        raise BadLink(LinkProblem.DAMAGED)
    try:
        raw = base64.b64decode(fragment + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadLink(LinkProblem.DAMAGED) from error
    payload = raw[:-_CHECKSUM_BYTES]
    # Comparing the text, not the bytes: base64 leaves spare bits in the last character.
    if not hmac.compare_digest(_fragment(link, payload), fragment):
        raise BadLink(LinkProblem.DAMAGED)
    return payload


def _fragment(link: LinkId, payload: bytes) -> str:
    raw = payload + _checksum(link, payload)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _checksum(link: LinkId, payload: bytes) -> bytes:
    # Covers the id as well: a typing error there should not look like a dead appointment.
    whole = b"vidda/link-checksum/v1\0" + link.encode() + b"\0" + payload
    return hashlib.sha256(whole).digest()[:_CHECKSUM_BYTES]


def link_key(secret: bytes) -> SigningKey:
    """Derive the link's own key, which vouches for the patient's seat."""
    return SigningKey.from_seed(derive(secret, "vidda/link-key/v1"))


def card_key(secret: bytes) -> bytes:
    """Derive the key of the sealed card: who invites, where, when."""
    return derive(secret, "vidda/link-card/v1")


def message_key(secret: bytes) -> bytes:
    """Derive the key of messages between the door and the clinician."""
    return derive(secret, "vidda/link-message/v1")


def user_key_hash(public: bytes) -> bytes:
    """Shorten a user's public key to the 10 bytes that a link carries."""
    return hashlib.sha256(b"vidda/user-key/v1\0" + public).digest()[:HOST_HASH_BYTES]

# SPDX-License-Identifier: GPL-3.0-or-later
"""The code that a newcomer gets on paper or by phone; it pins the organisation's key.

128 secret bits, 80 bits of the organisation's hash, 17 bits of checksum: 45 symbols in nine
groups of five. The hash makes the first contact safe against the server. security.md 2.3.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from app.errors import KnownError
from app.records.ids import UserId
from app.vault import crockford
from app.vault.sealing import derive

SECRET_BYTES: Final = 16
ORGANIZATION_HASH_BYTES: Final = 10
_DATA_BYTES: Final = SECRET_BYTES + ORGANIZATION_HASH_BYTES
_CHECKSUM_BITS: Final = 17
_SYMBOLS: Final = 45
_GROUP: Final = 5


class CodeProblem(Enum):
    """What is wrong with a typed code."""

    LENGTH = "length"
    SYMBOL = "symbol"
    CHECKSUM = "checksum"


class BadEnrolmentCode(KnownError):
    """The code has a typing error. Nothing was sent. Compare it with the paper, group by group,
    and try again.
    """

    def __init__(self, cause: CodeProblem, group: int | None = None) -> None:
        super().__init__(cause, group)
        self.cause = cause
        self.group = group
        """1 to 9 where the group at fault is known."""


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """What the code says."""

    secret: bytes = field(repr=False)
    """16 bytes, for one use."""
    organization_hash: bytes
    """First 10 bytes of the SHA-256 of the organisation's public key."""

    def fits(self, organization_key: bytes) -> bool:
        """Tell whether a key that the server showed is the one this code was made for."""
        return hmac.compare_digest(self.organization_hash, _organization_hash(organization_key))


def new_enrolment_code(organization_key: bytes) -> EnrolmentCode:
    """Make a code for a newcomer to the organisation with this public key."""
    return EnrolmentCode(secrets.token_bytes(SECRET_BYTES), _organization_hash(organization_key))


def format_code(code: EnrolmentCode) -> str:
    """Write the code in nine groups of five."""
    data = code.secret + code.organization_hash
    if len(code.secret) != SECRET_BYTES or len(data) != _DATA_BYTES:
        raise ValueError("an enrolment code holds 16 secret bytes and 10 bytes of hash")
    number = int.from_bytes(data) << _CHECKSUM_BITS | _checksum(data)
    return crockford.grouped(crockford.encode(number, _SYMBOLS), _GROUP)


def parse_code(text: str) -> EnrolmentCode:
    """Read a code as a person typed it.

    Raises:
        BadEnrolmentCode: with the cause.
    """
    groups = crockford.typed_groups(text)
    symbols = "".join(groups)
    number = crockford.decode(symbols)
    if number is None:
        wrong = next(i for i, s in enumerate(symbols) if s not in crockford.ALPHABET)
        raise BadEnrolmentCode(CodeProblem.SYMBOL, min(wrong // _GROUP, 8) + 1)
    if len(symbols) != _SYMBOLS:
        odd = [i for i, group in enumerate(groups, 1) if len(group) != _GROUP]
        # Only a code typed in groups tells where a symbol is missing.
        known = odd[0] if len(groups) == _SYMBOLS // _GROUP else None
        raise BadEnrolmentCode(CodeProblem.LENGTH, known)
    data = (number >> _CHECKSUM_BITS).to_bytes(_DATA_BYTES)
    if number & ((1 << _CHECKSUM_BITS) - 1) != _checksum(data):
        raise BadEnrolmentCode(CodeProblem.CHECKSUM)
    return EnrolmentCode(data[:SECRET_BYTES], data[SECRET_BYTES:])


def enrolment_id(code: EnrolmentCode) -> str:
    """Derive the public name of the invitation on the server."""
    return derive(code.secret, "vidda/enrolment-id/v1", 16).hex()


def user_id(code: EnrolmentCode) -> UserId:
    """Derive the newcomer's id, which both ends know without asking the server."""
    return UserId(derive(code.secret, "vidda/enrolment-user/v1", 16).hex())


def claim_mac(code: EnrolmentCode, user_key: bytes, device_document_body: bytes) -> bytes:
    """Authenticate a claim by the code's secret. Compare with ``hmac.compare_digest``."""
    key = derive(code.secret, "vidda/enrolment-claim/v1")
    body = len(user_key).to_bytes(4) + user_key + device_document_body
    return hmac.digest(key, b"vidda/enrolment-claim/v1\0" + body, "sha256")


def _organization_hash(organization_key: bytes) -> bytes:
    return hashlib.sha256(organization_key).digest()[:ORGANIZATION_HASH_BYTES]


def _checksum(data: bytes) -> int:
    digest = hashlib.sha256(b"vidda/enrolment-checksum/v1\0" + data).digest()
    return int.from_bytes(digest[:3]) >> 24 - _CHECKSUM_BITS

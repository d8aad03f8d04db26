# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks Ed25519 signatures; each is bound to its purpose by a context."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from signaling_server.refusal import Refusal
from signaling_server.wire import ErrorCode, Struct
from signaling_server.wire_http import SignedDocument

DIRECTORY: Final = "vidda/directory/v1"
DEVICE: Final = "vidda/device/v1"
LOGIN: Final = "vidda/login/v1"
SEAT: Final = "vidda/seat/v1"
KEY_BYTES: Final = 32

T = TypeVar("T", bound=Struct)


def verify(public_key: bytes, context: str, body: bytes, signature: bytes) -> bool:
    """Tell whether a signature is right. Never raises, whatever the bytes are."""
    signed = context.encode() + b"\0" + body
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def login_body(server: str, subject: str, nonce: bytes) -> bytes:
    """What a login signs after its context: for this server, this subject, this once."""
    return server.encode() + b"\0" + subject.encode() + b"\0" + nonce


def seat_body(link: str, seat_key: bytes) -> bytes:
    """What a link's key signs to vouch for a seat."""
    return link.encode() + b"\0" + seat_key


def read_signed(document: SignedDocument, kind: type[T]) -> T:
    """Read the body of a signed document without judging the signature.

    Raises:
        Refusal: the body is not what it should be.
    """
    try:
        return msgspec.json.decode(document.body, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise Refusal(ErrorCode.BAD_REQUEST) from error

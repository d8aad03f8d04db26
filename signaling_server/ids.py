# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of things on the server: each kind of id is its own type, 32 lower-case hex digits."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final, NewType

AppointmentId = NewType("AppointmentId", str)
DeviceId = NewType("DeviceId", str)
EnrolmentId = NewType("EnrolmentId", str)
LinkId = NewType("LinkId", str)
OrganizationId = NewType("OrganizationId", str)
ParcelId = NewType("ParcelId", str)
ParticipantId = NewType("ParticipantId", str)
"""A user's id for staff; for a guest it is made from the link and the seat's key."""
SessionId = NewType("SessionId", str)
"""Public name of one start of a client."""
UploadId = NewType("UploadId", str)
UserId = NewType("UserId", str)

_ID: Final = re.compile(r"[0-9a-f]{32}")
_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def is_id(text: str) -> bool:
    """Tell whether a text from outside has the form of an id."""
    return _ID.fullmatch(text) is not None


def is_file_name(text: str) -> bool:
    """Tell whether a text from outside may name a file of a parcel; it never becomes a path."""
    return _FILE.fullmatch(text) is not None


def is_sha256(text: str) -> bool:
    """Tell whether a text is a SHA-256 in lower-case hex."""
    return _SHA256.fullmatch(text) is not None


def new_id() -> str:
    """Make an id of 128 random bits; the caller says which kind it is."""
    return secrets.token_hex(16)


def organization_of_key(public_key: bytes) -> OrganizationId:
    """Name an organisation by its key, so that nobody can take another's name."""
    return OrganizationId(hashlib.sha256(public_key).hexdigest()[:32])


def participant_of_seat(link: LinkId, seat_key: bytes) -> ParticipantId:
    """Name a guest's seat: the same device on the same link is the same participant."""
    digest = hashlib.sha256(b"vidda/participant/v1\0" + link.encode() + b"\0" + seat_key)
    return ParticipantId(digest.hexdigest()[:32])

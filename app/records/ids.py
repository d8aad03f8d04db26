# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of things: each kind of id is its own type, all are 128 random bits in hex."""

from __future__ import annotations

from typing import NewType

AppointmentId = NewType("AppointmentId", str)
AttachmentId = NewType("AttachmentId", str)
CallId = NewType("CallId", str)
CompositionId = NewType("CompositionId", str)
"""One note through all its versions."""
DeviceId = NewType("DeviceId", str)
EncounterId = NewType("EncounterId", str)
LinkId = NewType("LinkId", str)
OrganizationId = NewType("OrganizationId", str)
ParcelId = NewType("ParcelId", str)
ParticipantId = NewType("ParticipantId", str)
PatientId = NewType("PatientId", str)
ReferralId = NewType("ReferralId", str)
"""A ServiceRequest and the Task that follows it."""
ScaleResponseId = NewType("ScaleResponseId", str)
StillId = NewType("StillId", str)
"""A picture taken of a patient in a visit."""
UserId = NewType("UserId", str)
VersionId = NewType("VersionId", str)
"""One signed version of a note."""


def from_bytes(random: bytes) -> str:
    """Write 16 random bytes as an id; the caller says which kind it is.

    The bytes come from ``secrets.token_bytes(16)`` in a layer that may do I/O.
    """
    if len(random) != 16:
        raise ValueError("an id has 16 bytes")
    return random.hex()


def is_id(text: str) -> bool:
    """Tell whether a text from outside has the form of an id."""
    return len(text) == 32 and all(c in "0123456789abcdef" for c in text)

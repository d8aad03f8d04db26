# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures taken of a patient in a visit (FHIR R4 Media), as they lie in the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.records.ids import EncounterId, ParticipantId, PatientId, StillId, UserId


@dataclass(frozen=True, slots=True)
class StillFacts:
    """Of whom, when and by whom a picture is."""

    still: StillId
    patient: PatientId
    encounter: EncounterId
    participant: ParticipantId
    """Whose camera it came from."""
    taken: datetime
    """Aware and UTC."""
    taken_by: UserId
    width: int
    height: int
    sha256: str
    """Of the file in the clear, lower-case hex."""


@dataclass(frozen=True, slots=True)
class Still:
    """A picture that was taken and is in memory only, until it is kept."""

    facts: StillFacts
    png: bytes = field(repr=False)
    """Lossless, the frame as it was decoded."""

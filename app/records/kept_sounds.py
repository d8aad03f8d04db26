# SPDX-License-Identifier: GPL-3.0-or-later
"""Sounds recorded in a patient's visits (FHIR R4 Media), as they lie in the record."""

from __future__ import annotations

from dataclasses import dataclass

from app.records.encounter import SoundRecording
from app.records.ids import EncounterId, PatientId


@dataclass(frozen=True, slots=True)
class KeptSound:
    """Of whom, and from which visit, a recording is."""

    recording: SoundRecording
    patient: PatientId
    encounter: EncounterId

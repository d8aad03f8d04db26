# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened in a visit (FHIR R4 Encounter) and its session-start safety record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from app.records.ids import AppointmentId, EncounterId, PatientId, UserId


class SafetyField(Enum):
    """The questions asked at the start of each visit; ATA 2013 A.1-A.4, F.1-F.7."""

    INTRODUCED = "introduced"
    IDENTITY = "identity"
    PLACE = "place"
    PHONE = "phone"
    SUPPORT = "support"
    EMERGENCY = "emergency"
    PRESENT = "present"
    PRIVATE = "private"
    CONSENT = "consent"
    FALLBACK = "fallback"
    SUITABLE = "suitable"
    LANGUAGE = "language"


REQUIRED = frozenset(SafetyField) - {SafetyField.LANGUAGE}
STRIP = (
    SafetyField.IDENTITY,
    SafetyField.PLACE,
    SafetyField.PHONE,
    SafetyField.SUPPORT,
    SafetyField.PRIVATE,
    SafetyField.CONSENT,
)
"""The six that stand beside the picture; the rest is behind "All 12 fields"."""


@dataclass(frozen=True, slots=True)
class SafetyAnswer:
    """One answer with who wrote it down and when."""

    field: SafetyField
    value: str
    at: datetime
    author: UserId
    not_obtained: bool = False
    """Then ``value`` is the reason."""


@dataclass(frozen=True, slots=True)
class SafetyRecord:
    """The answers so far, at most one a field."""

    answers: tuple[SafetyAnswer, ...] = ()

    def answer(self, field: SafetyField) -> SafetyAnswer | None:
        """Find the answer to one question."""
        return next((a for a in self.answers if a.field is field), None)

    def with_answer(self, answer: SafetyAnswer) -> SafetyRecord:
        """Add an answer, replacing an earlier one to the same question."""
        others = tuple(a for a in self.answers if a.field is not answer.field)
        return replace(self, answers=(*others, answer))

    def missing(self) -> tuple[SafetyField, ...]:
        """List required questions without answer, in their fixed order."""
        given = {a.field for a in self.answers if a.value.strip()}
        return tuple(f for f in SafetyField if f in REQUIRED and f not in given)


class InterruptionCause(Enum):
    """Why people could not hear each other, as far as this end could see. May grow."""

    NETWORK = "network"
    """Nothing came any more."""
    OWN_NETWORK = "own-network"
    """The address of this computer went away."""
    OTHER_SIDE = "other-side"
    """The other side's program ended the connection, or ended itself."""
    SERVER = "server"
    """The path was lost while the server was away, through which another one is found."""
    DEVICE = "device"
    """This computer had lost its microphone or loudspeaker."""
    PARTED = "parted"
    """They had left each other, and came together again."""
    UNKNOWN = "unknown"
    """Written by a newer program, which knew."""

    @classmethod
    def _missing_(cls, value: object) -> InterruptionCause:
        """Read what a newer program has written: the visit must open all the same."""
        return cls.UNKNOWN


@dataclass(frozen=True, slots=True)
class Interruption:
    """A time during a visit in which the people could not hear each other."""

    start: datetime
    end: datetime | None
    cause: InterruptionCause = InterruptionCause.NETWORK

    def seconds(self, now: datetime) -> float:
        """Tell how long it lasted, or has lasted by ``now``."""
        return max(0.0, ((self.end or now) - self.start).total_seconds())


def interrupted_seconds(interruptions: Iterable[Interruption], now: datetime) -> float:
    """Tell how long at least one of these lasted; what they share counts once."""
    total, until = 0.0, None
    for one in sorted(interruptions, key=lambda one: one.start):
        end = one.end or now
        start = one.start if until is None else max(one.start, until)
        total += max(0.0, (end - start).total_seconds())
        until = end if until is None else max(until, end)
    return total


@dataclass(frozen=True, slots=True)
class EmergencyEntry:
    """One stamped line of the emergency log of a visit."""

    at: datetime
    text: str
    author: UserId


@dataclass(frozen=True, slots=True)
class SoundRecording:
    """A sound that was recorded in a visit (FHIR R4 Media): WAV, mono, 48 kHz, 16 bit."""

    blob: str
    """The sealed file."""
    at: datetime
    """When it began."""
    seconds: float
    sha256: str
    """Of the sound in the clear, lower-case hex."""
    author: UserId
    gaps: int = 0
    """How often the microphone gave nothing for a moment."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """A visit as it took place. Times are aware and UTC."""

    encounter: EncounterId
    appointment: AppointmentId
    patient: PatientId
    start: datetime
    end: datetime | None = None
    safety: SafetyRecord = SafetyRecord()
    participants: tuple[str, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    verified: bool = False
    relayed: bool = False
    emergency: tuple[EmergencyEntry, ...] = ()
    """What was done in an emergency, oldest first; printed in the note's technical lines."""
    recordings: tuple[SoundRecording, ...] = ()
    """Sounds of a stethoscope, oldest first."""

# SPDX-License-Identifier: GPL-3.0-or-later
"""What the day's screen shows: frozen snapshots, rendered whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from app.records.ids import AppointmentId, ParticipantId
from app.records.schedule import AppointmentStatus


class Connection(Enum):
    """State of the line to the server, as people see it."""

    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody at the door, ordered by appointment time."""

    appointment: AppointmentId
    participant: ParticipantId
    patient_name: str
    age: int | None
    reason: str
    start: datetime
    minutes: int
    """Planned length."""
    since: datetime
    """When the knock came."""
    known_seat: bool
    """False: another device than before is knocking."""
    check: str | None
    """"fine", "weak", "failed", "skipped" or None."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One line of the day."""

    appointment: AppointmentId
    patient_name: str
    age: int | None
    reason: str
    start: datetime
    end: datetime
    status: AppointmentStatus
    outcome: str
    promised: bool = False
    """It stands in the answer to a referral: whoever asked has been told of it."""


@dataclass(frozen=True, slots=True)
class DayView:
    """The whole day."""

    connection: Connection
    offline_since: datetime | None
    waiting: tuple[WaitingRow, ...]
    visits: tuple[VisitRow, ...]
    coming: tuple[VisitRow, ...] = ()
    """Planned ones of later days."""


@dataclass(frozen=True, slots=True)
class NewVisit:
    """What comes back when a visit has been planned."""

    appointment: AppointmentId
    link: str
    """The whole join link with its fragment: secret, for the patient only."""


@dataclass(frozen=True, slots=True)
class OwnerCard:
    """Who is logged in, for the navigation's foot."""

    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class VisitWish:
    """A visit as the answer to a referral wants it."""

    patient_name: str
    birth_date: date | None
    reason: str
    """Stands in the clinician's day, nowhere else."""
    start: datetime
    minutes: int

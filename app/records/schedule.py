# SPDX-License-Identifier: GPL-3.0-or-later
"""Planned visits (FHIR R4 Appointment)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from app.records.ids import AppointmentId, LinkId, ReferralId
from app.records.people import Patient


class AppointmentStatus(Enum):
    """FHIR R4 Appointment.status, the values in use."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    NOSHOW = "noshow"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class JoinLink:
    """A guest's door, as its maker keeps it. The secret lives in the vaulted store only."""

    link: LinkId
    secret: bytes = field(repr=False)
    """16 random bytes; everything of the guest's is derived from them."""
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Appointment:
    """A planned video visit. Times are aware and UTC."""

    appointment: AppointmentId
    patient: Patient
    reason: str
    """"Follow-up, depression": shown to staff, never to the server."""
    start: datetime
    end: datetime
    status: AppointmentStatus = AppointmentStatus.BOOKED
    link: JoinLink | None = None
    outcome: str = ""
    """Why it did not take place, or "" ."""
    based_on: ReferralId | None = None
    """The referral whose answer it is (FHIR Appointment.basedOn)."""

    @property
    def length(self) -> timedelta:
        """Planned length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class OfferedVisit:
    """A video visit as the answer to a referral tells of it: it is planned already."""

    start: datetime
    """Aware."""
    minutes: int
    link: str = field(default="", repr=False)
    """The whole join link, to be passed on to the patient alone. Secret; "" in a draft."""

    @property
    def end(self) -> datetime:
        """Planned end."""
        return self.start + timedelta(minutes=self.minutes)

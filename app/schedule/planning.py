# SPDX-License-Identifier: GPL-3.0-or-later
"""Which visits can be planned, and what may still be done with a planned one; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from app.errors import KnownError
from app.records.schedule import Appointment, AppointmentStatus
from signaling_server.wire import MAX_DAYS_AHEAD

SHORTEST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=8)


class PlanProblem(Enum):
    """What is wrong with a wish for a visit."""

    NO_NAME = "no-name"
    LENGTH = "length"
    """Under 5 minutes or over 8 hours."""
    PAST = "past"
    """It would be over already."""
    TOO_FAR = "too-far"
    """Links are for the next 30 days."""


class VisitNotPlannable(KnownError):
    """The visit cannot be planned like this. Nothing was saved."""

    def __init__(self, cause: PlanProblem) -> None:
        super().__init__(cause)
        self.cause = cause

    def sentence(self) -> str:
        """Say what to change."""
        return f"{super().sentence()} {_ADVICE[self.cause]}"


_ADVICE: Final = {
    PlanProblem.NO_NAME: "Write the patient's name.",
    PlanProblem.LENGTH: "Choose a length between 5 minutes and 8 hours.",
    PlanProblem.PAST: "Choose a time that is not over yet.",
    PlanProblem.TOO_FAR: f"Choose a time within the next {MAX_DAYS_AHEAD} days.",
}


class NotPlanned(KnownError):
    """There is no connection to the server, so the visit was not planned and nothing was saved.
    Plan it again when you are online."""


class NoSuchVisit(KnownError):
    """This visit is not on this computer. Nothing was changed."""


class VisitOver(KnownError):
    """This visit is over or cancelled already. Nothing was changed."""


class NoLink(KnownError):
    """This visit has no link that works. Make a new one for the patient."""


def check_wish(patient_name: str, start: datetime, minutes: int, now: datetime) -> None:
    """Refuse a visit that cannot be.

    Raises:
        VisitNotPlannable: with the first cause found.
        ValueError: a time without a zone.
    """
    if start.tzinfo is None:
        raise ValueError("times carry their zone")
    length = timedelta(minutes=minutes)
    if not patient_name.strip():
        raise VisitNotPlannable(PlanProblem.NO_NAME)
    if not SHORTEST <= length <= LONGEST:
        raise VisitNotPlannable(PlanProblem.LENGTH)
    if start + length <= now:
        raise VisitNotPlannable(PlanProblem.PAST)
    if start > now + timedelta(days=MAX_DAYS_AHEAD):
        raise VisitNotPlannable(PlanProblem.TOO_FAR)


def check_open(appointment: Appointment | None) -> Appointment:
    """Refuse what is not there or has ended.

    Raises:
        NoSuchVisit, VisitOver.
    """
    if appointment is None:
        raise NoSuchVisit
    if appointment.status not in (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED):
        raise VisitOver
    return appointment

# SPDX-License-Identifier: GPL-3.0-or-later
"""Fictional demo content for the screens under test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.records.ids import AppointmentId, ParticipantId
from app.records.schedule import AppointmentStatus
from app.schedule.views import Connection, DayView, OwnerCard, VisitRow, WaitingRow

OWNER = OwnerCard("Astrid Fonnedal", "Psychiatrist", "DPS Viddal")
NOW = datetime(2026, 11, 24, 9, 38, 12, tzinfo=UTC).astimezone()


def at(hour: int, minute: int) -> datetime:
    """Give a time of the demo day."""
    return NOW.replace(hour=hour, minute=minute, second=0)


def _id(number: int) -> str:
    return f"{number:032x}"


def waiting(
    number: int, name: str, age: int, reason: str, start: datetime, minutes: int, waited: int
) -> WaitingRow:
    """Make one person at the door."""
    return WaitingRow(
        appointment=AppointmentId(_id(number)),
        participant=ParticipantId(_id(100 + number)),
        patient_name=name,
        age=age,
        reason=reason,
        start=start,
        minutes=minutes,
        since=NOW - timedelta(minutes=waited),
        known_seat=number != 2,
        check="fine" if number == 1 else "weak",
    )


def visit(
    number: int,
    name: str,
    age: int | None,
    reason: str,
    start: datetime,
    status: AppointmentStatus,
    outcome: str = "",
) -> VisitRow:
    """Make one line of the day."""
    return VisitRow(
        appointment=AppointmentId(_id(number)),
        patient_name=name,
        age=age,
        reason=reason,
        start=start,
        end=start + timedelta(minutes=30),
        status=status,
        outcome=outcome,
    )


JONAS = waiting(1, "Jonas Skaresund", 52, "Follow-up, bipolar disorder", at(9, 30), 30, 8)
DANYLO = waiting(2, "Danylo Verkhovin", 41, "First visit", at(10, 0), 60, 3)
VISITS = (
    visit(11, "Tiril Rypelien", 19, "Follow-up, eating disorder", at(8, 0),
          AppointmentStatus.FULFILLED),
    visit(12, "Arne Fonnvik", 74, "Medication review", at(8, 30),
          AppointmentStatus.NOSHOW, "Too ill"),
    visit(1, "Jonas Skaresund", 52, "Follow-up, bipolar disorder", at(9, 30),
          AppointmentStatus.ARRIVED),
    visit(2, "Danylo Verkhovin", 41, "First visit", at(10, 0), AppointmentStatus.ARRIVED),
    visit(13, "Eira Multemyr", 34, "Follow-up, depression", at(10, 45), AppointmentStatus.BOOKED),
    visit(14, "Halvor Snøheim", 67, "Medication review with home-care nurse", at(11, 30),
          AppointmentStatus.BOOKED),
    visit(15, "Siri Breidalen", 16, "First visit, mother takes part", at(13, 0),
          AppointmentStatus.CANCELLED),
)  # fmt: skip
DAY = DayView(Connection.ONLINE, None, (JONAS, DANYLO), VISITS)
QUIET = DayView(Connection.ONLINE, None, (), ())
OFFLINE = DayView(Connection.OFFLINE, at(9, 31), (JONAS,), VISITS)

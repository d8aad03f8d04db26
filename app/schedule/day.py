# SPDX-License-Identifier: GPL-3.0-or-later
"""What the day looks like, from the planned visits and who is at the door; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from app.records.ids import AppointmentId, ParticipantId
from app.records.schedule import Appointment, AppointmentStatus
from app.schedule.views import Connection, DayView, VisitRow, WaitingRow
from signaling_server.wire import Participant, Presence, Role


def bounds_of_day(now: datetime) -> tuple[datetime, datetime]:
    """Give the beginning of the local day of ``now`` and of the next, in UTC.

    Built from dates, because a day may have 23 or 25 hours.
    """
    today = now.astimezone().date()
    return _beginning(today), _beginning(today + timedelta(days=1))


def day_view(
    visits: Iterable[Appointment],
    at_door: Mapping[AppointmentId, Appointment],
    rooms: Mapping[AppointmentId, tuple[Participant, ...]],
    connection: Connection,
    offline_since: datetime | None,
    today: date,
    hosted: Collection[AppointmentId] = frozenset(),
    coming: Iterable[Appointment] = (),
) -> DayView:
    """Build the view. ``at_door`` has the known appointments among ``rooms``, of any day, and
    ``coming`` those of later days.

    Whoever was let in earlier and has come back waits again until the clinician is there too:
    ``hosted`` are the rooms where that is so.
    """
    waiting = [
        _waiting_row(appointment, participant, today)
        for key, appointment in at_door.items()
        for participant in rooms.get(key, ())
        if participant.online
        and participant.role is not Role.CLINICIAN
        and (participant.presence is Presence.WAITING or key not in hosted)
    ]
    waiting.sort(key=lambda row: (row.start, row.since, row.participant))
    later = [visit for visit in coming if visit.status is AppointmentStatus.BOOKED]
    return DayView(
        connection, offline_since, tuple(waiting), _rows(visits, today), _rows(later, today)
    )


def _waiting_row(appointment: Appointment, participant: Participant, today: date) -> WaitingRow:
    return WaitingRow(
        appointment=appointment.appointment,
        participant=ParticipantId(participant.participant),
        patient_name=appointment.patient.name,
        age=appointment.patient.age_on(today),
        reason=appointment.reason,
        start=appointment.start,
        minutes=round(appointment.length.total_seconds() / 60),
        since=datetime.fromtimestamp(participant.since, UTC),
        known_seat=participant.known_seat,
        check=participant.check,
    )


def _rows(visits: Iterable[Appointment], today: date) -> tuple[VisitRow, ...]:
    rows = [_visit_row(visit, today) for visit in visits]
    return tuple(sorted(rows, key=lambda row: (row.start, row.appointment)))


def _visit_row(appointment: Appointment, today: date) -> VisitRow:
    return VisitRow(
        appointment=appointment.appointment,
        patient_name=appointment.patient.name,
        age=appointment.patient.age_on(today),
        reason=appointment.reason,
        start=appointment.start,
        end=appointment.end,
        status=appointment.status,
        outcome=appointment.outcome,
        promised=appointment.based_on is not None,
    )


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone().astimezone(UTC)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What the day shows and what may be planned; no I/O."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.records.ids import AppointmentId, PatientId
from app.records.people import Patient
from app.records.schedule import Appointment, AppointmentStatus
from app.schedule.day import bounds_of_day, day_view
from app.schedule.planning import (
    NoSuchVisit,
    PlanProblem,
    VisitNotPlannable,
    VisitOver,
    check_open,
    check_wish,
)
from app.schedule.views import Connection
from signaling_server.wire import Participant, Presence, Role

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def visit(name: str, minutes_from_now: int, born: date | None = None) -> Appointment:
    start = NOW + timedelta(minutes=minutes_from_now)
    return Appointment(
        AppointmentId(name),
        Patient(PatientId(name), name, born),
        "Follow-up",
        start,
        start + timedelta(minutes=30),
    )


def participant(name: str, since: float = 0.0, **changes: object) -> Participant:
    values: dict[str, object] = {
        "participant": name,
        "session": "s",
        "role": Role.PATIENT,
        "presence": Presence.WAITING,
        "since": since,
        "known_seat": True,
        "check": "fine",
        "online": True,
    }
    return Participant(**(values | changes))  # type: ignore[arg-type]


def test_waiting_people_stand_in_the_order_of_their_appointments() -> None:
    early, late = visit("early", 10, date(1992, 3, 14)), visit("late", 40)
    rooms = {
        late.appointment: (participant("came first", 1.0),),
        early.appointment: (
            participant("second", 9.0, known_seat=False),
            participant("first", 5.0),
            participant("inside", presence=Presence.ADMITTED),
            participant("gone", online=False),
        ),
        AppointmentId("somebody else's"): (participant("stranger"),),
    }
    at_door = {v.appointment: v for v in (late, early)}
    hosted = {early.appointment}
    view = day_view((late, early), at_door, rooms, Connection.ONLINE, None, NOW.date(), hosted)
    assert [row.participant for row in view.waiting] == ["first", "second", "came first"]
    assert [row.appointment for row in view.visits] == ["early", "late"]
    first, second, _ = view.waiting
    assert (first.age, first.minutes, first.check) == (33, 30, "fine")
    assert first.since == datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)
    assert not second.known_seat


def test_who_was_let_in_and_comes_back_alone_waits_again() -> None:
    early = visit("early", 10)
    rooms = {early.appointment: (participant("back", presence=Presence.ADMITTED),)}
    doors = {early.appointment: early}
    alone = day_view((early,), doors, rooms, Connection.ONLINE, None, NOW.date())
    assert [row.participant for row in alone.waiting] == ["back"]
    together = day_view((early,), doors, rooms, Connection.ONLINE, None, NOW.date(), set(doors))
    assert together.waiting == ()


def test_a_day_ends_where_the_next_begins() -> None:
    start, end = bounds_of_day(NOW)
    assert start <= NOW < end
    assert start.astimezone().hour == 0
    assert bounds_of_day(end)[0] == end
    assert bounds_of_day(end - timedelta(seconds=1)) == (start, end)


@pytest.mark.parametrize(
    ("name", "start", "minutes", "cause"),
    [
        ("  ", NOW, 30, PlanProblem.NO_NAME),
        ("A", NOW, 4, PlanProblem.LENGTH),
        ("A", NOW, 481, PlanProblem.LENGTH),
        ("A", NOW - timedelta(minutes=30), 30, PlanProblem.PAST),
        ("A", NOW + timedelta(days=30, seconds=1), 30, PlanProblem.TOO_FAR),
    ],
)
def test_impossible_wishes(name: str, start: datetime, minutes: int, cause: PlanProblem) -> None:
    with pytest.raises(VisitNotPlannable) as refused:
        check_wish(name, start, minutes, NOW)
    assert refused.value.cause is cause
    assert "Nothing was saved." in refused.value.sentence()


@pytest.mark.parametrize("start", [NOW - timedelta(minutes=29), NOW, NOW + timedelta(days=30)])
def test_possible_wishes(start: datetime) -> None:
    check_wish("Eira Multemyr", start, 30, NOW)


def test_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        check_wish("A", datetime(2026, 3, 10), 30, NOW)


def test_only_open_visits_change() -> None:
    with pytest.raises(NoSuchVisit):
        check_open(None)
    booked = visit("A", 0)
    assert check_open(booked) is booked
    for status in (
        AppointmentStatus.FULFILLED,
        AppointmentStatus.NOSHOW,
        AppointmentStatus.CANCELLED,
    ):
        over = Appointment(booked.appointment, booked.patient, "", booked.start, booked.end, status)
        with pytest.raises(VisitOver):
            check_open(over)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom the host has before them."""

from __future__ import annotations

from app.calls.host_room import HostRoom
from app.records.ids import AppointmentId, CallId, ParticipantId
from signaling_server.wire import Participant, Presence, Role, RoomChanged

HERE, ELSEWHERE = AppointmentId("1" * 32), AppointmentId("2" * 32)
EIRA, SONDRE = ParticipantId("e" * 32), ParticipantId("s" * 32)
FIRST, SECOND = CallId("a" * 32), CallId("b" * 32)


def someone(
    who: ParticipantId,
    since: float,
    presence: Presence = Presence.WAITING,
    online: bool = True,
    known: bool = True,
) -> Participant:
    return Participant(who, "session", Role.PATIENT, presence, since, known, None, online)


def room(appointment: AppointmentId, *participants: Participant) -> RoomChanged:
    return RoomChanged(appointment, True, participants)


def test_who_has_waited_longest_is_first() -> None:
    here = HostRoom()
    here.enter(HERE)
    assert here.show(room(HERE, someone(EIRA, 9.0), someone(SONDRE, 3.0)))
    assert here.waiting == (SONDRE, EIRA)
    assert here.reader() == SONDRE


def test_another_device_on_the_link_does_not_come_before_the_known_one() -> None:
    here = HostRoom()
    here.enter(HERE)
    here.show(room(HERE, someone(SONDRE, 3.0, known=False), someone(EIRA, 9.0)))
    assert here.waiting == (EIRA, SONDRE)
    assert here.reader() == EIRA


def test_those_inside_or_away_are_not_at_the_door() -> None:
    here = HostRoom()
    here.enter(HERE)
    here.show(room(HERE, someone(EIRA, 1.0, Presence.ADMITTED), someone(SONDRE, 2.0, online=False)))
    assert here.waiting == ()
    assert here.reader() is None


def test_a_room_is_known_before_it_is_entered() -> None:
    here = HostRoom()
    assert not here.show(room(HERE, someone(EIRA, 1.0)))
    here.enter(ELSEWHERE)
    assert here.waiting == ()
    here.enter(HERE)
    assert here.waiting == (EIRA,)
    here.forget_shown()
    here.enter(HERE)
    assert here.waiting == ()


def test_the_same_person_stays_in_the_same_call() -> None:
    here = HostRoom()
    here.enter(HERE)
    assert here.let_in(EIRA, FIRST) == FIRST
    assert here.let_in(EIRA, SECOND) == FIRST
    assert here.let_in(SONDRE, SECOND) == SECOND
    assert (here.peer, here.call) == (SONDRE, SECOND)
    here.empty()
    assert here.let_in(SONDRE, FIRST) == FIRST


def test_an_answer_goes_to_who_wrote_last_when_nobody_is_there() -> None:
    here = HostRoom()
    here.enter(HERE)
    here.wrote(EIRA)
    assert here.reader() == EIRA
    here.let_in(SONDRE, FIRST)
    assert here.reader() == SONDRE
    here.enter(ELSEWHERE)
    assert here.reader() is None

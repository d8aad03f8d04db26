# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms: these events in, these deliveries out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signaling_server.ids import AppointmentId, LinkId, ParticipantId, SessionId, UserId
from signaling_server.refusal import Refusal
from signaling_server.room_events import (
    Delivery,
    GuestAdmitted,
    GuestDismissed,
    GuestKnocked,
    HostEntered,
    LinkClosed,
    MessageSent,
    ParticipantLeft,
    RoomEvent,
    SessionBack,
    SessionEnded,
    SessionLost,
    StaffCame,
    TimePassed,
    VisitEnded,
    WordsRelayed,
)
from signaling_server.rooms import Rooms
from signaling_server.wire import (
    Admitted,
    DismissalReason,
    Dismissed,
    ErrorCode,
    PeerCame,
    PeerLeft,
    Presence,
    Relayed,
    Role,
    RoomChanged,
    Sent,
)

ROOM = AppointmentId("room")
OWNER = UserId("owner")
HOST, HOST2 = SessionId("host"), SessionId("host-2")
GUEST, GUEST2 = SessionId("guest"), SessionId("guest-2")
PATIENT = ParticipantId("patient")
INTERPRETER = ParticipantId("interpreter")
KNOCK = GuestKnocked(GUEST, ROOM, OWNER, PATIENT, LinkId("link"), Role.PATIENT, True, "fine", None)
KNOCK_2 = GuestKnocked(
    GUEST2, ROOM, OWNER, INTERPRETER, LinkId("link-2"), Role.INTERPRETER, True, None, None
)
OPEN = (StaffCame(HOST, OWNER), HostEntered(HOST, OWNER, ROOM), KNOCK)
ADMIT = GuestAdmitted(HOST, ROOM, PATIENT, "call")


def after(*events: RoomEvent, now: float = 100.0) -> Rooms:
    rooms = Rooms()
    for event in events:
        rooms.apply(event, now)
    return rooms


def kinds(deliveries: tuple[Delivery, ...]) -> list[tuple[str, str]]:
    return [(d.session, type(d.message).__name__) for d in deliveries]


def code_of(rooms: Rooms, event: RoomEvent) -> ErrorCode:
    with pytest.raises(Refusal) as refused:
        rooms.apply(event, 100.0)
    return refused.value.code


def test_the_owner_sees_the_knock_and_the_guest_only_the_host() -> None:
    rooms = after(StaffCame(HOST, OWNER), HostEntered(HOST, OWNER, ROOM))
    to_host, to_guest = rooms.apply(KNOCK, 100.0)
    assert isinstance(to_host.message, RoomChanged)
    (shown,) = to_host.message.participants
    assert (shown.participant, shown.presence, shown.since) == (PATIENT, Presence.WAITING, 100.0)
    assert to_guest == Delivery(GUEST, RoomChanged(ROOM, True, ()))
    assert rooms.apply(KNOCK, 101.0) == ()


def test_admission_tells_who_offers() -> None:
    out = after(*OPEN).apply(ADMIT, 101.0)
    assert kinds(out)[:3] == [(GUEST, "Admitted"), (GUEST, "PeerCame"), (HOST, "PeerCame")]
    assert out[0].message == Admitted(ROOM, "call")
    assert out[1].message == PeerCame(ROOM, "call", OWNER, HOST, Role.CLINICIAN, True)
    assert out[2].message == PeerCame(ROOM, "call", PATIENT, GUEST, Role.PATIENT, False)
    assert after(*OPEN, ADMIT).apply(ADMIT, 102.0) == ()


def test_two_guests_agree_on_who_offers() -> None:
    rooms = after(*OPEN, ADMIT, KNOCK_2)
    out = rooms.apply(GuestAdmitted(HOST, ROOM, INTERPRETER, "other"), 100.0)
    between = [d for d in out if isinstance(d.message, PeerCame) and HOST not in (d.session,)]
    between = [d for d in between if d.message.participant != OWNER]
    assert {(d.session, d.message.offerer, d.message.call) for d in between} == {
        (GUEST, False, "other"),
        (GUEST2, True, "other"),
    }


@pytest.mark.parametrize(
    ("before", "event", "code"),
    [
        ((), ADMIT, ErrorCode.NOT_FOUND),
        (OPEN, GuestAdmitted(HOST, ROOM, INTERPRETER, "call"), ErrorCode.NOT_FOUND),
        (OPEN, GuestAdmitted(GUEST, ROOM, PATIENT, "call"), ErrorCode.FORBIDDEN),
        ((StaffCame(HOST, OWNER), KNOCK), ADMIT, ErrorCode.NOT_ADMITTED),
        (
            (*OPEN, StaffCame(HOST2, OWNER)),
            GuestAdmitted(HOST2, ROOM, PATIENT, "call"),
            ErrorCode.NOT_ADMITTED,
        ),
        (
            (*OPEN, ADMIT, replace(KNOCK_2, role=Role.PATIENT)),
            GuestAdmitted(HOST, ROOM, INTERPRETER, "call"),
            ErrorCode.CONFLICT,
        ),
        (OPEN, WordsRelayed(GUEST, ROOM, OWNER, "x"), ErrorCode.NOT_ADMITTED),
        (OPEN, WordsRelayed(HOST, ROOM, PATIENT, "x"), ErrorCode.NOT_FOUND),
        ((*OPEN, ADMIT), WordsRelayed(GUEST, ROOM, PATIENT, "x"), ErrorCode.NOT_FOUND),
        ((*OPEN, ADMIT), WordsRelayed(GUEST2, ROOM, PATIENT, "x"), ErrorCode.NOT_ADMITTED),
        (
            (*OPEN, ADMIT, SessionEnded(GUEST)),
            WordsRelayed(HOST, ROOM, PATIENT, "x"),
            ErrorCode.NOT_FOUND,
        ),
        (OPEN, MessageSent(GUEST2, ROOM, OWNER, b"x"), ErrorCode.NOT_ADMITTED),
        (OPEN, MessageSent(HOST, ROOM, INTERPRETER, b"x"), ErrorCode.NOT_FOUND),
        ((KNOCK,), MessageSent(GUEST, ROOM, OWNER, b"x"), ErrorCode.NOT_FOUND),
    ],
)
def test_refused(before: tuple[RoomEvent, ...], event: RoomEvent, code: ErrorCode) -> None:
    assert code_of(after(*before), event) is code


def test_words_and_messages_reach_only_their_reader() -> None:
    rooms = after(*OPEN, ADMIT)
    out = rooms.apply(WordsRelayed(GUEST, ROOM, OWNER, "offer"), 100.0)
    assert out == (Delivery(HOST, Relayed(ROOM, PATIENT, "offer")),)
    rooms = after(*OPEN, StaffCame(HOST2, OWNER))
    out = rooms.apply(MessageSent(GUEST, ROOM, "", b"m"), 100.0)
    assert out == tuple(Delivery(s, Sent(ROOM, PATIENT, b"m")) for s in (HOST, HOST2))
    out = rooms.apply(MessageSent(HOST2, ROOM, PATIENT, b"m"), 100.0)
    assert out == (Delivery(GUEST, Sent(ROOM, OWNER, b"m")),)


def test_a_short_loss_is_not_told_and_a_long_one_is() -> None:
    rooms = after(*OPEN, ADMIT)
    assert rooms.apply(SessionLost(GUEST), 200.0) == ()
    assert rooms.apply(TimePassed(), 204.9) == ()
    assert rooms.apply(SessionBack(GUEST), 204.9) == ()
    rooms.apply(SessionLost(GUEST), 300.0)
    left, seen, *_ = rooms.apply(TimePassed(), 305.0)
    assert left == Delivery(HOST, PeerLeft(ROOM, PATIENT, False))
    assert isinstance(seen.message, RoomChanged)
    assert [p.online for p in seen.message.participants] == [False]
    back = rooms.apply(SessionBack(GUEST), 320.0)
    assert back[0] == Delivery(HOST, PeerCame(ROOM, "call", PATIENT, GUEST, Role.PATIENT, False))
    assert (GUEST, "PeerCame") not in kinds(back)


def test_an_admitted_seat_stays_admitted() -> None:
    rooms = after(*OPEN, ADMIT, SessionLost(GUEST), SessionEnded(GUEST))
    again = replace(KNOCK, session=GUEST2, call="call")
    out = rooms.apply(again, 400.0)
    assert kinds(out)[:3] == [(GUEST2, "Admitted"), (GUEST2, "PeerCame"), (HOST, "PeerCame")]


def test_a_waiting_guest_who_goes_is_gone() -> None:
    for gone in (ParticipantLeft(GUEST, ROOM), SessionEnded(GUEST)):
        out = after(*OPEN).apply(gone, 101.0)
        assert out == (Delivery(HOST, RoomChanged(ROOM, True, ())),)


def test_the_host_moves_to_another_client() -> None:
    rooms = after(*OPEN, ADMIT, StaffCame(HOST2, OWNER))
    out = rooms.apply(HostEntered(HOST2, OWNER, ROOM), 101.0)
    assert out[0] == Delivery(HOST, Dismissed(ROOM, DismissalReason.WAIT_AGAIN))
    assert [d.session for d in out if isinstance(d.message, PeerCame)] == [HOST2, GUEST]
    assert rooms.apply(HostEntered(HOST2, OWNER, ROOM), 102.0) == ()


def test_the_host_leaves_and_comes_back() -> None:
    rooms = after(*OPEN, ADMIT)
    out = rooms.apply(ParticipantLeft(HOST, ROOM), 101.0)
    assert out[0] == Delivery(GUEST, PeerLeft(ROOM, OWNER, True))
    out = rooms.apply(HostEntered(HOST, OWNER, ROOM), 102.0)
    assert kinds(out)[:2] == [(HOST, "PeerCame"), (GUEST, "PeerCame")]


def test_sent_away() -> None:
    rooms = after(*OPEN, ADMIT)
    removed = GuestDismissed(HOST, ROOM, PATIENT, DismissalReason.REMOVED)
    out = rooms.apply(removed, 101.0)
    assert Delivery(GUEST, Dismissed(ROOM, DismissalReason.REMOVED)) in out
    assert out[-1] == Delivery(HOST, RoomChanged(ROOM, True, ()))
    out = after(*OPEN, ADMIT).apply(LinkClosed(ROOM, LinkId("link")), 101.0)
    assert Delivery(GUEST, Dismissed(ROOM, DismissalReason.REMOVED)) in out


def test_the_end_of_a_visit_is_told_to_all() -> None:
    out = after(*OPEN, ADMIT, KNOCK_2).apply(VisitEnded(ROOM, HOST), 101.0)
    finished = Dismissed(ROOM, DismissalReason.FINISHED)
    assert out == (
        Delivery(GUEST, finished),
        Delivery(GUEST2, finished),
        Delivery(HOST, RoomChanged(ROOM, False, ())),
    )
    assert after().apply(VisitEnded(ROOM, None), 101.0) == ()


def test_a_client_that_starts_late_sees_the_rooms_that_are() -> None:
    rooms = after(*OPEN)
    (seen,) = rooms.apply(StaffCame(HOST2, OWNER), 101.0)
    assert isinstance(seen.message, RoomChanged)
    assert len(seen.message.participants) == 1
    assert rooms.apply(StaffCame(SessionId("x"), UserId("other")), 101.0) == ()


sessions = st.sampled_from([HOST, HOST2, GUEST, GUEST2])
guests = st.sampled_from([PATIENT, INTERPRETER])
events = st.one_of(
    st.builds(StaffCame, st.sampled_from([HOST, HOST2]), st.just(OWNER)),
    st.builds(HostEntered, st.sampled_from([HOST, HOST2]), st.just(OWNER), st.just(ROOM)),
    st.sampled_from([KNOCK, KNOCK_2]),
    st.builds(GuestAdmitted, sessions, st.just(ROOM), guests, st.sampled_from(["a", "b"])),
    st.builds(GuestDismissed, sessions, st.just(ROOM), guests, st.sampled_from(DismissalReason)),
    st.builds(
        WordsRelayed, sessions, st.just(ROOM), st.sampled_from([OWNER, PATIENT]), st.just("w")
    ),
    st.builds(MessageSent, sessions, st.just(ROOM), guests, st.just(b"m")),
    st.builds(ParticipantLeft, sessions, st.just(ROOM)),
    st.builds(VisitEnded, st.just(ROOM), st.none()),
    st.builds(LinkClosed, st.just(ROOM), st.just(LinkId("link"))),
    st.builds(SessionLost, sessions),
    st.builds(SessionBack, sessions),
    st.builds(SessionEnded, sessions),
    st.just(TimePassed()),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(events, max_size=40))
def test_whatever_happens_nobody_hears_before_admission(history: list[RoomEvent]) -> None:
    """Judged from the deliveries alone, as a guest's client would."""
    rooms, inside = Rooms(), {GUEST: False, GUEST2: False}
    for step, event in enumerate(history):
        try:
            out = rooms.apply(event, step * 2.0)
        except Refusal:
            continue
        for session, message in ((d.session, d.message) for d in out):
            if session not in inside:
                continue
            match message:
                case Admitted():
                    inside[session] = True
                case Dismissed():
                    inside[session] = False
                case Relayed() | PeerCame() | PeerLeft():
                    assert inside[session], event
                case RoomChanged():
                    assert inside[session] or message.participants == ()
                case _:
                    pass
        if isinstance(event, SessionEnded) and event.session in inside:
            inside[event.session] = False

# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is in which room, who waits, who offers, and what goes to whom.

Pure: events in, deliveries out. No clock, no I/O; all of it is gone when the server stops, and
comes back from the clients and from the admissions that ``links.py`` keeps.
"""

from __future__ import annotations

from typing import Final, assert_never

from signaling_server.audience import Audience
from signaling_server.ids import AppointmentId, ParticipantId, SessionId
from signaling_server.refusal import Refusal
from signaling_server.room import Member, Occupant, Room
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
from signaling_server.wire import (
    Admitted,
    DismissalReason,
    Dismissed,
    ErrorCode,
    Relayed,
    Role,
    Sent,
)

LOST_SECONDS: Final = 5.0
"""A shorter break of the connection is nobody's business."""


class Rooms:
    """All rooms that anybody is at or in."""

    def __init__(self) -> None:
        self._rooms: dict[AppointmentId, Room] = {}
        self._audience = Audience()

    def apply(self, event: RoomEvent, now: float) -> tuple[Delivery, ...]:
        """Take an event at server time ``now``; return what is to be delivered, in order.

        Raises:
            Refusal: the event is a request that is not allowed; nothing has changed.
        """
        match event:
            case StaffCame():
                self._audience.staff_came(event.session, event.user)
                own = [room for room in self._rooms.values() if room.owner == event.user]
                return tuple(d for room in own for d in self._audience.show(room))
            case HostEntered():
                return self._enter(event)
            case GuestKnocked():
                return self._knock(event, now)
            case GuestAdmitted():
                return self._admit(event, now)
            case GuestDismissed():
                return self._dismiss(event, now)
            case WordsRelayed():
                return self._relay(event)
            case MessageSent():
                return self._send(event)
            case ParticipantLeft():
                return self._leave(event)
            case VisitEnded():
                return self._end_visit(event)
            case LinkClosed():
                return self._close_link(event)
            case SessionLost():
                for _, occupant in self._places(event.session):
                    occupant.lost_at = now
                return ()
            case SessionBack():
                return self._back(event.session)
            case SessionEnded():
                return self._end_session(event.session)
            case TimePassed():
                return self._time_passed(now)
            case _:
                assert_never(event)

    def may_admit(self, session: SessionId, appointment: AppointmentId, who: ParticipantId) -> None:
        """Check what ``GuestAdmitted`` would check; raises Refusal."""
        room, member = self._hosted_member(session, appointment, who)
        if member.role is Role.PATIENT and any(
            other.call is not None and other.role is Role.PATIENT and other.link != member.link
            for other in room.members.values()
        ):
            raise Refusal(ErrorCode.CONFLICT)

    def may_dismiss(
        self, session: SessionId, appointment: AppointmentId, who: ParticipantId
    ) -> None:
        """Check what ``GuestDismissed`` would check; raises Refusal."""
        self._hosted_member(session, appointment, who)

    def _enter(self, event: HostEntered) -> tuple[Delivery, ...]:
        room = self._rooms.setdefault(event.appointment, Room(event.appointment, event.user))
        before = room.host
        if before is not None and before.session == event.session and before.online:
            return ()
        out: list[Delivery] = []
        if before is not None and before.session not in (None, event.session):
            # The owner has gone over to another client: the first one is out.
            assert before.session is not None
            dismissed = Dismissed(room.appointment, DismissalReason.WAIT_AGAIN)
            out.append(Delivery(before.session, dismissed))
        room.host = Occupant(event.user, Role.CLINICIAN, event.session)
        return (*out, *room.meet(room.host), *self._audience.show(room))

    def _knock(self, event: GuestKnocked, now: float) -> tuple[Delivery, ...]:
        room = self._rooms.setdefault(event.appointment, Room(event.appointment, event.owner))
        member = room.members.get(event.participant)
        if member is None:
            member = room.members[event.participant] = Member(
                event.participant,
                event.role,
                None,
                online=False,
                link=event.link,
                since=now,
                call=event.call,
            )
        anew = member.session != event.session or not member.online
        member.session, member.online, member.lost_at = event.session, True, None
        member.known_seat, member.check = event.known_seat, event.check
        out: list[Delivery] = []
        if anew and member.call is not None:
            out.append(Delivery(event.session, Admitted(room.appointment, member.call)))
            out += room.meet(member)
        return (*out, *self._audience.show(room))

    def _admit(self, event: GuestAdmitted, now: float) -> tuple[Delivery, ...]:
        room, member = self._hosted_member(event.session, event.appointment, event.participant)
        if member.call == event.call:
            return ()
        self.may_admit(event.session, event.appointment, event.participant)
        out: list[Delivery] = []
        for other in room.members.values():
            if other.link == member.link and other is not member and other.call is not None:
                # One link, one guest inside: the owner has decided for the other device.
                out += self._put_out(room, other, DismissalReason.WAIT_AGAIN, now)
        member.call, member.since = event.call, now
        if member.session is not None:
            out.append(Delivery(member.session, Admitted(room.appointment, event.call)))
        if member.online:
            out += room.meet(member)
        return (*out, *self._audience.show(room))

    def _dismiss(self, event: GuestDismissed, now: float) -> tuple[Delivery, ...]:
        room, member = self._hosted_member(event.session, event.appointment, event.participant)
        out = self._put_out(room, member, event.reason, now)
        if event.reason is not DismissalReason.WAIT_AGAIN:
            self._forget(room, member)
        return (*out, *self._audience.show(room))

    def _relay(self, event: WordsRelayed) -> tuple[Delivery, ...]:
        room = self._room(event.appointment)
        sender = room.of_session(event.session)
        if sender is None or not _is_inside(room, sender):
            raise Refusal(ErrorCode.NOT_ADMITTED)
        for other in room.occupants():
            if other.participant == event.to and _is_inside(room, other) and other is not sender:
                if other.session is None:
                    break
                words = Relayed(room.appointment, sender.participant, event.payload)
                return (Delivery(other.session, words),)
        raise Refusal(ErrorCode.NOT_FOUND)

    def _send(self, event: MessageSent) -> tuple[Delivery, ...]:
        room = self._room(event.appointment)
        if self._audience.user_of(event.session) == room.owner:
            sender: str = room.owner
            member = room.members.get(ParticipantId(event.to))
            readers = [] if member is None or member.session is None else [member.session]
        else:
            found = room.of_session(event.session)
            if found is None:
                raise Refusal(ErrorCode.NOT_ADMITTED)
            sender = found.participant
            readers = self._audience.clients_of(room.owner)
        if not readers:
            raise Refusal(ErrorCode.NOT_FOUND)
        sent = Sent(room.appointment, sender, event.sealed)
        return tuple(Delivery(reader, sent) for reader in readers)

    def _leave(self, event: ParticipantLeft) -> tuple[Delivery, ...]:
        room = self._rooms.get(event.appointment)
        leaver = None if room is None else room.of_session(event.session)
        if room is None or leaver is None:
            return ()
        return self._gone(room, leaver, on_purpose=True)

    def _end_visit(self, event: VisitEnded) -> tuple[Delivery, ...]:
        room = self._rooms.pop(event.appointment, None)
        if room is None:
            return ()
        finished = Dismissed(room.appointment, DismissalReason.FINISHED)
        out = [
            Delivery(occupant.session, finished)
            for occupant in room.occupants()
            if occupant.session is not None and occupant.session != event.by
        ]
        return (*out, *self._audience.end_room(room))

    def _close_link(self, event: LinkClosed) -> tuple[Delivery, ...]:
        room = self._rooms.get(event.appointment)
        if room is None:
            return ()
        out: list[Delivery] = []
        for member in [m for m in room.members.values() if m.link == event.link]:
            out += self._put_out(room, member, DismissalReason.REMOVED, member.since)
            self._forget(room, member)
        return (*out, *self._audience.show(room))

    def _back(self, session: SessionId) -> tuple[Delivery, ...]:
        out: list[Delivery] = []
        for room, occupant in self._places(session):
            occupant.lost_at = None
            if not occupant.online:
                occupant.online = True
                if _is_inside(room, occupant):
                    out += room.meet(occupant, both=False)
                out += self._audience.show(room)
        return tuple(out)

    def _end_session(self, session: SessionId) -> tuple[Delivery, ...]:
        out: list[Delivery] = []
        places = self._places(session)
        self._audience.gone(session)
        for room, occupant in places:
            out += self._gone(room, occupant, on_purpose=False)
        return tuple(out)

    def _time_passed(self, now: float) -> tuple[Delivery, ...]:
        out: list[Delivery] = []
        for room in self._rooms.values():
            gone = [
                o
                for o in room.occupants()
                if o.online and o.lost_at is not None and now >= o.lost_at + LOST_SECONDS
            ]
            for occupant in gone:
                occupant.online = False
                if _is_inside(room, occupant):
                    out += room.part(occupant, on_purpose=False)
            if gone:
                out += self._audience.show(room)
        return tuple(out)

    def _gone(self, room: Room, occupant: Occupant, *, on_purpose: bool) -> tuple[Delivery, ...]:
        """Take somebody out who may come back; an admitted guest stays admitted."""
        was_online, occupant.online = occupant.online, False
        out: list[Delivery] = []
        if was_online and _is_inside(room, occupant):
            out += room.part(occupant, on_purpose=on_purpose)
        self._audience.left(occupant.session, room)
        occupant.session = None
        if isinstance(occupant, Member):
            if occupant.call is None:
                del room.members[ParticipantId(occupant.participant)]
        else:
            room.host = None
        if not room.is_empty():
            return (*out, *self._audience.show(room))
        # Admissions are on disk: a guest who comes back finds the room again.
        del self._rooms[room.appointment]
        return (*out, *self._audience.end_room(room))

    def _put_out(
        self, room: Room, member: Member, reason: DismissalReason, now: float
    ) -> list[Delivery]:
        out: list[Delivery] = []
        if member.call is not None and member.online:
            out += room.part(member, on_purpose=True)
        member.call, member.since = None, now
        if member.session is not None:
            out.append(Delivery(member.session, Dismissed(room.appointment, reason)))
        return out

    def _forget(self, room: Room, member: Member) -> None:
        room.members.pop(ParticipantId(member.participant), None)
        self._audience.left(member.session, room)

    def _hosted_member(
        self, session: SessionId, appointment: AppointmentId, participant: ParticipantId
    ) -> tuple[Room, Member]:
        room = self._room(appointment)
        if self._audience.user_of(session) != room.owner:
            raise Refusal(ErrorCode.FORBIDDEN)
        if room.host is None or room.host.session != session:
            raise Refusal(ErrorCode.NOT_ADMITTED)
        member = room.members.get(participant)
        if member is None:
            raise Refusal(ErrorCode.NOT_FOUND)
        return room, member

    def _room(self, appointment: AppointmentId) -> Room:
        room = self._rooms.get(appointment)
        if room is None:
            raise Refusal(ErrorCode.NOT_FOUND)
        return room

    def _places(self, session: SessionId) -> list[tuple[Room, Occupant]]:
        found = ((room, room.of_session(session)) for room in self._rooms.values())
        return [(room, occupant) for room, occupant in found if occupant is not None]


def _is_inside(room: Room, occupant: Occupant) -> bool:
    return occupant is room.host or (isinstance(occupant, Member) and occupant.call is not None)

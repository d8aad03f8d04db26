# SPDX-License-Identifier: GPL-3.0-or-later
"""One appointment's room: the host, the guests at the door and those inside. Pure.

a guest:  (away) --knock--> WAITING --admit--> ADMITTED --dismiss--> WAITING or (away)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from signaling_server.ids import AppointmentId, LinkId, ParticipantId, SessionId, UserId
from signaling_server.room_events import Delivery
from signaling_server.wire import Participant, PeerCame, PeerLeft, Presence, Role, RoomChanged


@dataclass(slots=True)
class Occupant:
    """Somebody at or in a room: a guest, or the host."""

    participant: str
    role: Role
    session: SessionId | None
    """None once that client will not come back."""
    online: bool = True
    """As the others have been told; a short loss of the connection is not told."""
    lost_at: float | None = None


@dataclass(slots=True, kw_only=True)
class Member(Occupant):
    """A guest."""

    link: LinkId
    known_seat: bool = False
    since: float = 0.0
    check: str | None = None
    call: str | None = None
    """Set while admitted."""

    def shown(self, *, to_owner: bool) -> Participant:
        """Describe this guest to the owner, or to another guest."""
        return Participant(
            participant=self.participant,
            session=self.session or "",
            role=self.role,
            presence=Presence.WAITING if self.call is None else Presence.ADMITTED,
            since=self.since,
            known_seat=self.known_seat,
            check=self.check if to_owner else None,
            online=self.online,
        )


@dataclass(slots=True)
class Room:
    """Who is where, and what each may see."""

    appointment: AppointmentId
    owner: UserId
    host: Occupant | None = None
    members: dict[ParticipantId, Member] = field(default_factory=dict)

    def host_present(self) -> bool:
        """Tell whether the owner is there, as far as others know."""
        return self.host is not None and self.host.online

    def is_empty(self) -> bool:
        """Tell whether no client is left that could come back to this room."""
        return not any(occupant.session is not None for occupant in self.occupants())

    def occupants(self) -> Iterator[Occupant]:
        """Everybody at or in the room."""
        if self.host is not None:
            yield self.host
        yield from self.members.values()

    def inside(self) -> list[Occupant]:
        """The host and the admitted, as far as they are connected."""
        found = [m for m in self.members.values() if m.call is not None and m.online]
        return [*([self.host] if self.host is not None and self.host.online else []), *found]

    def of_session(self, session: SessionId) -> Occupant | None:
        """Find who of the room uses this client."""
        return next((o for o in self.occupants() if o.session == session), None)

    def view_for_owner(self) -> RoomChanged:
        """The whole room. The host is not among the participants."""
        guests = sorted(self.members.values(), key=lambda m: (m.since, m.participant))
        return RoomChanged(
            self.appointment,
            self.host_present(),
            tuple(guest.shown(to_owner=True) for guest in guests),
        )

    def view_for(self, member: Member) -> RoomChanged:
        """What a guest may see: before admission only whether the host is there."""
        others: list[Member] = []
        if member.call is not None:
            others = [m for m in self.members.values() if m.call is not None]
        return RoomChanged(
            self.appointment,
            self.host_present(),
            tuple(m.shown(to_owner=False) for m in sorted(others, key=lambda m: m.participant)),
        )

    def meet(self, newcomer: Occupant, *, both: bool = True) -> list[Delivery]:
        """Tell those inside of the newcomer, and with ``both`` the newcomer of them."""
        out: list[Delivery] = []
        for other in self.inside():
            if other is newcomer:
                continue
            offerer = self._offerer(newcomer, other)
            call = self._call(newcomer, other)
            if both:
                out += self._came(newcomer, other, call, offerer)
            out += self._came(other, newcomer, call, offerer)
        return out

    def part(self, leaver: Occupant, *, on_purpose: bool) -> list[Delivery]:
        """Tell those inside that somebody is gone."""
        left = PeerLeft(self.appointment, leaver.participant, on_purpose)
        return [
            Delivery(other.session, left)
            for other in self.inside()
            if other is not leaver and other.session is not None
        ]

    def _came(
        self, reader: Occupant, came: Occupant, call: str, offerer: Occupant
    ) -> list[Delivery]:
        if reader.session is None:
            return []
        message = PeerCame(
            appointment=self.appointment,
            call=call,
            participant=came.participant,
            session=came.session or "",
            role=came.role,
            offerer=reader is offerer,
        )
        return [Delivery(reader.session, message)]

    def _offerer(self, one: Occupant, other: Occupant) -> Occupant:
        # A guest offers to the host; between guests it must only be the same for both.
        if one is self.host:
            return other
        if other is self.host:
            return one
        return min(one, other, key=lambda o: o.participant)

    def _call(self, one: Occupant, other: Occupant) -> str:
        offerer = self._offerer(one, other)
        return (offerer.call or "") if isinstance(offerer, Member) else ""

# SPDX-License-Identifier: GPL-3.0-or-later
"""Who looks at which room, and what each was shown last. Pure."""

from __future__ import annotations

from signaling_server.ids import AppointmentId, SessionId, UserId
from signaling_server.room import Room
from signaling_server.room_events import Delivery
from signaling_server.wire import RoomChanged


class Audience:
    """Tells each client about a room only when its own view of it has changed."""

    def __init__(self) -> None:
        self._staff: dict[SessionId, UserId] = {}
        self._seen: dict[SessionId, dict[AppointmentId, RoomChanged]] = {}

    def staff_came(self, session: SessionId, user: UserId) -> None:
        """Show this client all rooms of its user from now on."""
        self._staff[session] = user

    def user_of(self, session: SessionId) -> UserId | None:
        """Tell whose client this is, if it is of staff."""
        return self._staff.get(session)

    def clients_of(self, user: UserId) -> list[SessionId]:
        """All clients of a member of staff."""
        return [session for session, owner in self._staff.items() if owner == user]

    def show(self, room: Room) -> list[Delivery]:
        """Tell everybody whose view of the room has changed."""
        views = [(client, room.view_for_owner()) for client in self.clients_of(room.owner)]
        views += [
            (member.session, room.view_for(member))
            for member in room.members.values()
            if member.session is not None
        ]
        out: list[Delivery] = []
        for session, view in views:
            seen = self._seen.setdefault(session, {})
            if seen.get(room.appointment) != view:
                seen[room.appointment] = view
                out.append(Delivery(session, view))
        return out

    def end_room(self, room: Room) -> list[Delivery]:
        """Show the owner that nobody is there, and forget what was shown of it."""
        out = self.show(Room(room.appointment, room.owner))
        for seen in self._seen.values():
            seen.pop(room.appointment, None)
        return out

    def left(self, session: SessionId | None, room: Room) -> None:
        """A guest looks away: should it come back, everything is new to it."""
        if session is not None and session not in self._staff:
            self._seen.get(session, {}).pop(room.appointment, None)

    def gone(self, session: SessionId) -> None:
        """Forget a client."""
        self._staff.pop(session, None)
        self._seen.pop(session, None)

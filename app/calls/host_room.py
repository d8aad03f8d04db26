# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom the host has before them: at the door, inside, and in which call. No I/O."""

from __future__ import annotations

from app.errors import KnownError
from app.records.ids import AppointmentId, CallId, ParticipantId
from signaling_server.wire import Presence, RoomChanged


class SomebodyInside(KnownError):
    """Somebody else is in this visit already. Nobody was let in. Send them to the waiting room
    first."""


class HostRoom:
    """The rooms as the server shows them, and the one that is entered."""

    def __init__(self) -> None:
        self.peer: ParticipantId | None = None
        """Who was let in."""
        self.call: CallId | None = None
        """The call that they were let in to."""
        self.waiting: tuple[ParticipantId, ...] = ()
        """Who is at the door: those at their known device first, then the longest."""
        self._appointment: AppointmentId | None = None
        self._shown: dict[AppointmentId, RoomChanged] = {}
        self._last_writer: ParticipantId | None = None

    def enter(self, appointment: AppointmentId) -> None:
        """Go into a room; what was shown of it before still holds."""
        self._appointment = appointment
        self._last_writer = None
        self.empty()
        shown = self._shown.get(appointment)
        self.waiting = () if shown is None else _at_door(shown)

    def show(self, room: RoomChanged) -> bool:
        """Take the server's view of a room; tells whether it is the entered one."""
        appointment = AppointmentId(room.appointment)
        self._shown[appointment] = room
        if appointment != self._appointment:
            return False
        self.waiting = _at_door(room)
        return True

    def forget_shown(self) -> None:
        """The server was started anew: it will show all rooms again."""
        self._shown.clear()

    def let_in(self, participant: ParticipantId, call: CallId, *, alone: bool = False) -> CallId:
        """Choose the call for somebody: the one they are in already, or ``call``.

        Raises:
            SomebodyInside: with ``alone``, where another one has been let in.
        """
        if alone and self.peer not in (None, participant):
            raise SomebodyInside
        if self.peer != participant or self.call is None:
            self.peer, self.call = participant, call
        return self.call

    def empty(self) -> None:
        """Nobody is inside any more."""
        self.peer = self.call = None

    def wrote(self, participant: ParticipantId) -> None:
        """Somebody has written."""
        self._last_writer = participant

    def reader(self) -> ParticipantId | None:
        """Find whom a message is for."""
        return self.peer or next(iter(self.waiting), None) or self._last_writer


def _at_door(room: RoomChanged) -> tuple[ParticipantId, ...]:
    at_door = [p for p in room.participants if p.presence is Presence.WAITING and p.online]
    # Whoever else holds the link must not stand before the patient it was made for.
    order = sorted(at_door, key=lambda p: (not p.known_seat, p.since))
    return tuple(ParticipantId(p.participant) for p in order)

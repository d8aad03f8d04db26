# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rooms are told, and what they ask to be delivered."""

from __future__ import annotations

from dataclasses import dataclass, field

from signaling_server.ids import AppointmentId, LinkId, ParticipantId, SessionId, UserId
from signaling_server.wire import DismissalReason, Role, ServerMessage


@dataclass(frozen=True, slots=True)
class StaffCame:
    """A member of staff's client has started."""

    session: SessionId
    user: UserId


@dataclass(frozen=True, slots=True)
class HostEntered:
    """An owner is present as host; that the appointment is theirs has been checked."""

    session: SessionId
    user: UserId
    appointment: AppointmentId


@dataclass(frozen=True, slots=True)
class GuestKnocked:
    """A guest is at the door of its appointment."""

    session: SessionId
    appointment: AppointmentId
    owner: UserId
    participant: ParticipantId
    link: LinkId
    role: Role
    known_seat: bool
    check: str | None
    call: str | None
    """The call it has been admitted to before, if it has."""


@dataclass(frozen=True, slots=True)
class GuestAdmitted:
    """The host lets a guest in."""

    session: SessionId
    appointment: AppointmentId
    participant: ParticipantId
    call: str


@dataclass(frozen=True, slots=True)
class GuestDismissed:
    """The host sends a guest back to the door, or away."""

    session: SessionId
    appointment: AppointmentId
    participant: ParticipantId
    reason: DismissalReason


@dataclass(frozen=True, slots=True)
class WordsRelayed:
    """An admitted participant speaks to another."""

    session: SessionId
    appointment: AppointmentId
    to: str
    payload: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MessageSent:
    """The owner writes to a guest, or a guest to the owner."""

    session: SessionId
    appointment: AppointmentId
    to: str
    """Of no account when a guest writes: it always goes to the owner."""
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ParticipantLeft:
    """Somebody goes on purpose, and may come back."""

    session: SessionId
    appointment: AppointmentId


@dataclass(frozen=True, slots=True)
class VisitEnded:
    """The appointment is over, for everybody in it."""

    appointment: AppointmentId
    by: SessionId | None


@dataclass(frozen=True, slots=True)
class LinkClosed:
    """A link is dead: whoever came through it is out."""

    appointment: AppointmentId
    link: LinkId


@dataclass(frozen=True, slots=True)
class SessionLost:
    """A client's connection broke."""

    session: SessionId


@dataclass(frozen=True, slots=True)
class SessionBack:
    """A client has resumed its session."""

    session: SessionId


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A client will not resume any more."""

    session: SessionId


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Some time has passed; comes about twice a second."""


RoomEvent = (
    StaffCame
    | HostEntered
    | GuestKnocked
    | GuestAdmitted
    | GuestDismissed
    | WordsRelayed
    | MessageSent
    | ParticipantLeft
    | VisitEnded
    | LinkClosed
    | SessionLost
    | SessionBack
    | SessionEnded
    | TimePassed
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message for one client."""

    session: SessionId
    message: ServerMessage

# SPDX-License-Identifier: GPL-3.0-or-later
"""The living half of the server: whose client is connected, and what is delivered to it.

Nothing here waits for a client: messages go into bounded outboxes. Belongs to the event loop.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from signaling_server import accounts, devices
from signaling_server.accounts import Guest, Staff
from signaling_server.database import Database
from signaling_server.ids import OrganizationId, ParticipantId, SessionId, UserId, new_id
from signaling_server.limits import SOCKETS_PER_SEAT, SOCKETS_PER_USER, Clock
from signaling_server.links import Seat
from signaling_server.outbox import Outbox
from signaling_server.room_events import (
    RoomEvent,
    SessionBack,
    SessionEnded,
    SessionLost,
    StaffCame,
    TimePassed,
)
from signaling_server.rooms import Rooms
from signaling_server.sessions import Session
from signaling_server.wire import (
    CLOSE_PROTOCOL,
    CLOSE_REPLACED,
    CLOSE_TOO_MANY,
    CLOSE_UNAUTHORISED,
    PROTOCOL,
    RESUME_SECONDS,
    DirectoryChanged,
    Envelope,
    Hello,
    ParcelCame,
    ParcelReceived,
    ServerMessage,
    Welcome,
    encode,
)

_log = logging.getLogger(__name__)
_GOING_AWAY: Final = 1001


class NotWelcome(Exception):
    """A Hello that is answered by closing the socket."""

    def __init__(self, close_code: int) -> None:
        super().__init__(close_code)
        self.close_code = close_code


@dataclass(slots=True)
class Client:
    """One client's session, and its socket while it is connected."""

    session: Session
    subject: Staff | Guest
    seat: Seat | None
    """Of a guest."""
    outbox: Outbox | None
    lost_at: float | None = None
    replaced: bool = False
    """The same seat has started anew; nothing may resume this."""

    @property
    def id(self) -> SessionId:
        """The public name of the session."""
        return self.session.session


class Hub:
    """All clients, and the rooms they are in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._rooms = Rooms()
        self._clients: dict[SessionId, Client] = {}
        self._by_resume: dict[str, Client] = {}

    @property
    def rooms(self) -> Rooms:
        """To ask whether something would be allowed."""
        return self._rooms

    def greet(
        self, subject: Staff | Guest, seat: Seat | None, hello: Hello, outbox: Outbox
    ) -> Client:
        """Begin or resume a client's session on a new socket.

        Raises:
            NotWelcome: another protocol, or too many sockets.
        """
        if hello.protocol != PROTOCOL:
            raise NotWelcome(CLOSE_PROTOCOL)
        client = self._resumable(subject, hello.resume)
        missed = None if client is None else client.session.missed_after(hello.received)
        if client is not None and missed is not None:
            if client.outbox is not None:
                client.outbox.close(CLOSE_REPLACED)
            client.outbox, client.lost_at = outbox, None
            self._welcome(client, resumed=True)
            for raw in missed:
                outbox.put(raw)
            self.apply(SessionBack(client.id))
            return client
        self._make_room(subject)
        me: ParticipantId | UserId
        me = subject.participant if isinstance(subject, Guest) else subject.user
        session = Session(SessionId(new_id()), secrets.token_urlsafe(32), me)
        client = Client(session, subject, seat, outbox)
        self._clients[client.id] = self._by_resume[session.resume] = client
        self._welcome(client, resumed=False)
        if isinstance(subject, Staff):
            self.apply(StaffCame(client.id, subject.user))
        return client

    def lost(self, client: Client, outbox: Outbox) -> None:
        """A socket is gone; the session lives on for a while if no other has taken it over."""
        if client.outbox is outbox:
            client.outbox = None
            client.lost_at = self._clock()
            self.apply(SessionLost(client.id))

    def say(self, client: Client, message: ServerMessage) -> None:
        """Queue a message for a client, and keep it for a replay."""
        raw = client.session.number(message, self._clock())
        if client.outbox is not None:
            client.outbox.put(raw)

    def apply(self, event: RoomEvent) -> None:
        """Tell the rooms and deliver what they say.

        Raises:
            Refusal: the event is a request that is not allowed.
        """
        for delivery in self._rooms.apply(event, self._clock()):
            client = self._clients.get(delivery.session)
            if client is not None:
                self.say(client, delivery.message)

    def tick(self) -> None:
        """Let time pass: tell of those who are lost, forget those who will not come back."""
        self.apply(TimePassed())
        ended_before = self._clock() - RESUME_SECONDS
        for client in list(self._clients.values()):
            if client.lost_at is not None and client.lost_at < ended_before:
                self._forget(client)

    async def directory_changed(self, organization: OrganizationId, version: int) -> None:
        """Tell everybody of an organisation, and drop who does not belong to it any more."""
        async with self._database.read() as connection:
            count = await devices.devices_in_service(connection, organization, self._clock())
        for client in list(self._clients.values()):
            subject = client.subject
            if not isinstance(subject, Staff) or subject.organization != organization:
                continue
            if subject.device in count:
                self.say(client, DirectoryChanged(version))
            else:
                self.drop(client)

    def parcel_came(self, parcel: str, recipients: Iterable[UserId]) -> None:
        """Tell the recipients that a parcel is complete."""
        for user in recipients:
            self._tell_user(user, ParcelCame(parcel))

    def parcel_received(self, parcel: str, sender: UserId, recipient: UserId) -> None:
        """Tell the sender that a recipient has the parcel."""
        self._tell_user(sender, ParcelReceived(parcel, recipient))

    async def recheck(self, client: Client) -> None:
        """Drop a session whose device or link was revoked while its socket was being opened."""
        async with self._database.read() as connection:
            counts = await accounts.still_counts(connection, client.subject, self._clock())
        if not counts:
            self.drop(client)

    def drop(self, client: Client) -> None:
        """End a session for ever and close its socket."""
        _log.info("a session is dropped")
        if client.outbox is not None:
            client.outbox.close(CLOSE_UNAUTHORISED)
        self._forget(client)

    def knows(self, client: Client) -> bool:
        """Tell whether a client's session has not been ended."""
        return self._clients.get(client.id) is client

    def drop_guests(self, condition: Callable[[Seat], bool]) -> None:
        """End the sessions of all guests of whom this is true."""
        for client in list(self._clients.values()):
            if client.seat is not None and condition(client.seat):
                self.drop(client)

    def close(self) -> None:
        """Close all sockets because the server stops; clients will come again."""
        for client in self._clients.values():
            if client.outbox is not None:
                client.outbox.close(_GOING_AWAY)

    def _resumable(self, subject: Staff | Guest, resume: str | None) -> Client | None:
        # A token of 256 random bits: looking it up tells nothing about others.
        client = None if resume is None else self._by_resume.get(resume)
        if client is None or client.subject != subject or client.replaced:
            return None
        return client

    def _make_room(self, subject: Staff | Guest) -> None:
        """See to the limits before a new session begins."""
        connected = [c for c in self._clients.values() if c.outbox is not None]
        if isinstance(subject, Guest):
            for client in self._clients.values():
                if client.subject == subject:
                    client.replaced = True
                    if client.outbox is not None:
                        client.outbox.close(CLOSE_REPLACED)
            return
        of_device = sum(c.subject == subject for c in connected)
        of_user = sum(
            isinstance(c.subject, Staff) and c.subject.user == subject.user for c in connected
        )
        if of_device >= SOCKETS_PER_SEAT or of_user >= SOCKETS_PER_USER:
            raise NotWelcome(CLOSE_TOO_MANY)

    def _welcome(self, client: Client, *, resumed: bool) -> None:
        assert client.outbox is not None
        welcome = Welcome(client.session.resume, resumed, client.session.me, self._clock())
        # Number 0: it is about this socket, not part of the session, and never replayed.
        client.outbox.put(encode(Envelope(0, welcome)))

    def _tell_user(self, user: UserId, message: ServerMessage) -> None:
        for client in self._clients.values():
            if isinstance(client.subject, Staff) and client.subject.user == user:
                self.say(client, message)

    def _forget(self, client: Client) -> None:
        if self._clients.pop(client.id, None) is not None:
            del self._by_resume[client.session.resume]
            self.apply(SessionEnded(client.id))

# SPDX-License-Identifier: GPL-3.0-or-later
"""The patient's end of a visit: a link opens it, nothing else is needed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from app.calls import events
from app.calls.call import Call
from app.calls.connection import ConnectionDetails
from app.calls.conversation import Conversation
from app.calls.delivery import Delivery
from app.calls.descriptions import OwnEnd
from app.calls.details import details_of
from app.calls.invitations import WrongCard, invitation_of, refusal_of_link
from app.calls.line import Line
from app.calls.own_media import OwnMedia
from app.calls.relays import relays_for
from app.calls.seats import remember_saving, saves_data, seat_of
from app.calls.signers import (
    SEAT_CONTEXT,
    NotThePeer,
    SeatChain,
    clinician_of_link,
    seat_certificate_body,
    seat_key_id,
)
from app.calls.views import CallView, EndReason, InvitationView, PeerView, Stage
from app.calls.visit_view import draw
from app.calls.watchers import Watcher, Watchers
from app.calls.word_lists import words_in
from app.errors import KnownError
from app.media.engine import MediaEngine
from app.media.link import IceConfiguration
from app.records.ids import AppointmentId, CallId, ParticipantId
from app.signaling.http import RefusedByServer, ServerClient, Token
from app.signaling.login import Tokens, guest_login
from app.signaling.sealed_texts import Author, open_card
from app.signaling.session import Session
from app.signaling.session_events import ConnectionChanged, SessionEnded, SessionEvent
from app.tasks import Tasks
from app.vault.identity import SigningKey
from app.vault.links import JoinAddress, link_key
from app.vault.sealing import Tampered
from signaling_server import wire
from signaling_server.wire_http import GuestLoginAnswer

_log = logging.getLogger(__name__)
LOOK_SECONDS: Final = 1.0
_REASONS: Final = {
    wire.DismissalReason.WAIT_AGAIN: EndReason.SENT_BACK,
    wire.DismissalReason.REMOVED: EndReason.REMOVED,
    wire.DismissalReason.FINISHED: EndReason.FINISHED,
}


class NotOpen(KnownError):
    """You are not at the door of the visit yet. Nothing was sent. Open the link and go on to the
    waiting room first."""


class GuestService:
    """One visit by one link. Belongs to the asyncio thread."""

    def __init__(
        self,
        address: JoinAddress,
        seats: Path,
        engine: MediaEngine,
        clock: Callable[[], datetime],
        language: str = "en",
    ) -> None:
        """``seats`` is the folder of seat keys; ``engine`` is started and closed by its owner.

        Raises:
            InsecureServer: the link's address is not protected.
        """
        self._address = address
        self._seats = seats
        self._engine = engine
        self._clock = clock
        self._words = words_in(language)
        self._client = ServerClient(address.server)
        self._seat: SigningKey | None = None
        self._tokens = Tokens(self._log_in)
        self._answer: GuestLoginAnswer | None = None
        self._session = Session(self._client, self._log_in)
        self._session.add_listener(self._heard)
        self._tasks = Tasks()
        self._delivery = Delivery(self._session, self._tasks)
        self._watchers = Watchers()
        line = Line(self._relay, self._ice, self._session.check_line)
        self._call = Call(engine, line, self._changed, clock)
        self.media = OwnMedia(engine, self._changed, self._remember_saving)
        """The patient's switches."""
        self._invitation: InvitationView | None = None
        self._talk: Conversation | None = None
        self._peer: ParticipantId | None = None
        self._host_present = False
        self._check: str | None = None
        self._started = False

    # ---- what screens ask ------------------------------------------------------------------

    @property
    def call(self) -> Call:
        """The call, for the report."""
        return self._call

    async def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Show the present view at once, then each change."""
        return self._watchers.add(watcher)

    async def open(self) -> InvitationView:
        """Log in with the link and read the invitation. Changes nothing on the other side.

        Raises:
            LinkNotKnown, LinkClosed, VisitOver, NotOpenYet, WrongCard, SeatUnusable,
            ServerUnreachable, OlderProtocol, NewerProtocol, RefusedByServer.
        """
        self._seat = await asyncio.to_thread(seat_of, self._seats, self._address.link)
        self.media.save_data(await asyncio.to_thread(saves_data, self._seats))
        await self._client.health()
        try:
            await self._tokens.current()
        except RefusedByServer as error:
            raise refusal_of_link(error) from error
        answer = self._answer
        assert answer is not None
        try:
            card = open_card(self._address.secret, self._address.link, answer.card)
        except (Tampered, wire.WireError) as error:
            raise WrongCard from error
        appointment = AppointmentId(answer.appointment)
        self._talk = Conversation(self._address.secret, appointment, Author.GUEST, self._clock)
        self._invitation = invitation_of(card)
        self._changed()
        return self._invitation

    async def knock(self, check: str | None = None) -> None:
        """Stand at the door; ``check`` is how the device check went: "fine", "weak" …

        Raises:
            NotOpen, RefusedByServer, ServerUnreachable, SessionOver.
        """
        if self._invitation is None:
            raise NotOpen
        self._check = check
        if not self._started:
            self._started = True
            self._session.start()
            self._tasks.start(self._look(), "look")
        self._call.handle(events.Entered())
        await self._session.send(wire.Knock(self._session.new_id(), check))

    async def leave(self) -> None:
        """Leave; the visit stays open, ``knock`` comes back."""
        if self._answer is None or self._call.stage in (Stage.OUTSIDE, Stage.ENDED):
            return
        self._call.handle(events.HungUp(events.Bye.LEFT))
        self._peer = None
        await self._delivery.deliver(wire.Leave(self._session.new_id(), self._answer.appointment))

    async def send_message(self, text: str) -> None:
        """Write to the clinician. Raises NotOpen, TextTooLong, RefusedByServer."""
        if self._answer is None or self._talk is None or not self._started:
            raise NotOpen
        sealed = self._talk.seal(text)
        # Before the admission the guest knows nobody's id: the server knows the owner.
        to = self._peer or ""
        await self._session.send(
            wire.Send(self._session.new_id(), self._answer.appointment, to, sealed)
        )
        self._talk.said(text)
        self._changed()

    async def connection(self) -> ConnectionDetails:
        """Tell in numbers how the connection is."""
        return details_of(self._call)

    async def words_compared(self, equal: bool) -> None:
        """Say whether the clinician read the same words; if not, the call ends at once."""
        self._call.words_compared(equal)

    async def close(self) -> None:
        """Leave and end all work."""
        await self.leave()
        await self.media.close()
        await self._tasks.close()
        await self._call.close()
        await self._session.close()
        await self._client.close()

    # ---- what the server says --------------------------------------------------------------

    def _heard(self, event: SessionEvent) -> None:
        call, answer = self._call, self._answer
        if answer is None:
            return
        match event:
            case ConnectionChanged(online=online):
                call.handle(events.ServerBack() if online else events.ServerLost())
            case SessionEnded():
                call.handle(events.ServerEnded())
            case wire.Welcome(resumed=False):
                call.handle(events.PeerLeft(on_purpose=False))
                if call.stage not in (Stage.OUTSIDE, Stage.ENDED):
                    self._delivery.post(wire.Knock(self._session.new_id(), self._check))
            case wire.RoomChanged(host_present=present):
                self._host_present = present
                self._changed()
            case wire.PeerCame():
                self._peer_came(event)
            case wire.PeerLeft(participant=who) if who == self._peer:
                call.handle(events.PeerLeft(event.on_purpose))
            case wire.Relayed(sender=who) if who == self._peer:
                call.hear(event.payload)
            case wire.Sent():
                if self._talk is not None and self._talk.heard(event.sealed):
                    self._changed()
            case wire.Dismissed(reason=reason):
                self._peer = None
                call.handle(events.SentAway(_REASONS[reason]))
            case _:
                return

    def _peer_came(self, came: wire.PeerCame) -> None:
        seat = self._seat
        if seat is None or came.role is not wire.Role.CLINICIAN:
            return
        self._peer = ParticipantId(came.participant)
        answer = self._answer
        assert answer is not None
        try:
            self._call.meet(
                CallId(came.call),
                OwnEnd(answer.role, seat_key_id(seat.public), seat, self._chain(seat)),
                clinician_of_link(self._address.host_hash),
                self._address.host_hash,
                events.PeerCame(came.session, came.offerer),
            )
        except NotThePeer:
            _log.warning("the server named a call that is none")

    # ---- inside ----------------------------------------------------------------------------

    def _chain(self, seat: SigningKey) -> SeatChain:
        body = seat_certificate_body(self._address.link, seat.public)
        return SeatChain(seat.public, link_key(self._address.secret).sign(SEAT_CONTEXT, body))

    async def _remember_saving(self, on: bool) -> None:
        await asyncio.to_thread(remember_saving, self._seats, on)

    async def _log_in(self) -> Token:
        assert self._seat is not None
        token, self._answer = await guest_login(self._client, self._address, self._seat)
        return token

    async def _relay(self, payload: str) -> None:
        if self._answer is not None and self._peer is not None:
            await self._session.send(
                wire.Relay(self._session.new_id(), self._answer.appointment, self._peer, payload)
            )

    async def _ice(self) -> IceConfiguration:
        assert self._answer is not None
        appointment = AppointmentId(self._answer.appointment)
        return await relays_for(self._client, self._tokens, appointment)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.media.look(asyncio.get_running_loop().time())
            self._call.look()
            self._changed()

    def _changed(self) -> None:
        self.media.follow(self._call)
        peer = None
        if self._peer is not None and self._invitation is not None:
            name, role = self._invitation.clinician_name, self._invitation.clinician_role
            peer = PeerView(self._peer, name, role)
        base = CallView(
            appointment=None if self._answer is None else AppointmentId(self._answer.appointment),
            messages=() if self._talk is None else self._talk.lines,
            invitation=self._invitation,
            host_present=self._host_present,
            server_online=self._session.online is not False,
        )
        self._watchers.show(draw(base, self._call, self.media.view, peer, self._words))

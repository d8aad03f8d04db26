# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinician's end of a visit."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.calls import events
from app.calls.admissions import Admissions
from app.calls.call import Call
from app.calls.connection import ConnectionDetails
from app.calls.conversation import Conversation
from app.calls.delivery import Delivery
from app.calls.descriptions import OwnEnd
from app.calls.details import details_of
from app.calls.errors import NoLink, NoSuchVisit, NotInVisit
from app.calls.host_room import HostRoom
from app.calls.line import Line
from app.calls.own_media import OwnMedia
from app.calls.relays import relays_for
from app.calls.signers import DeviceChain, NotThePeer, seat_of_link
from app.calls.unsent import UnsentEndings
from app.calls.views import INSIDE, CallView, PeerView, Stage
from app.calls.visit_keeping import VisitKeeping
from app.calls.visit_view import draw
from app.calls.watchers import Watcher, Watchers
from app.calls.word_lists import words_in
from app.media.engine import MediaEngine
from app.media.link import IceConfiguration
from app.records.encounter import Encounter
from app.records.ids import AppointmentId, CallId, ParticipantId, from_bytes
from app.records.schedule import Appointment, AppointmentStatus
from app.records.stills import Still
from app.signaling.http import ServerClient
from app.signaling.login import Tokens
from app.signaling.sealed_texts import Author
from app.signaling.session import Session
from app.signaling.session_events import ConnectionChanged, SessionEnded, SessionEvent
from app.store import settings
from app.store.appointments import appointment as find_appointment
from app.store.appointments import set_status
from app.store.database import Store
from app.tasks import Tasks
from app.vault.identity import OwnIdentity
from app.vault.links import link_key, user_key_hash
from signaling_server import wire

_log = logging.getLogger(__name__)
LOOK_SECONDS: Final = 1.0
_SAVE_DATA: Final = "call.save_data"


class HostService:
    """One visit at a time. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        session: Session,
        client: ServerClient,
        tokens: Tokens,
        identity: OwnIdentity,
        engine: MediaEngine,
        clock: Callable[[], datetime],
        language: str = "en",
    ) -> None:
        """``engine`` is started and closed by its owner; ``language`` is that of the words."""
        self._store = store
        self._session = session
        self._client = client
        self._tokens = tokens
        self._identity = identity
        self._engine = engine
        self._clock = clock
        self._words = words_in(language)
        self._own_end = OwnEnd(
            wire.Role.CLINICIAN,
            user_key_hash(identity.user_key.public),
            identity.signing_key,
            DeviceChain(identity.device_document),
        )
        self._unsent = UnsentEndings(store, client, tokens)
        self._admissions = Admissions(store)
        self._watchers = Watchers()
        self.media = OwnMedia(engine, self._changed, lambda on: settings.put(store, _SAVE_DATA, on))
        """The clinician's switches."""
        self.keeping = VisitKeeping(store, engine, self.media, clock, identity.user)
        """What is written down and kept of the visit."""
        self._tasks = Tasks()
        self._delivery = Delivery(session, self._tasks)
        self._appointment: Appointment | None = None
        self._call: Call | None = None
        self._room = HostRoom()
        self._talk: Conversation | None = None
        self._looking: asyncio.Task[None] | None = None
        self._remove_listener = session.add_listener(self._heard)

    # ---- what screens ask ------------------------------------------------------------------

    @property
    def call(self) -> Call | None:
        """The present call, for the report."""
        return self._call

    @property
    def encounter(self) -> Encounter | None:
        """The visit as it is written down so far."""
        return self.keeping.encounter

    async def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Show the present view at once, then each change."""
        return self._watchers.add(watcher)

    async def enter(self, appointment: AppointmentId) -> None:
        """Be present in the appointment's room; a visit that is open is left first.

        Raises:
            NoSuchVisit, NoLink: nothing was opened.
            RefusedByServer, ServerUnreachable, SessionOver: nobody can come in.
        """
        present = self._appointment
        if present is not None and self._call is not None:
            if present.appointment == appointment and self._call.stage not in (
                Stage.OUTSIDE,
                Stage.ENDED,
            ):
                return
            await self.leave()
        found = await find_appointment(self._store, appointment)
        if found is None:
            raise NoSuchVisit
        if found.link is None:
            raise NoLink
        names = (self._identity.name, found.patient.name)
        await self._admissions.read()
        self.media.save_data(await settings.get(self._store, _SAVE_DATA, False))
        # The earlier call is closed first: nothing of it is written into this visit.
        await self._close_call()
        self.media.visit_over()
        await self.keeping.begin(found, names)
        self._appointment = found
        self._room.enter(appointment)
        self._talk = Conversation(found.link.secret, appointment, Author.HOST, self._clock)
        line = Line(self._relay, self._ice, self._session.check_line)
        self._call = Call(self._engine, line, self._changed, self._clock)
        self._call.talk.say_switches(self.media.switches)
        if self._session.online is False:
            self._call.handle(events.ServerLost())
        self._call.handle(events.Entered())
        if self._looking is None:
            self._looking = self._tasks.start(self._look(), "look")
        await self._session.send(wire.Enter(self._session.new_id(), appointment))

    async def admit(self, appointment: AppointmentId, participant: ParticipantId) -> None:
        """Let somebody in; enters the room first where needed.

        Raises:
            SomebodyInside: one person at a time.
            NoSuchVisit, NoLink, RefusedByServer, ServerUnreachable, SessionOver.
        """
        await self.enter(appointment)
        call = self._here()
        new = CallId(from_bytes(secrets.token_bytes(16)))
        named = self._room.let_in(participant, new, alone=call.stage in INSIDE)
        await self._admissions.add(appointment, participant)
        await self._session.send(
            wire.Admit(self._session.new_id(), appointment, participant, named)
        )

    async def send_message(self, text: str) -> None:
        """Write to the patient, at the door or inside.

        Raises:
            NotInVisit: there is nobody to write to.
            TextTooLong, RefusedByServer, ServerUnreachable.
        """
        found, talk, to = self._appointment, self._talk, self._room.reader()
        if found is None or talk is None or to is None:
            raise NotInVisit
        sealed = talk.seal(text)
        await self._session.send(wire.Send(self._session.new_id(), found.appointment, to, sealed))
        talk.said(text)
        self._changed()

    async def wait_again(self) -> None:
        """Send the patient back to the waiting room for a moment."""
        call, found, peer = self._here(), self._visit(), self._room.peer
        call.handle(events.HungUp(events.Bye.WAIT_AGAIN))
        if peer is not None:
            self._room.empty()
            await self._admissions.remove(found.appointment, peer)
            reason = wire.DismissalReason.WAIT_AGAIN
            await self._session.send(
                wire.Dismiss(self._session.new_id(), found.appointment, peer, reason)
            )

    async def leave(self) -> None:
        """Leave the room; the visit stays open, everybody may come back."""
        if self._call is None or self._call.stage in (Stage.OUTSIDE, Stage.ENDED):
            return
        found = self._visit()
        self._call.handle(events.HungUp(events.Bye.LEFT))
        self.media.visit_over()
        self._room.empty()
        try:
            await self.keeping.end()
        finally:
            # A full disk here must not leave the patient with somebody who has gone.
            await self._delivery.deliver(wire.Leave(self._session.new_id(), found.appointment))

    async def finish(self, status: AppointmentStatus) -> None:
        """End the visit: everybody is told and the link dies, now or when the server is back."""
        call, found = self._here(), self._visit()
        call.handle(events.HungUp(events.Bye.FINISHED))
        self.media.visit_over()
        state = wire.AppointmentState(status.value)
        told = wire.Finish(self._session.new_id(), found.appointment, state)
        try:
            await self.keeping.end()
            await set_status(self._store, found.appointment, status)
            await self._unsent.add(found.appointment, state)
        finally:
            # A full disk here must not keep the patient's link alive; finishing again saves.
            delivered = await self._delivery.deliver(told)
        if delivered:
            await self._unsent.remove(found.appointment)

    async def connection(self) -> ConnectionDetails:
        """Tell in numbers how the connection is."""
        return details_of(self._call)

    async def words_compared(self, equal: bool) -> None:
        """Say whether the patient read the same words; if not, the call ends at once."""
        self._here().words_compared(equal)

    async def take_still(self) -> Still:
        """Take a picture of the patient; the patient is told. Raises NotInVisit, NoPicture."""
        return await self.keeping.take_still(self._here(), self._room.peer)

    async def close(self) -> None:
        """Leave, keep what is being recorded, and end all work. Raises StoreFull, all the same."""
        try:
            await self.leave()
        finally:
            await self.keeping.sounds.end()
            await self.media.close()
            self._remove_listener()
            await self._tasks.close()
            await self._close_call()

    # ---- what the server says --------------------------------------------------------------

    def _heard(self, event: SessionEvent) -> None:
        match event:
            case wire.RoomChanged():
                if self._room.show(event) and self._call is not None:
                    self._room_changed(event, self._call)
                return
            case wire.Welcome(resumed=False):
                self._room.forget_shown()
            case ConnectionChanged(online=True):
                self._tasks.start(self._unsent.tell(), "tell endings")
            case _:
                pass
        call, found = self._call, self._appointment
        if call is None or found is None:
            return
        match event:
            case ConnectionChanged(online=online):
                call.handle(events.ServerBack() if online else events.ServerLost())
            case SessionEnded():
                call.handle(events.ServerEnded())
            case wire.Welcome(resumed=False):
                call.handle(events.PeerLeft(on_purpose=False))
                if call.stage not in (Stage.OUTSIDE, Stage.ENDED):
                    self._delivery.post(wire.Enter(self._session.new_id(), found.appointment))
            case wire.PeerCame(appointment=room) if room == found.appointment:
                self._peer_came(event, call, found)
            case wire.PeerLeft(appointment=room, participant=who) if (
                room == found.appointment and who == self._room.peer
            ):
                call.handle(events.PeerLeft(event.on_purpose))
            case wire.Relayed(appointment=room, sender=who) if (
                room == found.appointment and who == self._room.peer
            ):
                call.hear(event.payload)
            case wire.Sent(appointment=room) if room == found.appointment:
                self._sent(event)
            case _:
                return

    def _room_changed(self, room: wire.RoomChanged, call: Call) -> None:
        peer, named = self._room.peer, self._room.call
        if peer in self._room.waiting and call.stage in INSIDE and named is not None:
            # The server has forgotten whom this call is with: it was started anew.
            self._delivery.post(
                wire.Admit(self._session.new_id(), room.appointment, str(peer), named)
            )
        self._changed()

    def _peer_came(self, came: wire.PeerCame, call: Call, found: Appointment) -> None:
        if call.stage in (Stage.OUTSIDE, Stage.ENDED) or found.link is None:
            return
        peer = ParticipantId(came.participant)
        if not self._admissions.holds(found.appointment, peer):
            # Let in at another computer, or by the server alone: ask this clinician anew.
            reason = wire.DismissalReason.WAIT_AGAIN
            out = wire.Dismiss(self._session.new_id(), found.appointment, peer, reason)
            self._delivery.post(out)
            return
        if self._room.peer not in (None, peer) and call.stage in INSIDE:
            _log.info("a second participant came; one at a time")
            return
        # The server names the call: of the admission, or of an earlier one that it kept.
        self._room.peer, self._room.call = peer, CallId(came.call)
        trust = seat_of_link(found.link.link, link_key(found.link.secret).public)
        try:
            call.meet(
                self._room.call,
                self._own_end,
                trust,
                None,
                events.PeerCame(came.session, came.offerer),
            )
        except NotThePeer:
            _log.warning("the server named a call that is none")

    def _sent(self, sent: wire.Sent) -> None:
        if self._talk is not None and self._talk.heard(sent.sealed):
            self._room.wrote(ParticipantId(sent.sender))
            self._changed()

    # ---- inside ----------------------------------------------------------------------------

    def _here(self) -> Call:
        if self._call is None or self._call.stage is Stage.OUTSIDE:
            raise NotInVisit
        return self._call

    def _visit(self) -> Appointment:
        if self._appointment is None:
            raise NotInVisit
        return self._appointment

    async def _relay(self, payload: str) -> None:
        found, peer = self._appointment, self._room.peer
        if found is not None and peer is not None:
            await self._session.send(
                wire.Relay(self._session.new_id(), found.appointment, peer, payload)
            )

    async def _ice(self) -> IceConfiguration:
        return await relays_for(self._client, self._tokens, self._visit().appointment)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.media.look(asyncio.get_running_loop().time())
            await self.keeping.sounds.look()
            if self._call is not None:
                self._call.look()
            self._changed()

    async def _close_call(self) -> None:
        call, self._call = self._call, None
        if call is not None:
            await call.close()

    def _changed(self) -> None:
        call, found = self._call, self._appointment
        if call is None or found is None:
            return
        self.media.follow(call)
        if call.chronicle.connected_at is not None:
            self._tasks.start(self.keeping.follow(call), "record")
        peer = None
        if self._room.peer is not None:
            peer = PeerView(self._room.peer, found.patient.name, "Patient")
        base = CallView(
            appointment=found.appointment,
            messages=() if self._talk is None else self._talk.lines,
            waiting=self._room.waiting,
            server_online=self._session.online is not False,
        )
        self._watchers.show(draw(base, call, self.media.view, peer, self._words))

# SPDX-License-Identifier: GPL-3.0-or-later
"""One end of a call at work: carries out what the machine decides, for host and guest alike."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, assert_never

from app.calls import events
from app.calls.attempt import Attempt
from app.calls.chronicle import Chronicle
from app.calls.connection import ConnectionWatch
from app.calls.control import ControlMessage, Goodbye, Said, StillHeard, StillTold, Switches
from app.calls.descriptions import (
    Correspondence,
    OwnEnd,
    PeerDescription,
    Refusal,
    SignedDescription,
    SignedPath,
    decode_payload,
    encode_payload,
)
from app.calls.line import Line
from app.calls.links import Links
from app.calls.machine import CallMachine
from app.calls.path_keeper import PathKeeper
from app.calls.path_recovery import ROUND_SECONDS
from app.calls.peer_talk import PeerTalk
from app.calls.signers import Doubt, NotThePeer, TrustChain
from app.calls.views import EndReason, Stage, Trust
from app.calls.words import NONCE_BYTES
from app.errors import KnownError
from app.media import link_events as media
from app.media.engine import MediaEngine
from app.media.liveness import UNSTEADY_S, Pulse
from app.records.ids import CallId
from app.tasks import Tasks

_log = logging.getLogger(__name__)
_STALE: Final = frozenset({Doubt.CALL, Doubt.SEQUENCE})
"""The peer's own words of another time: dropped, but no sign that somebody else speaks."""


class Call:
    """The calls of one end of one visit, one after the other. Belongs to the asyncio thread."""

    def __init__(
        self,
        engine: MediaEngine,
        line: Line,
        changed: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self.trust = Trust.UNKNOWN
        self.places: tuple[int, ...] = ()
        """Which words of a list were drawn on the present link."""
        self.talk = PeerTalk(self._say, engine.hold_still, changed)
        self.chronicle = Chronicle()
        self.connection = ConnectionWatch()
        self.relayed = False
        """Whether the present or last link went through a relay."""
        self.unsteady = False
        """Nothing has come for a moment."""
        self._engine = engine
        self._line = line
        self._changed = changed
        self._clock = clock
        # Sequence numbers have to rise even if this program starts anew: from the clock.
        self._first = int(clock().timestamp() * 1000)
        self._machine = CallMachine(self._first)
        self._tasks = Tasks()
        self._links = Links(self._tasks)
        self._call: CallId | None = None
        self._correspondence: Correspondence | None = None
        self._offerer = False
        self._heard: PeerDescription | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def stage(self) -> Stage:
        """Where this end stands."""
        return self._machine.stage

    @property
    def end_reason(self) -> EndReason | None:
        """How the last call ended."""
        return self._machine.end_reason

    @property
    def _steady(self) -> bool:
        return self.stage is Stage.CONNECTED and not self.unsteady

    def look(self) -> None:
        """Look how the connection is; to be called once a second."""
        self.chronicle.devices_are(self._engine.has_sound, self._clock())
        attempt = self._links.standing if self.stage is Stage.CONNECTED else None
        seen = None if attempt is None else attempt.observe(silent=self.unsteady)
        self.connection.look(seen, asyncio.get_running_loop().time())
        if attempt is not None:
            attempt.tell_reception(self.connection.reception())

    def meet(
        self,
        call: CallId,
        own: OwnEnd,
        trust: TrustChain,
        peer_key_id: bytes | None,
        came: events.PeerCame,
    ) -> None:
        """The peer is inside: begin the call that the host named, or go on with it."""
        if call != self._call:
            self._call = call
            self._correspondence = Correspondence(call, own, trust, self._first, peer_key_id)
            if self.trust is not Trust.MISMATCH:
                self.trust = Trust.UNKNOWN
            self.talk.begin_anew()
        self._offerer = came.offerer
        self.handle(came)

    def hear(self, payload: str) -> None:
        """Take what the server says the peer has relayed."""
        if self._correspondence is None:
            return
        try:
            match decode_payload(payload):
                case Refusal():
                    self.handle(events.PeerRefused())
                case SignedPath() as path:
                    if self._links.keeper is not None:
                        self._links.keeper.hear(path)
                case SignedDescription() as signed:
                    heard = self._correspondence.read(signed, self._clock().timestamp())
                    self._take(heard)
        except NotThePeer as error:
            self._doubted(error)

    def handle(self, event: events.Event) -> None:
        """Let the machine decide, and do it."""
        loop = asyncio.get_running_loop()
        before = self.stage
        commands = self._machine.handle(event, loop.time())
        keeper = self._links.keeper
        if keeper is not None and isinstance(event, events.ServerBack | events.ServerLost):
            keeper.server_is(isinstance(event, events.ServerBack))
        if self.stage is not before or commands:
            _log.debug("%s: %s -> %s", type(event).__name__, before.value, self.stage.value)
        self._chronicle_server(event)
        self.chronicle.stage_changed(before, self.stage, self._clock())
        if self.end_reason is EndReason.VERIFICATION_FAILED:
            self.trust = Trust.MISMATCH
        said_bye = False
        for command in commands:
            if isinstance(command, events.DropLink):
                if self._links.standing is None or command.attempt == self._links.standing.number:
                    self.places = ()
                self._links.drop(command.attempt, linger=said_bye)
            else:
                said_bye = self._carry_out(command) or said_bye
        if self._timer is not None:
            self._timer.cancel()
        deadline = self._machine.deadline()
        self._timer = None
        if deadline is not None:
            self._timer = loop.call_at(deadline, self.handle, events.TimePassed())
        if self._steady:
            self.talk.show()
        self._changed()

    def _chronicle_server(self, event: events.Event) -> None:
        match event:
            case events.ServerBack():
                self.chronicle.server_is(True, self._clock())
            case events.ServerLost():
                self.chronicle.server_is(False, self._clock())
            case events.PeerLeft(on_purpose=False):
                self.chronicle.peer_gone()
            case _:
                return

    def words_compared(self, equal: bool) -> None:
        """Take the two people's word for whether they read the same words."""
        if not self.places or self.stage is not Stage.CONNECTED:
            return
        if equal:
            self.trust = Trust.VERIFIED
            self._changed()
        else:
            _log.warning("the words differ")
            self.trust = Trust.MISMATCH
            self.handle(events.HungUp(events.Bye.WORDS_DIFFER))

    async def close(self) -> None:
        """Close the link and end all work."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        await self._links.close()
        await self._tasks.close()

    # ---- the machine's commands ------------------------------------------------------------

    def _carry_out(self, command: events.Command) -> bool:
        """Do one thing; tells whether a good-bye is on its way."""
        match command:
            case events.MakeOffer(number):
                attempt = self._new_attempt(number)
                self._links.work(self._watched(self._offer(attempt), attempt), attempt)
            case events.MakeAnswer(number, _):
                attempt = self._new_attempt(number)
                self._links.work(self._watched(self._answer(attempt), attempt), attempt)
            case events.TakeAnswer():
                if (newest := self._links.newest) is not None and self._heard is not None:
                    accepted = newest.accept(self._heard)
                    self._links.work(self._watched(accepted, newest), newest)
            case events.VerifyLink():
                if self._links.newest is not None:
                    self._guarded(self._links.newest.verify)
            case events.LetThrough():
                self._let_through()
            case events.SayBye(bye):
                return self._say(Goodbye(bye))
            case events.SayRefused():
                self._tasks.start(self._refuse(), "refuse")
            case events.DropLink():
                raise AssertionError("handled by the caller")
            case _:
                assert_never(command)
        return False

    def _new_attempt(self, number: int) -> Attempt:
        assert self._correspondence is not None
        self.chronicle.attempt_began(asyncio.get_running_loop().time())
        attempt = Attempt(
            number,
            self._correspondence,
            self._offerer,
            lambda: self.handle(events.LinkVerified(number)),
            self._said,
            self._words_drawn,
        )
        self._links.add(attempt)
        return attempt

    async def _watched(self, coroutine: Awaitable[None], attempt: Attempt) -> None:
        try:
            await coroutine
        except NotThePeer as error:
            self._doubted(error)
        except KnownError as error:
            _log.info("attempt %d failed: %s", attempt.number, type(error).__name__)
            self.handle(events.LinkDown(attempt.number))

    async def _offer(self, attempt: Attempt) -> None:
        signed = await attempt.offer(self._engine, self._line.ice, self._listener(attempt))
        await self._line.relay(encode_payload(signed))

    async def _answer(self, attempt: Attempt) -> None:
        assert self._heard is not None
        listener = self._listener(attempt)
        signed = await attempt.answer(self._engine, self._line.ice, listener, self._heard)
        await self._line.relay(encode_payload(signed))

    def _listener(self, attempt: Attempt) -> Callable[[media.LinkEvent], None]:
        def listen(event: media.LinkEvent) -> None:
            if not self._links.holds(attempt):
                return
            match event:
                case media.LinkUp():
                    self.chronicle.link_came_up(asyncio.get_running_loop().time())
                    self.handle(events.LinkUp(attempt.number))
                case media.PulseChanged(pulse):
                    self._pulsed(attempt, pulse)
                case media.AddressesChanged(gone):
                    self._moved(attempt, gone)
                case media.PathChanged():
                    self._path_changed(attempt)
                case media.LinkDown(cause):
                    _log.info("attempt %d: link down, %s", attempt.number, cause)
                    if attempt is self._links.standing:
                        self.chronicle.link_closed(self._clock())
                    self.handle(events.LinkDown(attempt.number))
                case media.TextCame(text):
                    self._guarded(lambda: attempt.hear(text))
                case _:
                    assert_never(event)

        return listen

    def _path_changed(self, attempt: Attempt) -> None:
        self.relayed = attempt.relayed
        if attempt is self._links.standing and not self.unsteady:
            # Nothing was missed, so nothing will be heard again either.
            self.chronicle.silence_ended(self._clock())
        self._changed()

    def _moved(self, attempt: Attempt, gone: bool) -> None:
        if self._links.keeper is not None and attempt is self._links.standing:
            if gone:
                self.chronicle.address_gone(self._clock())
            self._links.keeper.moved(gone)

    def _pulsed(self, attempt: Attempt, pulse: Pulse) -> None:
        keeper = self._links.keeper
        if attempt is not self._links.standing or keeper is None:
            return
        now = self._clock()
        if pulse is Pulse.STEADY:
            self.chronicle.silence_ended(now)
        elif pulse is Pulse.UNSTEADY:
            self.chronicle.silence_began(now - timedelta(seconds=UNSTEADY_S))
        self.unsteady = pulse is not Pulse.STEADY
        keeper.pulsed(pulse)
        if pulse is Pulse.STEADY:
            self.handle(events.LinkHeard(attempt.number))
        elif pulse is Pulse.SILENT:
            self.handle(events.LinkSilent(attempt.number, ROUND_SECONDS))
        self._changed()

    def _let_through(self) -> None:
        attempt = self._links.newest
        assert attempt is not None and self._call is not None
        self.unsteady = False
        self.places = ()
        parties = attempt.parties(self._call)
        self._links.stand(
            attempt,
            PathKeeper(attempt.link, parties, self._line, self._tasks),
        )
        attempt.let_through(self._call, secrets.token_bytes(NONCE_BYTES))
        self.talk.link_stands()
        self.relayed = attempt.relayed
        if self.trust is not Trust.VERIFIED:
            self.trust = Trust.KNOWN_KEY

    async def _refuse(self) -> None:
        try:
            await self._line.relay(encode_payload(Refusal()))
        except KnownError as error:
            _log.info("the refusal was not delivered: %s", type(error).__name__)

    # ---- what the two say ------------------------------------------------------------------

    def _say(self, message: ControlMessage) -> bool:
        standing = self._links.standing
        return standing is not None and standing.say(message)

    def _take(self, heard: PeerDescription) -> None:
        if self._offerer:
            newest = self._links.newest
            if newest is not None and newest.answers_this(heard):
                self._heard = heard
                self.handle(events.AnswerCame(newest.number, heard.sdp))
        else:
            self._heard = heard
            self.handle(events.OfferCame(heard.sequence, heard.sdp))

    def _said(self, message: Said) -> None:
        match message:
            case Switches() | StillTold() | StillHeard():
                self.talk.hear(message, steady=self._steady)
            case Goodbye(bye):
                if bye is events.Bye.WORDS_DIFFER:
                    self.trust = Trust.MISMATCH
                self.handle(events.ByeCame(bye))

    def _words_drawn(self, places: tuple[int, ...]) -> None:
        self.places = places
        self._changed()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except NotThePeer as error:
            self._doubted(error)

    def _doubted(self, error: NotThePeer) -> None:
        _log.warning("the peer was not verified: %s", error.doubt.value)
        if error.doubt not in _STALE:
            self.trust = Trust.MISMATCH
            self.handle(events.VerificationFailed())

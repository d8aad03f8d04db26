# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection to one peer, negotiated once: sound, picture and a data channel."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from enum import Enum

from aiortc import RTCPeerConnection, RTCSessionDescription

from app.media import control, rtc_compat
from app.media.clocks import ClockOffset, Exchange
from app.media.descriptions import DescriptionRefused, clean_description, take_description
from app.media.ice_servers import NoRelay
from app.media.link_events import (
    AddressesChanged,
    IceConfiguration,
    LinkDown,
    LinkEvent,
    LinkUp,
    PathChanged,
    PulseChanged,
    TextCame,
)
from app.media.liveness import Liveness, Pulse
from app.media.negotiation import own_description
from app.media.path import PathChange
from app.media.rate_control import RateControl
from app.media.rtc_handshakes import repeat_handshake
from app.media.rtc_paths import addresses_in_use, outlive_paths, own_addresses
from app.media.send.feedback import Feedback
from app.media.send.sound import SoundSending
from app.media.send.tracks import EncodedPacket
from app.media.statistics import LinkStatistics
from app.media.streams import Shared, Streams
from app.media.talk import Talk
from app.tasks import Tasks

__all__ = [
    "DescriptionRefused",
    "IceConfiguration",
    "Link",
    "LinkDown",
    "LinkEvent",
    "LinkUp",
    "NoRelay",
    "TextCame",
]

_log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 10.0
_CLOSE_TIMEOUT_S = 5.0
_TICK_S = 0.02
_CHECK_EVERY_S = 0.25


class _State(Enum):
    """NEW -> CONNECTING -> UP -> DOWN; CLOSED from each. Nothing goes back."""

    NEW = "new"
    CONNECTING = "connecting"
    UP = "up"
    DOWN = "down"
    CLOSED = "closed"


class Link:
    """One attempt to be connected to one peer. Belongs to the asyncio thread."""

    def __init__(
        self,
        attempt: str,
        ice: IceConfiguration,
        listener: Callable[[LinkEvent], None],
        shared: Shared,
        on_changed: Callable[[], None],
    ) -> None:
        """``on_changed`` tells the engine that this link's state, wishes or rate changed."""
        self.attempt = attempt
        self._ice = ice
        self._listener = listener
        self._shared = shared
        self._on_changed = on_changed
        self._state = _State.NEW
        self._tasks = Tasks()
        self._connection: RTCPeerConnection | None = None
        self._streams: Streams | None = None
        self._began_at = time.monotonic()
        self._liveness = Liveness(self._began_at)
        self._pulse = Pulse.STEADY
        self.path_number = 0
        """Counts how often what the path carries had to be learnt anew."""
        self._paths: PathChange | None = None
        self._addresses: frozenset[str] = frozenset()
        self._through = False
        self.rate = RateControl(self._began_at)
        self._offset = ClockOffset()
        self._talk = Talk(
            shared.wall,
            time.monotonic,
            self._text_came,
            self._heard,
            self._on_changed,
            self._exchanged,
        )

    # ---- negotiation -----------------------------------------------------------------------

    async def offer(self) -> str:
        """Make the offer of this link (W3C createOffer and setLocalDescription).

        Raises NoRelay when only relays are allowed and none answers.
        """

        async def describe(connection: RTCPeerConnection) -> None:
            self._talk.use(connection.createDataChannel("vidda"))
            await connection.setLocalDescription(await connection.createOffer())

        return await own_description(self._ice, self._prepare, describe, self._discard)

    async def answer(self, sdp: str) -> str:
        """Take the peer's verified offer and make the answer.

        Raises DescriptionRefused, and NoRelay as ``offer`` does.
        """
        offer = RTCSessionDescription(clean_description(sdp), "offer")

        async def describe(connection: RTCPeerConnection) -> None:
            connection.add_listener("datachannel", self._talk.use)
            await take_description(connection, offer)
            await connection.setLocalDescription(await connection.createAnswer())

        answered = await own_description(self._ice, self._prepare, describe, self._discard)
        self._begin_connecting()
        return answered

    async def accept(self, sdp: str) -> None:
        """Take the peer's verified answer. Raises DescriptionRefused."""
        answer = RTCSessionDescription(clean_description(sdp), "answer")
        if self._connection is None or self._state is not _State.NEW:
            raise DescriptionRefused("no offer waits for an answer")
        await take_description(self._connection, answer)
        self._begin_connecting()

    # ---- what the owner asks ---------------------------------------------------------------

    def local_fingerprint(self) -> str:
        """Give the SHA-256 fingerprint of the own certificate as "AB:CD:…"."""
        assert self._connection is not None, "offer or answer first"
        return rtc_compat.own_fingerprint(self._connection)

    def live_fingerprint(self) -> str:
        """Give the fingerprint of the certificate that the peer really used; "" before LinkUp."""
        if self._connection is None or self._state is not _State.UP:
            return ""
        return rtc_compat.peer_fingerprint(self._connection)

    def relayed(self) -> bool:
        """Say whether the packets go through a relay."""
        return self._connection is not None and rtc_compat.goes_through_relay(self._connection)

    def let_through(self) -> None:
        """Let received sound and pictures out: the caller has verified the live connection."""
        if self._state is _State.UP and self._streams is not None and not self._through:
            self._through = True
            self._shared.statistics.connected(time.monotonic())
            self._streams.open()
            self._on_changed()

    def hush(self) -> None:
        """Let no sound and no picture through any more, either way; texts still go both ways."""
        self._through = False
        if self._streams is not None:
            self._streams.silence()
            self._streams.pause_pictures()
        self._on_changed()

    def send_text(self, text: str) -> None:
        """Send a text over the data channel, in order; it waits there until the channel opens.

        Raises control.TextTooLong.
        """
        self._talk.say(control.Text(text))

    @property
    def paths(self) -> PathChange | None:
        """Give the way to another path below this link; None while it does not stand."""
        return self._paths if self.up else None

    async def close(self) -> None:
        """Close the connection and everything that belongs to it; no event follows."""
        if self._state is _State.CLOSED:
            return
        self._state = _State.CLOSED
        await self._tasks.close()
        await self._discard()
        self._on_changed()

    # ---- what the engine asks --------------------------------------------------------------

    @property
    def connection(self) -> RTCPeerConnection:
        """Give the connection itself, for measurements."""
        assert self._connection is not None, "offer or answer first"
        return self._connection

    @property
    def up(self) -> bool:
        """Say whether the connection stands."""
        return self._state is _State.UP

    @property
    def closed(self) -> bool:
        """Say whether nothing will ever happen here again."""
        return self._state is _State.CLOSED

    @property
    def gets_pictures(self) -> bool:
        """Say whether pictures go out here: verified by the owner, and wanted by the peer."""
        return self.up and self._through and self._talk.peer_pictures.wanted

    @property
    def gets_sound(self) -> bool:
        """Say whether sound goes out here: only to a peer that the owner has verified."""
        return self.up and self._through

    @property
    def steady(self) -> bool:
        """Say whether something comes over the path, so that its rate says something."""
        return self._pulse is Pulse.STEADY

    @property
    def sound(self) -> SoundSending | None:
        """Give the sound that goes out here, None while there is no connection."""
        return self._streams.sound if self._streams is not None else None

    def statistics(self) -> LinkStatistics | None:
        """Tell what this link has done so far; None while there is no path."""
        if not self.up or self._streams is None:
            return None
        return self._streams.statistics(self.rate, self._talk.queue())

    @property
    def talk(self) -> Talk:
        """Give what is said on the data channel of pictures and wishes."""
        return self._talk

    def expect_pictures(self, expected: bool) -> None:
        """Note whether pictures should come: without any, none stands still."""
        if self._streams is not None:
            self._streams.expect_pictures(expected)

    def send_sound(self, packet: EncodedPacket) -> None:
        """Send a packet of sound."""
        if self.gets_sound and self._streams is not None:
            self._streams.send_sound(packet)

    def send_picture(self, packet: EncodedPacket) -> None:
        """Send a frame."""
        if self._streams is None:
            return
        if not self.gets_pictures:
            self._streams.pause_pictures()
        elif self._streams.send_picture(packet):
            self._shared.statistics.picture_bytes(time.monotonic(), sent=len(packet.data))

    # ---- inside ----------------------------------------------------------------------------

    def _prepare(self, connection: RTCPeerConnection) -> None:
        self._connection = connection
        self._streams = Streams(
            connection,
            self._shared,
            self._tasks,
            self._offset,
            self._heard,
            self._fed_back,
            self._exchanged,
            self._sent,
        )
        self._paths = PathChange(connection, self._tasks, self._path_changed)
        connection.add_listener("connectionstatechange", self._state_changed)

    def _begin_connecting(self) -> None:
        if self._state is _State.NEW and self._connection is not None:
            self._state = _State.CONNECTING
            self._began_at = time.monotonic()
            repeat_handshake(self._connection, self._tasks)
            self._tasks.start(self._watch(), f"link {self.attempt}")

    async def _watch(self) -> None:
        """Connect in time, then keep an eye on the path."""
        checked_at = float("-inf")
        while self._state in (_State.CONNECTING, _State.UP):
            now = time.monotonic()
            if self._state is _State.CONNECTING:
                if now - self._began_at > CONNECT_TIMEOUT_S:
                    self._go_down("timeout")
            else:
                self._talk.tick(now)
                if self.rate.tick(now):
                    self._on_changed()
                if self._streams is not None:
                    self._streams.set_rate(self.rate.target)
                    self._streams.tick(now)
                if now - checked_at >= _CHECK_EVERY_S:
                    checked_at = now
                    self._judge(self._liveness.check(now))
            await asyncio.sleep(_TICK_S)

    def _judge(self, pulse: Pulse) -> None:
        if pulse is not self._pulse:
            self._pulse = pulse
            if pulse is Pulse.STEADY:
                self._learn_anew()
            self._on_changed()
            self._listener(PulseChanged(pulse))
        addresses, before = own_addresses(), self._addresses
        if addresses != before and self._connection is not None:
            self._addresses = addresses
            self._listener(AddressesChanged(not addresses_in_use(self._connection) <= addresses))

    def _path_changed(self) -> None:
        self._learn_anew()
        self._on_changed()
        self._listener(PathChanged())

    def _learn_anew(self) -> None:
        """Forget what the path carried: it is another, or was away; what is said goes on."""
        now = time.monotonic()
        self.path_number += 1
        self.rate = RateControl(now)
        if self._streams is not None:
            self._streams.path_changed(now)

    def _state_changed(self) -> None:
        connection = self._connection
        if connection is None:
            return
        state = connection.connectionState
        if state == "connected" and self._state in (_State.NEW, _State.CONNECTING):
            self._begin_connecting()
            self._state = _State.UP
            self._liveness = Liveness(time.monotonic())
            self._addresses = own_addresses()
            outlive_paths(connection)
            _log.info("link %s up", self.attempt)
            self._on_changed()
            self._listener(LinkUp())
        elif state in ("failed", "closed"):
            self._go_down("closed")

    def _go_down(self, cause: str) -> None:
        if self._state in (_State.CONNECTING, _State.UP):
            self._state = _State.DOWN
            _log.info("link %s down: %s", self.attempt, cause)
            if self._streams is not None:
                self._streams.silence()
            self._on_changed()
            self._listener(LinkDown(cause))

    async def _discard(self) -> None:
        """Close the connection of this try."""
        connection, self._connection = self._connection, None
        streams, self._streams = self._streams, None
        paths, self._paths = self._paths, None
        self._talk.forget()
        if paths is not None:
            await paths.drop()
        if streams is not None:
            await streams.close()
        if connection is not None:
            connection.remove_all_listeners()
            try:
                async with asyncio.timeout(_CLOSE_TIMEOUT_S):
                    await connection.close()
            except TimeoutError:
                _log.warning("link %s did not close in time", self.attempt)

    def _sent(self, size_bytes: int) -> None:
        self.rate.sent(size_bytes, time.monotonic())

    def _heard(self) -> None:
        self._liveness.heard(time.monotonic())

    def _fed_back(self, feedback: Feedback) -> None:
        self.rate.heard(feedback.loss, feedback.round_trip_s, feedback.estimate, time.monotonic())
        self._on_changed()

    def _exchanged(self, exchange: Exchange) -> None:
        if self._offset.add(exchange):
            self.rate.heard(None, exchange.round_trip_s, None, time.monotonic())

    def _text_came(self, text: str) -> None:
        if self.up:
            self._listener(TextCame(text))

# SPDX-License-Identifier: GPL-3.0-or-later
"""The data channel of one link: texts of its owner, pings, and what pictures are wanted."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

from aiortc import RTCDataChannel
from aiortc.exceptions import InvalidStateError

from app.media import control
from app.media.clocks import Exchange, WallClock
from app.media.statistics import QueueName, QueueStatistics

_log = logging.getLogger(__name__)

_PING_EVERY_S = 1.0
_FIRST_PINGS = 5
_FIRST_PING_EVERY_S = 0.1
_MOST_WAITING = 100
_MOST_BUFFERED_BYTES = 256_000


class Talk:
    """Speaks on the data channel. Belongs to the asyncio thread."""

    def __init__(
        self,
        wall: WallClock,
        clock: Callable[[], float],
        on_text: Callable[[str], None],
        on_heard: Callable[[], None],
        on_wishes: Callable[[], None],
        on_exchange: Callable[[Exchange], None],
    ) -> None:
        self._wall = wall
        self._clock = clock
        self._on_text = on_text
        self._on_heard = on_heard
        self._on_wishes = on_wishes
        self._on_exchange = on_exchange
        self._channel: RTCDataChannel | None = None
        self._waiting: deque[str] = deque()
        self._dropped = 0
        self._pings = 0
        self._pinged_at = float("-inf")
        self.pictures = control.Pictures(sent=True, wanted=True)
        """What the peer was told last."""
        self.peer_pictures = control.Pictures(sent=True, wanted=True)
        """What the peer told last."""
        self.peer_reception: control.Reception | None = None
        """How well the peer hears and sees; None where it does not tell."""

    def use(self, channel: RTCDataChannel) -> None:
        """Speak on this channel; a second one is ignored."""
        if self._channel is not None:
            return
        self._channel = channel
        channel.add_listener("open", self._flush)
        channel.add_listener("message", self._take)
        self._flush()

    def forget(self) -> None:
        """Speak no more until another channel is given."""
        self._channel = None

    def say(self, message: control.Message) -> None:
        """Send a message, now or when the channel opens. Raises control.TextTooLong."""
        encoded = control.encode(message)
        if len(self._waiting) >= _MOST_WAITING:
            _log.warning("data channel full, message dropped")
            self._dropped += 1
            return
        self._waiting.append(encoded)
        self._flush()

    def queue(self) -> QueueStatistics:
        """Tell how many messages wait, and how many never left."""
        return QueueStatistics(
            QueueName.DATA_CHANNEL, len(self._waiting), _MOST_WAITING, self._dropped
        )

    def tell_reception(self, reception: control.Reception) -> None:
        """Tell the peer how well it is heard and seen, where that does not wait."""
        if self._open() and not self._waiting:
            self.say(reception)

    def tell_pictures(self, pictures: control.Pictures) -> None:
        """Tell the peer whether it gets pictures, and which of its own are wanted."""
        if pictures != self.pictures:
            self.pictures = pictures
            self.say(pictures)

    def tick(self, now: float) -> None:
        """Let time pass: ping once a second, and quicker at the start."""
        every_s = _FIRST_PING_EVERY_S if self._pings < _FIRST_PINGS else _PING_EVERY_S
        if self._open() and now - self._pinged_at >= every_s:
            self._pinged_at = now
            self._pings += 1
            self.say(control.Ping(self._wall.ntp(self._clock())))

    def _open(self) -> bool:
        return self._channel is not None and self._channel.readyState == "open"

    def _flush(self) -> None:
        channel = self._channel
        while (
            channel is not None
            and self._waiting
            and channel.readyState == "open"
            and channel.bufferedAmount < _MOST_BUFFERED_BYTES
        ):
            try:
                channel.send(self._waiting.popleft())
            except InvalidStateError:
                return

    def _take(self, data: object) -> None:
        received = self._wall.ntp(self._clock())
        self._on_heard()
        if not isinstance(data, str):
            return
        try:
            message = control.decode(data)
        except control.ControlError:
            _log.debug("message of %d characters not understood", len(data))
            return
        match message:
            case control.Ping(sent):
                self.say(control.Pong(sent, received, self._wall.ntp(self._clock())))
            case control.Pong(sent, peer_received, answered):
                self._on_exchange(Exchange(sent, peer_received, answered, received))
            case control.Pictures():
                self.peer_pictures = message
                self._on_wishes()
            case control.Reception():
                self.peer_reception = message
            case control.Text(text):
                self._on_text(text)

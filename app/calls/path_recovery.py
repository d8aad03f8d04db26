# SPDX-License-Identifier: GPL-3.0-or-later
"""When a link that stands looks for another path. No input, no output, no clock, no tasks.

Both ends describe themselves for a numbered round; when an end knows both descriptions of one
round, it connects. Either may begin a round, and a higher number from the other end is joined, so
there is no glare: both always work at the highest round that either has named. A link that is
silent, or whose own address is gone, begins rounds; one whose path works only joins them. The
descriptions go through the server, so a round begins when there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, assert_never

from app.media.liveness import Pulse

ROUND_SECONDS: Final = 4.0
"""A round that has led to no path by then is replaced (media.md 8.6)."""
PACE_SECONDS: Final = 2.0
"""Least time between the starts of two rounds."""
PATIENT_SECONDS: Final = 60.0
SLOW_SECONDS: Final = 10.0
"""After a minute in vain, rounds start at this pace."""
MOST_ROUND: Final = (1 << 32) - 1


# ---- events --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pulsed:
    """Something comes over the path again, or nothing has come for a while."""

    pulse: Pulse


@dataclass(frozen=True, slots=True)
class Moved:
    """This computer has other addresses; ``gone`` if the path's own is not among them."""

    gone: bool


@dataclass(frozen=True, slots=True)
class ServerIs:
    """The server can carry descriptions, or not."""

    online: bool


@dataclass(frozen=True, slots=True)
class PeerDescribed:
    """A verified description of the other end for a round came."""

    round: int


@dataclass(frozen=True, slots=True)
class OwnDescribed:
    """This end's description for a round has left."""

    round: int


@dataclass(frozen=True, slots=True)
class PathUp:
    """The path of a round has taken over."""

    round: int


@dataclass(frozen=True, slots=True)
class PathFailed:
    """Nothing came of a round."""

    round: int


@dataclass(frozen=True, slots=True)
class TimePassed:
    """``deadline()`` has come."""


Event = Pulsed | Moved | ServerIs | PeerDescribed | OwnDescribed | PathUp | PathFailed | TimePassed


# ---- commands ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckServer:
    """Look whether the line to the server is still alive, and make it anew if not."""


@dataclass(frozen=True, slots=True)
class Describe:
    """Gather for a round and send the signed description; what an earlier one did is void."""

    round: int


@dataclass(frozen=True, slots=True)
class Connect:
    """Connect with both descriptions of a round."""

    round: int


Command = CheckServer | Describe | Connect


class PathRecovery:
    """Feed it events, carry out its commands in their order. ``now`` only goes forward."""

    def __init__(self) -> None:
        self.round = 0
        """The round this end works at, or worked at last; 0 before the first."""
        self._peer_round = 0
        self._working = False
        self._described = self._connecting = False
        self._began_at = float("-inf")
        self._online = True
        self._pulse = Pulse.STEADY
        self._gone = False
        self._wanted_since: float | None = None

    def deadline(self) -> float | None:
        """Tell when ``TimePassed`` is due, if nothing else happens."""
        if self._wanted_since is None or not self._online:
            return None
        return self._due()

    def handle(self, event: Event, now: float) -> list[Command]:
        """Take one event; return what to do, in order."""
        match event:
            case Pulsed(pulse):
                return self._pulsed(pulse, now)
            case Moved(gone):
                return self._moved(gone, now)
            case ServerIs(online):
                return self._server_is(online, now)
            case PeerDescribed(number):
                return self._peer_described(number, now)
            case OwnDescribed(number):
                if number != self.round or not self._working:
                    return []
                self._described = True
                return self._connect_if_known()
            case PathUp(number):
                if number == self.round:
                    self._working = self._gone = False
                    if self._pulse is Pulse.STEADY:
                        # So quick that nothing was ever missed: no pulse will tell that it is over.
                        self._wanted_since = None
                return []
            case PathFailed(number):
                if number == self.round:
                    self._working = False
                return self._begin_if_due(now)
            case TimePassed():
                return self._begin_if_due(now)
            case _:
                assert_never(event)

    def _pulsed(self, pulse: Pulse, now: float) -> list[Command]:
        self._pulse = pulse
        if pulse is Pulse.STEADY:
            self._gone = False
            self._wanted_since = None
            return []
        return self._want(now)

    def _moved(self, gone: bool, now: float) -> list[Command]:
        if not gone and self._pulse is Pulse.STEADY:
            # What works is left alone.
            self._gone = False
            return []
        self._gone = gone
        # The addresses of the present round are no longer true.
        self._working = False
        self._began_at = float("-inf")
        return self._want(now)

    def _want(self, now: float) -> list[Command]:
        if self._wanted_since is None:
            self._wanted_since = now
        return [CheckServer(), *self._begin_if_due(now)]

    def _server_is(self, online: bool, now: float) -> list[Command]:
        back = online and not self._online
        self._online = online
        if back:
            # What was gathered without a network may lead nowhere.
            self._began_at = float("-inf")
        return self._begin_if_due(now)

    def _peer_described(self, number: int, now: float) -> list[Command]:
        if number <= self._peer_round or number < self.round:
            return []
        self._peer_round = number
        if number > self.round:
            return self._begin(number, now)
        return self._connect_if_known()

    def _due(self) -> float:
        assert self._wanted_since is not None
        if self._working:
            return self._began_at + ROUND_SECONDS
        slow = self._began_at - self._wanted_since >= PATIENT_SECONDS
        return self._began_at + (SLOW_SECONDS if slow else PACE_SECONDS)

    def _begin_if_due(self, now: float) -> list[Command]:
        if self._wanted_since is None or not self._online or now < self._due():
            return []
        return self._begin(max(self.round, self._peer_round) + 1, now)

    def _begin(self, number: int, now: float) -> list[Command]:
        self.round = number
        self._began_at = now
        self._working = True
        self._described = self._connecting = False
        return [Describe(number)]

    def _connect_if_known(self) -> list[Command]:
        known = self._described and self._peer_round == self.round
        if not known or self._connecting or not self._working:
            return []
        self._connecting = True
        return [Connect(self.round)]

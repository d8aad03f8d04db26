# SPDX-License-Identifier: GPL-3.0-or-later
"""One time line for both ends: monotonic seconds here, NTP seconds on the wire. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_NTP_TO_UNIX_S = 2_208_988_800
_SAMPLES_KEPT = 30
_WRAP = 1 << 32
_LONGEST_ROUND_TRIP_S = 60.0


@dataclass(frozen=True, slots=True)
class WallClock:
    """This end's NTP time line: the wall clock as it stood at the start, then monotonic.

    Steps of the wall clock during a call therefore cannot bend the time line of its media.
    """

    ahead_s: float
    """Unix time minus monotonic time, read once."""

    def ntp(self, monotonic: float) -> float:
        """Give the NTP time of a monotonic moment, in seconds since 1900."""
        return monotonic + self.ahead_s + _NTP_TO_UNIX_S

    def monotonic(self, ntp: float) -> float:
        """Give the monotonic moment of an NTP time of this end."""
        return ntp - self.ahead_s - _NTP_TO_UNIX_S


@dataclass(frozen=True, slots=True)
class Exchange:
    """One ping and its answer: the four times of RFC 5905 section 8, in NTP seconds."""

    sent: float
    peer_received: float
    peer_sent: float
    received: float

    @property
    def round_trip_s(self) -> float:
        """Give the time on the way, without the peer's own time."""
        return (self.received - self.sent) - (self.peer_sent - self.peer_received)

    @property
    def offset_s(self) -> float:
        """Say how far the peer's clock is ahead, if both ways took the same time."""
        return ((self.peer_received - self.sent) + (self.peer_sent - self.received)) / 2


class ClockOffset:
    """How far the peer's clock is ahead: taken from the quickest of the last exchanges.

    The quickest one waited least in queues, so its two ways differ least. The error is at most
    half of its round trip.
    """

    def __init__(self) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=_SAMPLES_KEPT)
        # Worked out where an exchange is added: the audio and decoding threads only read them, and
        # to walk over exchanges that grow meanwhile would end those threads.
        self.offset_s: float | None = None
        """The offset, None before the first exchange."""
        self.round_trip_s: float | None = None
        """The quickest of the last five round trips, None before the first exchange."""

    def add(self, exchange: Exchange) -> bool:
        """Take one exchange; impossible ones are refused."""
        possible = 0 <= exchange.round_trip_s <= _LONGEST_ROUND_TRIP_S
        if possible:
            self._exchanges.append(exchange)
            quickest = min(self._exchanges, key=lambda known: known.round_trip_s)
            self.offset_s = quickest.offset_s
            self.round_trip_s = min(known.round_trip_s for known in list(self._exchanges)[-5:])
        return possible


class CaptureClock:
    """When a frame was captured, from the sender reports of its stream (RFC 3550, 6.4.1)."""

    def __init__(self, clock_rate: int) -> None:
        self._clock_rate = clock_rate
        self._report: tuple[float, int] | None = None

    def note_report(self, ntp: float, timestamp: int) -> None:
        """Take the pair of a sender report."""
        self._report = (ntp, timestamp)

    def captured_ntp(self, timestamp: int) -> float | None:
        """Give the capture time on the peer's time line, None before the first report."""
        if self._report is None:
            return None
        ntp, reported = self._report
        difference = (timestamp - reported) % _WRAP
        if difference >= _WRAP // 2:
            difference -= _WRAP
        return ntp + difference / self._clock_rate


def captured_here(
    captures: CaptureClock, offset: ClockOffset, wall: WallClock, timestamp: int
) -> float | None:
    """Give the capture time of a frame on this end's monotonic clock, None where unknown.

    While it is unknown how far the peer's clock is ahead (a browser never tells), the time is off
    by that much: good enough to keep sound and picture in step, not to tell a delay.
    """
    captured = captures.captured_ntp(timestamp)
    return None if captured is None else wall.monotonic(captured - (offset.offset_s or 0.0))

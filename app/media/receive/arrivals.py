# SPDX-License-Identifier: GPL-3.0-or-later
"""Count the packets of one stream: how many came, how many are missing, how unevenly. Pure.

The formulas are those of RFC 3550: the extended highest number and the loss from appendix A.3
(but a packet counts once, so that copies hide no loss), the jitter from section 6.4.1 and
appendix A.8.
"""

from __future__ import annotations

from app.media.receive.sequence import Unwrapper

_JITTER_WEIGHT = 1 / 16
_LARGEST_GAP = 3000
"""MAX_DROPOUT of RFC 3550, appendix A.1."""
_LONGEST_STEP_S = 1.0
"""A larger step between two packets is a pause or another clock, and says nothing of the path."""


class Arrivals:
    """The packets of one synchronization source. One thread at a time."""

    def __init__(self, clock_rate: int) -> None:
        self._clock_rate = clock_rate
        self._source: int | None = None
        self._numbers = Unwrapper(16)
        self._timestamps = Unwrapper(32)
        self._highest: int | None = None
        self._missing: dict[int, None] = {}
        """The newest of those that have not come yet."""
        self._transit: float | None = None
        self._newest_timestamp: int | None = None
        self.packets = 0
        """Each once, however often it came."""
        self.lost = 0
        """What has not come so far; what comes later takes its loss back."""
        self.size_bytes = 0
        """Payloads alone, with what came twice."""
        self.jitter_s = 0.0

    def note(self, source: int, sequence: int, timestamp: int, size: int, now: float) -> None:
        """Take a packet that came at ``now``."""
        if source != self._source:
            self._begin(source)
        self.size_bytes += size
        number = self._numbers.unwrap(sequence)
        if self._highest is None or number > self._highest + _LARGEST_GAP:
            # The first one, or a sender that counts anew.
            self._highest = number
        elif number > self._highest:
            for absent in range(self._highest + 1, number):
                self._missing[absent] = None
            self.lost += number - self._highest - 1
            self._highest = number
            while len(self._missing) > _LARGEST_GAP:
                del self._missing[next(iter(self._missing))]
        elif number in self._missing:
            del self._missing[number]
            self.lost -= 1
        else:
            return
        self.packets += 1
        self._note_transit(self._timestamps.unwrap(timestamp), now)

    def _begin(self, source: int) -> None:
        self._source = source
        self._numbers, self._timestamps = Unwrapper(16), Unwrapper(32)
        self._highest = self._transit = self._newest_timestamp = None
        self._missing.clear()

    def _note_transit(self, timestamp: int, now: float) -> None:
        if self._newest_timestamp is not None and timestamp <= self._newest_timestamp:
            # Another packet of the same frame, or one that was repeated: sent later on purpose.
            return
        self._newest_timestamp = timestamp
        transit = now - timestamp / self._clock_rate
        if self._transit is not None:
            difference = abs(transit - self._transit)
            if difference < _LONGEST_STEP_S:
                self.jitter_s += (difference - self.jitter_s) * _JITTER_WEIGHT
        self._transit = transit

# SPDX-License-Identifier: GPL-3.0-or-later
"""Count the packets of one stream: how many came, how many are missing, how unevenly. Pure.

The formulas are those of RFC 3550: the extended highest number and the loss from appendix A.3,
the jitter from section 6.4.1 and appendix A.8.
"""

from __future__ import annotations

from app.media.receive.sequence import Unwrapper

_JITTER_WEIGHT = 1 / 16
_LONGEST_STEP_S = 1.0
"""A larger step between two packets is a pause or another clock, and says nothing of the path."""


class Arrivals:
    """The packets of one synchronization source. One thread at a time."""

    def __init__(self, clock_rate: int) -> None:
        self._clock_rate = clock_rate
        self._source: int | None = None
        self._numbers = Unwrapper(16)
        self._timestamps = Unwrapper(32)
        self._first = 0
        self._highest: int | None = None
        self._expected_before = 0
        """Of earlier sources."""
        self._transit: float | None = None
        self._newest_timestamp: int | None = None
        self.packets = 0
        self.size_bytes = 0
        """Payloads alone."""
        self.jitter_s = 0.0

    @property
    def lost(self) -> int:
        """Count what is missing so far; what comes twice or late is not missing."""
        return max(0, self._expected_before + self._expected() - self.packets)

    def note(self, source: int, sequence: int, timestamp: int, size: int, now: float) -> None:
        """Take a packet that came at ``now``."""
        if source != self._source:
            self._begin(source)
        number = self._numbers.unwrap(sequence)
        if self._highest is None:
            self._first = self._highest = number
        self._highest = max(self._highest, number)
        self.packets += 1
        self.size_bytes += size
        self._note_transit(self._timestamps.unwrap(timestamp), now)

    def _begin(self, source: int) -> None:
        self._expected_before += self._expected()
        self._source = source
        self._numbers, self._timestamps = Unwrapper(16), Unwrapper(32)
        self._highest = self._transit = self._newest_timestamp = None

    def _expected(self) -> int:
        return 0 if self._highest is None else self._highest - self._first + 1

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

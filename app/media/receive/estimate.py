# SPDX-License-Identifier: GPL-3.0-or-later
"""Estimate how much the path towards this end can carry, from what arrives and when. Pure.

A queue that builds up somewhere shows in the packets' way: even the quickest of them takes
longer than at its best. Then the estimate falls below what arrives, so that the queue empties;
else it grows. The sender is told by REMB, which browsers understand as well
(draft-alvestrand-rmcat-remb).
"""

from __future__ import annotations

from collections import deque

START = 1_500_000
MOST = 4_000_000
LEAST = 50_000

FULL_QUEUE_S = 0.045
_WINDOW_S = 0.3
_SHORT_WINDOW_S = 0.1
_LONG_QUEUE_S = 3 * FULL_QUEUE_S
"""A queue that is so long is believed after the short window already."""
_ENOUGH = 4
_RATE_WINDOW_S = 0.5
_BEST_OF_S = 20.0
_BUCKET_S = 1.0
_DECREASE = 0.88
_DRAINED_IN_S = 0.6
_DEEPEST_CUT = 0.5
_AFTER_DRAINING = 0.88
_EMPTY_QUEUE_S = 0.02
_INCREASE_PER_S = 1.35
_INCREASE_NEAR_PER_S = 1.02
_NEAR = (0.85, 1.10)
"""Within these shares of what the path last proved to carry, growth is careful."""
_ROOM = 1.5
_TELL_EVERY_S = 0.25
"""Often, as each one may get lost, and the sender takes silence for a full queue."""
_TELL_CHANGE = 0.03
_BETWEEN_DECREASES_S = 0.4
_OWN_STALL_S = 0.1
_SEND_TIME_WRAP_S = 64.0
_SHORTEST_RATE_S = 0.2
_DRAINING = 0.9
"""A queue that has become so much shorter is being emptied: no further decrease."""


class SendTimes:
    """Turns times that wrap each 64 s (abs-send-time) into growing ones."""

    def __init__(self) -> None:
        self._last: float | None = None

    def unwrap(self, seconds: float) -> float:
        """Give the time next to the last one that is the same within the 64 s."""
        if self._last is None:
            self._last = seconds
        else:
            difference = (seconds - self._last) % _SEND_TIME_WRAP_S
            if difference >= _SEND_TIME_WRAP_S / 2:
                difference -= _SEND_TIME_WRAP_S
            self._last += difference
        return self._last


class PathEstimate:
    """The estimate for one direction of one link. One thread at a time."""

    def __init__(self, now: float) -> None:
        self.bitrate = float(START)
        self._sizes: deque[tuple[float, int]] = deque()
        self._transits: deque[tuple[float, float]] = deque()
        self._best: deque[tuple[float, float]] = deque()
        """The quickest transit of each second, for the last twenty."""
        self._updated_at = now
        self._counting_since = now
        self._decreased_at = float("-inf")
        self._queue_at_decrease = 0.0
        self._capacity: float | None = None
        """What arrived while a queue stood: all that the path carries."""
        self._draining = False
        self._told_at = float("-inf")
        self._told = 0

    @property
    def queue_s(self) -> float:
        """Say how long packets wait in queues now, at the least."""
        if not self._transits or not self._best:
            return 0.0
        best = min(t for _, t in self._best)
        queue_s = min(t for _, t in self._transits) - best
        newest = self._transits[-1][0]
        latest = [t for at, t in self._transits if newest - at <= _SHORT_WINDOW_S]
        if len(latest) >= _ENOUGH and min(latest) - best > _LONG_QUEUE_S:
            queue_s = min(latest) - best
        return queue_s

    def arrived(self, size_bytes: int, now: float) -> None:
        """Note that so much arrived."""
        self._sizes.append((now, size_bytes))

    def took(self, transit_s: float, now: float) -> None:
        """Note how long a packet took, by any two clocks whose distance does not change."""
        self._transits.append((now, transit_s))
        if self._best and now - self._best[-1][0] < _BUCKET_S:
            at, best = self._best[-1]
            self._best[-1] = (at, min(best, transit_s))
        else:
            self._best.append((now, transit_s))

    def update(self, now: float) -> int | None:
        """Let time pass; give the bitrate that the sender should be told now, if any.

        To be called every 20 ms or so, as a longer gap is taken for a stall of this machine.
        """
        elapsed_s, self._updated_at = now - self._updated_at, now
        if elapsed_s > _OWN_STALL_S:
            # This machine was busy: what waited here says nothing about the path.
            self._sizes.clear()
            self._transits.clear()
            self._counting_since = now
            return None
        self._forget(now)
        span_s = min(_RATE_WINDOW_S, now - self._counting_since)
        if span_s < _SHORTEST_RATE_S:
            return self._to_tell(now)
        arriving = sum(size for _, size in self._sizes) * 8 / span_s
        if self.queue_s > FULL_QUEUE_S:
            self._decrease(arriving, now)
        elif self._draining and self.queue_s < _EMPTY_QUEUE_S:
            self._draining = False
            if self._capacity is not None:
                proven = min(float(MOST), _AFTER_DRAINING * self._capacity)
                self.bitrate = max(self.bitrate, proven)
        elif self.queue_s < FULL_QUEUE_S / 2:
            # What is not sent proves nothing: the estimate stays near to what arrives.
            ceiling = max(self.bitrate, _ROOM * arriving + 10_000)
            grown = self.bitrate * self._growth_per_s() ** min(elapsed_s, 1.0)
            self.bitrate = min(float(MOST), ceiling, grown)
        return self._to_tell(now)

    def _growth_per_s(self) -> float:
        if self._capacity is None:
            return _INCREASE_PER_S
        least, most = _NEAR
        if self.bitrate > most * self._capacity:
            # The path carries more than it did: what it proved then no longer holds.
            self._capacity = None
        elif self.bitrate >= least * self._capacity:
            return _INCREASE_NEAR_PER_S
        return _INCREASE_PER_S

    def _decrease(self, arriving: float, now: float) -> None:
        draining = self.queue_s < _DRAINING * self._queue_at_decrease
        if draining or now - self._decreased_at < _BETWEEN_DECREASES_S:
            self._queue_at_decrease = max(self.queue_s, FULL_QUEUE_S)
            return
        self._decreased_at = now
        self._queue_at_decrease = self.queue_s
        self._capacity = arriving
        self._draining = True
        share = max(_DEEPEST_CUT, min(_DECREASE, 1 - self.queue_s / _DRAINED_IN_S))
        self.bitrate = max(float(LEAST), min(self.bitrate, share * arriving))

    def _to_tell(self, now: float) -> int | None:
        change = (self.bitrate - self._told) / max(1, self._told)
        if now - self._told_at < _TELL_EVERY_S and change > -_TELL_CHANGE:
            return None
        self._told_at, self._told = now, int(self.bitrate)
        return self._told

    def _forget(self, now: float) -> None:
        for kept, age_s in (
            (self._sizes, _RATE_WINDOW_S),
            (self._transits, _WINDOW_S),
            (self._best, _BEST_OF_S),
        ):
            while kept and now - kept[0][0] > age_s:
                kept.popleft()

# SPDX-License-Identifier: GPL-3.0-or-later
"""How much anybody may ask for: pure counters that are told the time."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from typing import Final

MESSAGES_PER_SECOND: Final = 20.0
MESSAGE_BURST: Final = 60.0
SOCKETS_PER_SEAT: Final = 3
SOCKETS_PER_USER: Final = 20
HALF_OPEN_PER_ADDRESS: Final = 50
QUEUED_MESSAGES: Final = 256
QUEUED_BYTES: Final = 1024 * 1024
UPLOADS_AT_ONCE: Final = 4
WRONG_PROOFS_PER_LINK: Final = 10
WRONG_PROOFS_PER_ADDRESS: Final = 30
REQUESTS_PER_SECOND: Final = 100.0
REQUEST_BURST: Final = 1000.0
"""Of one address; a clinic often has one address for everybody."""
LOGINS_PER_SECOND: Final = 20.0
LOGIN_BURST: Final = 200.0
"""Of one address: after a restart a whole clinic comes back at once."""


class TokenBucket:
    """Lets ``burst`` through at once and ``rate`` a second in the long run."""

    __slots__ = ("_burst", "_rate", "_then", "_tokens")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = burst
        self._then = now

    def take(self, now: float) -> bool:
        """Take one, or tell that there is none."""
        return self.wait(now) == 0.0

    def wait(self, now: float) -> float:
        """Take one and return 0, or return after how many seconds there will be one."""
        # A clock that was set back must not stop anybody.
        self._tokens = min(self._burst, self._tokens + max(0.0, now - self._then) * self._rate)
        self._then = now
        if self._tokens < 1.0:
            return (1.0 - self._tokens) / self._rate
        self._tokens -= 1.0
        return 0.0


class Buckets:
    """A bucket for each key; the longest unused are forgotten beyond ``most``."""

    def __init__(self, rate: float, burst: float, most: int = 10_000) -> None:
        self._rate = rate
        self._burst = burst
        self._most = most
        self._buckets: OrderedDict[Hashable, TokenBucket] = OrderedDict()

    def wait(self, key: Hashable, now: float) -> float:
        """As ``TokenBucket.wait``."""
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = TokenBucket(self._rate, self._burst, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket.wait(now)


class WrongProofs:
    """Delays who guesses: after ``most`` wrong proofs in an hour each next try waits."""

    WINDOW_S: Final = 3600.0

    def __init__(self, most: int, delay_s: float, most_keys: int = 10_000) -> None:
        self._most = most
        self._delay_s = delay_s
        self._most_keys = most_keys
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def wait(self, key: Hashable, now: float) -> float:
        """Return for how many seconds the next try has to wait; 0 for none."""
        times = self._times.get(key)
        if times is None:
            return 0.0
        while times and times[0] <= now - self.WINDOW_S:
            times.popleft()
        if len(times) < self._most:
            return 0.0
        return max(0.0, times[-1] + self._delay_s - now)

    def wrong(self, key: Hashable, now: float) -> None:
        """Count a wrong proof."""
        self._times.setdefault(key, deque(maxlen=self._most)).append(now)
        self._times.move_to_end(key)
        if len(self._times) > self._most_keys:
            self._times.popitem(last=False)


class AtOnce:
    """Counts what runs at the same time for each key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: dict[Hashable, int] = {}

    def enter(self, key: Hashable) -> bool:
        """Begin one, or tell that there are enough already."""
        running = self._running.get(key, 0)
        if running >= self._most:
            return False
        self._running[key] = running + 1
        return True

    def leave(self, key: Hashable) -> None:
        """End one that was begun."""
        running = self._running[key] - 1
        if running:
            self._running[key] = running
        else:
            del self._running[key]


Clock = Callable[[], float]
"""Seconds since 1970; the outermost layer hands in ``time.time``."""

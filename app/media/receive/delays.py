# SPDX-License-Identifier: GPL-3.0-or-later
"""How long received sound has to wait so that little of it comes too late. Pure.

All is measured against the quickest packet of the last seconds: what the clocks of the two ends
say does not matter, and if they drift apart, the quickest packet drifts with them.
"""

from __future__ import annotations

from collections import deque

SHORTEST_WAIT_S = 0.03
LONGEST_WAIT_S = 0.18
START_WAIT_S = 0.04
_WINDOW_S = 10.0
_MOST_KEPT = 2000
_RECOUNT_EVERY = 10
_MARGIN_S = 0.01
"""The loudspeaker asks each ten milliseconds."""
_USUAL_SHARE = 0.75
_FALL_PER_S = 0.003
"""Seconds a second: up at once, down slowly, or each quiet while would be paid for later."""

# The E-model (ITU-T G.107): how much each millisecond takes from the quality of a conversation,
# little at first, more once the way there, with 80 ms of devices and path, is over 177 ms; and how
# much each percent of lost speech takes with a good concealment.
_COST_PER_MS = 0.024
_KNEE_S = 0.1
_COST_PER_MS_BEYOND = 0.134
_COST_OF_ALL_LOST = 600.0


class PlayoutDelay:
    """Decides the wait of one stream from how late its frames became available."""

    def __init__(self) -> None:
        self._transits: deque[tuple[float, float]] = deque(maxlen=_MOST_KEPT)
        self._quickest_s: float | None = None
        self._since_recount = 0
        self._counted_at: float | None = None
        self._usual_s = 0.0
        self._oldest_copy_s = 0.0
        self.target_s = START_WAIT_S
        """How long the quickest packets are to wait."""

    @property
    def quickest_s(self) -> float | None:
        """Give the shortest transit of the last seconds, on a scale without origin."""
        return self._quickest_s

    def available(self, media_s: float, now: float) -> None:
        """Note that the frame of a media time can be played from ``now`` on, however repaired."""
        transit = now - media_s
        self._transits.append((now, transit))
        if self._quickest_s is None or transit < self._quickest_s:
            self._quickest_s = transit
        while now - self._transits[0][0] > _WINDOW_S:
            self._transits.popleft()
        self._since_recount += 1
        if self._since_recount >= _RECOUNT_EVERY:
            self._since_recount = 0
            self._recount(now)

    def copies(self, oldest_s: float) -> None:
        """Note how much older than its packet the oldest copy is that the sender sends now.

        A sender that repeats has seen losses: its copies are worth waiting for before the first
        of them has come too late.
        """
        if oldest_s != self._oldest_copy_s:
            self._oldest_copy_s = oldest_s
            self.target_s = max(self.target_s, min(LONGEST_WAIT_S, self._for_copies_s))

    def forget(self) -> None:
        """Forget the way so far: there is another, or another sender."""
        self._transits.clear()
        self._quickest_s = None

    @property
    def _for_copies_s(self) -> float:
        return self._usual_s + self._oldest_copy_s + _MARGIN_S if self._oldest_copy_s else 0.0

    def _recount(self, now: float) -> None:
        ordered = sorted(transit for _, transit in self._transits)
        self._quickest_s = ordered[0]
        waits = [transit - ordered[0] for transit in ordered]
        self._usual_s = waits[int((len(waits) - 1) * _USUAL_SHARE)]
        wanted = max(_cheapest(waits) + _MARGIN_S, self._for_copies_s)
        passed_s = now - self._counted_at if self._counted_at is not None else 0.0
        self._counted_at = now
        slowly = self.target_s - _FALL_PER_S * max(0.0, passed_s)
        self.target_s = min(LONGEST_WAIT_S, max(SHORTEST_WAIT_S, wanted, slowly))


def _cheapest(waits: list[float]) -> float:
    """Choose the wait that takes least from the conversation; ``waits`` are in order."""
    best, least = waits[-1], float("inf")
    for number, wait in enumerate(waits):
        late = (len(waits) - 1 - number) / len(waits)
        cost = (
            wait * 1000 * _COST_PER_MS
            + max(0.0, wait - _KNEE_S) * 1000 * (_COST_PER_MS_BEYOND - _COST_PER_MS)
            + late * _COST_OF_ALL_LOST
        )
        if cost < least:
            best, least = wait, cost
    return best

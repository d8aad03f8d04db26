# SPDX-License-Identifier: GPL-3.0-or-later
"""How much may be sent to one peer: its reports in, a rate out. Pure.

Three witnesses speak. The receiver's estimate (REMB) sees a queue before anything is lost; it is
followed down at once. The round trip shows a queue where the receiver says nothing of it. Loss
without a queue is a radio's: less to send helps only so far, so it bounds the rate instead of
driving it down, unless less sent did mean less lost. Limits of loss: draft-ietf-rmcat-gcc-02.
All rates are those of the wire, headers and repetitions included.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise

START_BITRATE = 500_000
MOST_BITRATE = 2_200_000
LEAST_BITRATE = 60_000

_LOSS_OF_CONGESTION = 0.10
_LOSS_OF_CALM = 0.02
_QUEUE_OF_CONGESTION_S = 0.08
_QUEUE_OF_CALM_S = 0.03
_DECREASE = 0.85
_DEEPEST_CUT = 0.35
"""One estimate alone lowers the rate to no less than this share."""
_GROWTH_PER_S_AT_START = 1.6
_GROWTH_PER_S_TOLD = 1.5
"""While the receiver itself says that there is room; never above what it says."""
_GROWTH_PER_S = 1.05
_START_PHASE_S = 15.0
_FIRST_LOOK_S = 0.8
"""The first packets have to tell of a queue before there are more of them."""
_HOLD_S = 3.0
_HOLD_AFTER_ESTIMATE_S = 1.5
_ESTIMATE_COUNTS_S = 1.5
_STEP_S = 0.24
"""A little less than a peer of ours waits between two estimates."""
_SILENT_STEP_S = 0.5
_LOSS_STEP_S = 1.0
_USED_SHARE = 0.7
"""Growth above what is tried anyway needs proof: so much of the target was really sent."""
_USE_WINDOW_S = 2.0
_SHORTEST_USE_S = 0.3
_TRIED_ANYWAY = 1_400_000
"""Enough for the largest pictures: a still face needs fewer bits and proves nothing."""
_TRIED_AGAIN_PER_S = 1.03
_BEST_OF_EACH_S, _BEST_WITHIN_S = 1.0, 30.0
"""The best round trip stands for so long; a browser sends ten reports a second."""
_SILENCE_S = 1.8
"""A peer that hears something reports at least each 1.5 s (RFC 3550 and aiortc)."""
_SILENCE_OF_QUICK_S = 0.7
"""One that told six times within two seconds what there is room for does not just stop."""
_QUICK_TOLD, _QUICK_WITHIN_S = 6, 2.0
_SOUND_ALONE = 120_000
"""No more than the sound and all its protection: a browser reports on it each 5 s only."""
_CUT_IN_SILENCE = 0.6
_CUT_THAT_SHOWS = 0.75
_DELIVERED_ALL_THE_SAME = 0.9
"""Who sends three quarters and delivers as much as before had been sending into a limit."""

# (share of losses, what a path without queues that loses so much is still given)
_RADIO = ((0.02, MOST_BITRATE), (0.05, 2_000_000), (0.10, 1_400_000), (0.20, 900_000))
_RADIO_LEAST = 500_000
_LOSS_OF_POLICING = 0.3


class RateControl:
    """The rate towards one peer."""

    def __init__(self, now: float, start: int = START_BITRATE) -> None:
        self.target = start
        self._began_at = now
        self._first_sent_at: float | None = None
        self._changed_at = now
        self._grown_at = now
        self._hold_until = now
        self._heard_at = now
        self._starting = True
        self._loss = 0.0
        self._cut_from: tuple[int, float] | None = None
        """Target and loss before the rate was cut for its losses."""
        self._limited = False
        """The losses are those of a limit without a queue, not those of a radio."""
        self._open_until = now
        """Until then the receiver's word counts that the path could carry more."""
        self._told = 0
        """What the receiver said last, when it said that there is room."""
        self._tried_anyway = float(_TRIED_ANYWAY)
        self._tried_since = now
        self._told_at: deque[float] = deque(maxlen=_QUICK_TOLD)
        self._latest_trips: deque[float] = deque(maxlen=3)
        self._best_trips: deque[tuple[float, float]] = deque()
        """(second, best round trip of it): thirty, however many reports come in each."""
        self._sent: deque[tuple[float, int]] = deque()

    @property
    def loss(self) -> float:
        """Give the smoothed share of lost packets."""
        return self._loss

    @property
    def queue_s(self) -> float:
        """Say how much longer the way takes now than at its best in the last half minute."""
        if not self._latest_trips:
            return 0.0
        best = min(value for _, value in self._best_trips)
        # The best of the last three: a busy machine delays single reports.
        return min(self._latest_trips) - best

    def sent(self, size_bytes: int, now: float) -> None:
        """Note what went out."""
        if self._first_sent_at is None:
            self._first_sent_at = now
            self._hold_until = max(self._hold_until, now + _FIRST_LOOK_S)
        self._sent.append((now, size_bytes))
        while self._sent and now - self._sent[0][0] > _USE_WINDOW_S:
            self._sent.popleft()

    def heard(
        self, loss: float | None, round_trip_s: float | None, estimate: int | None, now: float
    ) -> None:
        """Take a report of the peer's and decide anew."""
        self._heard_at = now
        if round_trip_s is not None:
            self._note_round_trip(round_trip_s, now)
        if estimate is not None:
            self._told_at.append(now)
            self._take_estimate(estimate, now)
        if loss is not None:
            self._loss += (loss - self._loss) * 0.4
            self._judge_loss(loss, now)

    def tick(self, now: float) -> bool:
        """Let time pass; tells whether the target changed.

        Who sends and hears nothing back is congesting the way there or back (RFC 8083).
        """
        sends = self._sends(now) > _SOUND_ALONE
        told = self._told_at
        quick = len(told) == _QUICK_TOLD and self._heard_at - told[0] <= _QUICK_WITHIN_S
        patience_s = _SILENCE_OF_QUICK_S if quick else _SILENCE_S
        began_at = self._first_sent_at if self._first_sent_at is not None else now
        silent = now - max(self._heard_at, began_at) > patience_s
        if not sends or not silent or now - self._changed_at < _SILENT_STEP_S:
            return False
        before = self.target
        self._lower(self.target * _CUT_IN_SILENCE, now, _HOLD_S)
        return self.target != before

    def _note_round_trip(self, round_trip_s: float, now: float) -> None:
        self._latest_trips.append(round_trip_s)
        bests = self._best_trips
        if bests and now - bests[-1][0] < _BEST_OF_EACH_S:
            bests[-1] = (bests[-1][0], min(bests[-1][1], round_trip_s))
        else:
            bests.append((now, round_trip_s))
        while now - bests[0][0] > _BEST_WITHIN_S:
            bests.popleft()

    def _take_estimate(self, estimate: int, now: float) -> None:
        """Follow the receiver down at once.

        An estimate knows nothing of what was not sent, so it counts only near the target.
        """
        if estimate >= self.target:
            self._open_until = now + _ESTIMATE_COUNTS_S
            self._told = estimate
            self._grow(now)
            return
        self._open_until = now
        if self._uses_its_target(now):
            self._lower(max(estimate, self.target * _DEEPEST_CUT), now, _HOLD_AFTER_ESTIMATE_S)

    def _judge_loss(self, loss: float, now: float) -> None:
        # The receiver looks at each packet; where it speaks, the few round trips add nothing.
        told_open = now < self._open_until
        congested = self.queue_s > _QUEUE_OF_CONGESTION_S and not told_open
        heavy = loss > _LOSS_OF_CONGESTION and self._loss > _LOSS_OF_CALM
        if not congested and not heavy:
            if self._loss < _LOSS_OF_CALM:
                self._cut_from, self._limited = None, False
            self._grow(now)
            return
        if now - self._changed_at < _LOSS_STEP_S:
            return
        if congested:
            self._lower(self.target * _DECREASE, now, _HOLD_S)
            return
        floor = float(LEAST_BITRATE)
        self._look_for_limit()
        if told_open and self._loss < _LOSS_OF_POLICING and not self._limited:
            floor = _radio_share(self._loss)
            if self.target <= floor:
                self._grow(now)
                return
        self._lower(max(floor, self.target * (1 - 0.5 * loss)), now, _HOLD_S)

    def _look_for_limit(self) -> None:
        """Find out whether cutting the rate cut only what was lost anyway."""
        if self._cut_from is None:
            self._cut_from = (self.target, self._loss)
            return
        target, loss = self._cut_from
        if self.target <= _CUT_THAT_SHOWS * target:
            delivered = self.target * (1 - self._loss) / max(1.0, target * (1 - loss))
            self._limited = delivered > _DELIVERED_ALL_THE_SAME
            self._cut_from = (self.target, self._loss)

    def _grow(self, now: float) -> None:
        told_open = now < self._open_until
        calm = self._loss < _LOSS_OF_CALM and (told_open or self.queue_s < _QUEUE_OF_CALM_S)
        radio = told_open and self.target < _radio_share(self._loss)
        if now < self._hold_until or now - self._grown_at < _STEP_S or not (calm or radio):
            return
        elapsed_s = min(1.0, now - self._grown_at)
        self._grown_at = now
        tried = self._tried_anyway * _TRIED_AGAIN_PER_S ** (now - self._tried_since)
        ceiling = float(MOST_BITRATE)
        if not self._uses_its_target(now):
            ceiling = min(ceiling, tried, _TRIED_ANYWAY)
        if told_open:
            ceiling = min(ceiling, self._told)
        if radio and not calm:
            ceiling = min(ceiling, _radio_share(self._loss))
        if self._starting and told_open and now - self._began_at < _START_PHASE_S:
            per_s = _GROWTH_PER_S_AT_START
        else:
            per_s = _GROWTH_PER_S_TOLD if told_open else _GROWTH_PER_S
        grown = int(min(ceiling, self.target * per_s**elapsed_s))
        if grown > self.target:
            self.target = grown
            self._changed_at = now

    def _lower(self, bitrate: float, now: float, hold_s: float) -> None:
        self.target = max(LEAST_BITRATE, min(self.target, int(bitrate)))
        self._changed_at = self._grown_at = now
        self._hold_until = now + hold_s
        self._starting = False
        self._tried_anyway, self._tried_since = float(self.target), now

    def _sends(self, now: float) -> float:
        """Say how much has left in the last moment (bit/s)."""
        return (
            8 * sum(size for at, size in self._sent if now - at <= _SILENT_STEP_S) / _SILENT_STEP_S
        )

    def _uses_its_target(self, now: float) -> bool:
        recent = [(at, size) for at, size in self._sent if now - at <= _USE_WINDOW_S]
        if not recent:
            return False
        span_s = max(_SHORTEST_USE_S, now - recent[0][0])
        return sum(size for _, size in recent) * 8 / span_s >= _USED_SHARE * self.target


def _radio_share(loss: float) -> float:
    """Say how much a path without queues is given that loses so much."""
    if loss <= _RADIO[0][0]:
        return MOST_BITRATE
    for (less, more_bits), (most, fewer_bits) in pairwise(_RADIO):
        if loss <= most:
            return more_bits + (fewer_bits - more_bits) * (loss - less) / (most - less)
    return _RADIO_LEAST

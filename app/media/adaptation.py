# SPDX-License-Identifier: GPL-3.0-or-later
"""How much to send, and as what: loss and round trip in, rates and sizes out. Pure.

The rate grows slowly and falls fast (AIMD) with what the peer reports; the limits of 2 % and
10 % loss and the factor 0.85 are those of draft-ietf-rmcat-gcc-02. Sound comes first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from app.media.sound_plan import SoundPlan, plan_sound

START_BITRATE = 1_500_000
MOST_BITRATE = 2_500_000
LEAST_BITRATE = 60_000

_LOSS_OF_CONGESTION = 0.10
_LOSS_OF_CALM = 0.02
_QUEUE_OF_CONGESTION_S = 0.08
_QUEUE_OF_CALM_S = 0.03
_DECREASE = 0.85
_INCREASE_AT_START = 1.08
_INCREASE = 1.05
_START_PHASE_S = 20.0
_HOLD_S = 3.0
_HOLD_AFTER_ESTIMATE_S = 1.5
_ESTIMATE_COUNTS_S = 2.5
_FLOOR_OF_RADIO = 500_000
_LOSS_OF_POLICING = 0.3
_STEP_S = 1.0
_USED_SHARE = 0.7
"""Growth needs proof: at least so much of the target was really sent."""
_USE_WINDOW_S = 2.0
_SHORTEST_USE_S = 0.3
_ALWAYS_TRIED = 250_000
_STABLE_BEFORE_UP_S = 8.0


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """How pictures are encoded; no pictures at 0 frames a second."""

    bitrate: int
    width: int
    height: int
    frames_per_s: int


# (least bitrate of the pictures, width, height, frames a second), best first
_LADDER = (
    (1_100_000, 1280, 720, 30),
    (650_000, 960, 540, 30),
    (350_000, 640, 360, 30),
    (150_000, 480, 270, 15),
    (60_000, 320, 180, 10),
)
FULL_HEIGHT = _LADDER[0][2]
NO_PICTURES = PicturePlan(0, 320, 180, 0)


class RateControl:
    """The rate towards one peer."""

    def __init__(self, now: float, start: int = START_BITRATE) -> None:
        self.target = start
        self._began_at = now
        self._changed_at = now
        self._hold_until = now
        self._loss = 0.0
        self._open_until = now
        """Until then the receiver's word counts that the path could carry more."""
        self._round_trips: deque[tuple[float, float]] = deque(maxlen=40)
        self._sent: deque[tuple[float, int]] = deque()

    @property
    def loss(self) -> float:
        """Give the smoothed share of lost packets."""
        return self._loss

    @property
    def queue_s(self) -> float:
        """Say how much longer the way takes now than at its best in the last half minute."""
        if len(self._round_trips) < 2:
            return 0.0
        best = min(value for _, value in self._round_trips)
        # The best of the last three: a busy machine delays single reports.
        latest = min(value for _, value in list(self._round_trips)[-3:])
        return latest - best

    def sent(self, size_bytes: int, now: float) -> None:
        """Note what went out."""
        self._sent.append((now, size_bytes))
        while self._sent and now - self._sent[0][0] > _USE_WINDOW_S:
            self._sent.popleft()

    def heard(
        self, loss: float | None, round_trip_s: float | None, estimate: int | None, now: float
    ) -> None:
        """Take a report of the peer's and decide anew, once a second at most."""
        if round_trip_s is not None:
            self._round_trips.append((now, round_trip_s))
            while self._round_trips and now - self._round_trips[0][0] > 30.0:
                self._round_trips.popleft()
        if estimate is not None:
            self._take_estimate(estimate, now)
        if loss is not None:
            self._loss += (loss - self._loss) * 0.4
            self._decide(loss, now)

    def _take_estimate(self, estimate: int, now: float) -> None:
        """Follow the receiver down at once; it sees a queue before anything is lost.

        An estimate knows nothing of what was not sent, so it counts only near the target.
        """
        self._open_until = now + _ESTIMATE_COUNTS_S if estimate >= self.target else now
        if estimate < self.target and self._uses_its_target(now):
            self.target = max(LEAST_BITRATE, estimate, self.target // 2)
            self._changed_at = now
            self._hold_until = now + _HOLD_AFTER_ESTIMATE_S

    def _decide(self, loss: float, now: float) -> None:
        # The receiver looks at each packet; where it speaks, the few round trips add nothing.
        told_open = now < self._open_until
        congested = self.queue_s > _QUEUE_OF_CONGESTION_S and not told_open
        if congested or (loss > _LOSS_OF_CONGESTION and self._loss > _LOSS_OF_CALM):
            # Losses without a queue are the radio's: less to send helps only so far.
            floor = LEAST_BITRATE
            if told_open and self._loss < _LOSS_OF_POLICING:
                floor = min(self.target, _FLOOR_OF_RADIO)
            factor = _DECREASE if congested else 1 - 0.5 * loss
            if now - self._changed_at >= _STEP_S:
                self.target = max(floor, int(self.target * factor))
                self._changed_at = now
                self._hold_until = now + _HOLD_S
            return
        calm = self._loss < _LOSS_OF_CALM and (told_open or self.queue_s < _QUEUE_OF_CALM_S)
        if (
            calm
            and now >= self._hold_until
            and now - self._changed_at >= _STEP_S
            and self._uses_its_target(now)
        ):
            early = now - self._began_at < _START_PHASE_S
            factor = _INCREASE_AT_START if early else _INCREASE
            self.target = min(MOST_BITRATE, int(self.target * factor))
            self._changed_at = now

    def _uses_its_target(self, now: float) -> bool:
        if self.target < _ALWAYS_TRIED:
            # With the pictures off only sound is sent: they must be able to come back.
            return True
        recent = [(at, size) for at, size in self._sent if now - at <= _USE_WINDOW_S]
        if not recent:
            return False
        span_s = max(_SHORTEST_USE_S, now - recent[0][0])
        return sum(size for _, size in recent) * 8 / span_s >= _USED_SHARE * self.target


class Ladder:
    """The size and rate of the pictures: down at once, up only after a steady while."""

    def __init__(self) -> None:
        self._rung = 0
        self._better_since: float | None = None

    def plan(self, bitrate: int, now: float) -> PicturePlan:
        """Choose for a bitrate of the pictures."""
        fitting = next(
            (rung for rung, (least, *_) in enumerate(_LADDER) if bitrate >= least), len(_LADDER)
        )
        if fitting > self._rung:
            self._rung = fitting
            self._better_since = None
        elif fitting < self._rung:
            if self._better_since is None:
                self._better_since = now
            if now - self._better_since >= _STABLE_BEFORE_UP_S:
                self._rung -= 1
                self._better_since = now
        else:
            self._better_since = None
        if self._rung == len(_LADDER):
            return NO_PICTURES
        _, width, height, frames_per_s = _LADDER[self._rung]
        return PicturePlan(bitrate, width, height, frames_per_s)


def share(controls: Iterable[RateControl], *, redundant: bool) -> tuple[SoundPlan, int]:
    """Divide the rate of the weakest link: the plan of the sound, and what is left for pictures.

    ``redundant`` says that all peers take packets that carry earlier ones again.
    """
    links = list(controls)
    total = min((control.target for control in links), default=START_BITRATE)
    loss = max((control.loss for control in links), default=0.0)
    sound = plan_sound(total, loss, redundant=redundant)
    return sound, max(0, total - sound.wire_bitrate)

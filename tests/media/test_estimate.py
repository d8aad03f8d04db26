# SPDX-License-Identifier: GPL-3.0-or-later
"""The estimate of a path, and the pings beside the media, in a time that the tests turn."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.clocks import Exchange
from app.media.pings import Pings
from app.media.receive.estimate import FULL_QUEUE_S, LEAST, MOST, START, PathEstimate, SendTimes


class Path:
    """A path of fixed capacity with a queue, used at the rate that its far end is told."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.estimate = PathEstimate(0.0)
        self.rate = START
        self.now = 0.0
        self._free_at = 0.0
        self._chance = random.Random(4)

    def run(self, seconds: float) -> list[float]:
        """Send a packet each 10 ms; give the queues that they met."""
        queues = []
        end = self.now + seconds
        while self.now < end:
            self.now += 0.01
            size = max(60, self.rate // 800)
            self._free_at = max(self.now, self._free_at) + size * 8 / self.capacity
            queue_s = self._free_at - self.now
            queues.append(queue_s)
            jitter_s = self._chance.random() * 0.01
            self.estimate.arrived(min(size, self.capacity // 800), self.now)
            self.estimate.took(0.03 + queue_s + jitter_s, self.now)
            told = self.estimate.update(self.now)
            if told is not None:
                self.rate = min(self.rate, told) if told < self.rate else told
        return queues


@pytest.mark.parametrize("capacity", [300_000, 800_000, 1_400_000])
def test_a_narrow_path_is_found_and_its_queue_stays_short(capacity: int) -> None:
    path = Path(capacity)
    path.run(10)
    queues = path.run(30)
    assert sorted(queues)[len(queues) // 2] < 0.15
    assert 0.6 * capacity < path.estimate.bitrate < 1.25 * capacity


def test_a_wide_path_is_used_more_and_more() -> None:
    path = Path(50_000_000)
    path.run(30)
    assert path.estimate.bitrate > 2 * START


def test_what_is_not_sent_proves_nothing() -> None:
    estimate = PathEstimate(0.0)
    for tick in range(1, 1000):
        estimate.took(0.03, tick * 0.02)
        estimate.arrived(80, tick * 0.02)
        estimate.update(tick * 0.02)
    assert estimate.bitrate == START


def test_it_is_told_four_times_a_second_and_at_once_when_it_falls() -> None:
    estimate = PathEstimate(0.0)
    told: list[float] = []
    for tick in range(1, 400):
        now = tick / 100
        estimate.arrived(1000, now)
        estimate.took(0.03 if now < 2.5 else 0.03 + 2 * FULL_QUEUE_S, now)
        if estimate.update(now) is not None:
            told.append(now)
    assert told[:3] == pytest.approx([0.01, 0.26, 0.51], abs=0.03)
    fallen = next(at for at in told if at > 2.5)
    assert fallen <= 2.85
    assert estimate.bitrate < 0.9 * START


def test_a_long_queue_is_seen_within_a_tenth_of_a_second() -> None:
    estimate = PathEstimate(0.0)
    for tick in range(1, 300):
        now = tick / 100
        estimate.arrived(1000, now)
        estimate.took(0.03 if now <= 2.5 else 0.3, now)
        if estimate.update(now) is not None and now > 2.5 and estimate.bitrate < 0.7 * START:
            break
    assert 2.5 < now <= 2.62


def test_an_own_stall_is_not_the_paths() -> None:
    estimate = PathEstimate(0.0)
    for tick in range(100):
        estimate.arrived(2000, tick / 100)
        estimate.took(0.03, tick / 100)
        estimate.update(tick / 100)
    before = estimate.bitrate
    # Everything that came within a second is looked at late.
    for _ in range(100):
        estimate.arrived(2000, 2.0)
        estimate.took(0.6, 2.0)
    assert estimate.update(2.0) is None
    for tick in range(100):
        now = 2.01 + tick / 100
        estimate.arrived(2000, now)
        estimate.took(0.03, now)
        estimate.update(now)
    assert estimate.bitrate >= before


def test_send_times_do_not_wrap() -> None:
    times = SendTimes()
    assert [times.unwrap(t) for t in (63.0, 63.9, 0.4, 0.2)] == [
        63.0,
        63.9,
        pytest.approx(64.4),
        pytest.approx(64.2),
    ]


@given(
    st.lists(
        st.tuples(st.floats(0, 0.1), st.integers(0, 1_000_000), st.floats(-1e9, 1e9)), max_size=60
    )
)
def test_the_estimate_stays_in_its_bounds(steps: list[tuple[float, int, float]]) -> None:
    estimate, now = PathEstimate(0.0), 0.0
    for elapsed_s, size, transit_s in steps:
        now += elapsed_s
        estimate.arrived(size, now)
        estimate.took(transit_s, now)
        estimate.update(now)
        assert LEAST <= estimate.bitrate <= MOST


def test_pings_measure_round_trip_and_offset() -> None:
    exchanges: list[Exchange] = []
    ways: list[bytes] = []
    here = Pings(lambda note: ways.append(note) is None, exchanges.append)
    there = Pings(lambda note: ways.append(note) is None, exchanges.append)
    here.tick(1000.0)
    there.take(ways.pop(), 5000.02)
    here.take(ways.pop(), 1000.04)
    assert exchanges == [Exchange(1000.0, 5000.02, 5000.02, 1000.04)]
    assert exchanges[0].offset_s == pytest.approx(4000.0)
    assert exchanges[0].round_trip_s == pytest.approx(0.04)


def test_pings_are_quick_first_and_wait_for_somebody_to_ask() -> None:
    sent: list[bytes] = []
    somebody = False

    def send(note: bytes) -> bool:
        if somebody:
            sent.append(note)
        return somebody

    pings = Pings(send, lambda exchange: None)
    pings.tick(0.0)
    somebody = True
    for tick in range(1, 501):
        pings.tick(tick / 100)
    assert 11 <= len(sent) <= 13
    pings.take(b"rubbish", 6.0)
    pings.take(bytes(28), 6.0)
    assert len(sent) <= 13

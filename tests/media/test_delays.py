# SPDX-License-Identifier: GPL-3.0-or-later
"""How long received sound waits: by list of arrivals."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.receive.delays import (
    LONGEST_WAIT_S,
    SHORTEST_WAIT_S,
    START_WAIT_S,
    PlayoutDelay,
)

FRAME_S = 0.02


def after(
    late_s: list[float], delay: PlayoutDelay | None = None, begin: int = 0, drift: float = 0.0
) -> PlayoutDelay:
    """Let frames become available so much later than the quickest."""
    delay = delay or PlayoutDelay()
    for number, late in enumerate(late_s, begin):
        media_s = number * FRAME_S * (1 + drift)
        delay.available(media_s, 100 + number * FRAME_S + late)
    return delay


def test_calm_paths_wait_least_but_only_after_a_while() -> None:
    delay = after([0.0] * 20)
    assert delay.target_s == pytest.approx(START_WAIT_S, abs=0.003)
    assert after([0.0] * 1500).target_s == SHORTEST_WAIT_S


def test_jitter_is_waited_for() -> None:
    chance = random.Random(1)
    delay = after([chance.random() * 0.06 for _ in range(500)])
    assert 0.06 <= delay.target_s <= 0.072


def test_it_goes_up_at_once_and_down_slowly() -> None:
    delay = after([0.0] * 200)
    low = delay.target_s
    after([0.1] * 10, delay, 200)
    assert delay.target_s >= 0.1
    after([0.0] * 600, delay, 210)
    assert delay.target_s > 0.08
    after([0.0] * 1500, delay, 810)
    assert delay.target_s == pytest.approx(low, abs=0.01)


def test_one_frame_in_ten_seconds_is_not_worth_a_long_wait_for_all() -> None:
    late = [0.0] * 500
    late[250] = 0.17
    assert after(late).target_s < 0.06
    late[250] = 0.03
    assert after(late).target_s >= 0.04


def test_a_way_that_became_longer_is_the_new_measure_after_ten_seconds() -> None:
    delay = after([0.0] * 300)
    after([0.15] * 2500, delay, 300)
    assert delay.target_s < 0.05
    assert delay.quickest_s == pytest.approx(100.15)


@pytest.mark.parametrize("drift", [200e-6, -200e-6])
def test_clocks_that_drift_apart_cost_two_milliseconds(drift: float) -> None:
    """Three minutes: the clocks are 36 ms apart at the end."""
    chance = random.Random(2)
    delay = after([chance.random() * 0.04 for _ in range(9_000)], drift=drift)
    assert 0.04 <= delay.target_s <= 0.056


def test_copies_are_waited_for_before_the_first_was_late() -> None:
    delay = after([0.005 * (n % 3) for n in range(100)])
    delay.copies(0.06)
    assert 0.07 <= delay.target_s <= 0.09
    after([0.005 * (n % 3) for n in range(100)], delay, 100)
    assert 0.07 <= delay.target_s <= 0.09
    delay.copies(0.0)
    after([0.005 * (n % 3) for n in range(1000)], delay, 200)
    assert delay.target_s < 0.05


@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6)), max_size=60),
    st.floats(0, 0.34),
)
def test_it_stays_within_bounds(frames: list[tuple[float, float]], oldest_s: float) -> None:
    delay = PlayoutDelay()
    for media_s, now in frames:
        delay.available(media_s, now)
        delay.copies(oldest_s)
        assert SHORTEST_WAIT_S <= delay.target_s <= LONGEST_WAIT_S
    delay.forget()
    assert delay.quickest_s is None

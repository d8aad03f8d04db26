# SPDX-License-Identifier: GPL-3.0-or-later
"""What decides about a shared screen: its rate, its size, its frames."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.media.adaptation import NO_PICTURES
from app.media.content import ContentHint
from app.media.devices.screen_pace import ScreenPace
from app.media.screen_plan import Debt, ScreenLadder

FULL = (1600, 900)


def test_fewer_frames_come_before_fewer_points() -> None:
    plans = [ScreenLadder().plan(rate, 0.0) for rate in (2_000_000, 700_000, 300_000, 150_000)]
    assert [(plan.width, plan.height) for plan in plans] == [FULL, FULL, FULL, (1280, 720)]
    assert [plan.frames_per_s for plan in plans] == [15, 10, 5, 5]
    assert {plan.hint for plan in plans} == {ContentHint.TEXT}
    assert ScreenLadder().plan(10_000, 0.0) == NO_PICTURES


def test_screen_falls_at_once_and_rises_one_rung_after_four_steady_seconds() -> None:
    ladder = ScreenLadder()
    seen = []
    for second, rate in enumerate((2_000_000, 300_000, *(2_000_000,) * 11)):
        seen.append(ladder.plan(rate, float(second)).frames_per_s)
    assert seen == [15, 5, 5, 5, 5, 5, 10, 10, 10, 10, 15, 15, 15]


@given(st.integers(0, 3_000_000))
def test_more_rate_never_means_fewer_points(rate: int) -> None:
    less, more = (ScreenLadder().plan(r, 0.0) for r in (rate, rate + 50_000))
    assert less.width * less.height * (less != NO_PICTURES) <= more.width * more.height


@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=60), st.integers(60_000, 2_000_000))
def test_a_screen_keeps_its_rate_whatever_its_frames_cost(sizes: list[int], rate: int) -> None:
    debt, now, sent = Debt(), 0.0, 0
    for size in sizes:
        while not debt.allows(now):
            now += 0.01
        # What went out before this frame was paid for, but for the small advance.
        assert sent * 8 <= rate * (now + 0.17)
        debt.spend(size, rate, now)
        sent += size


def test_a_screen_is_taken_at_fifteen_frames_and_repeated_when_it_stands_still() -> None:
    pace = ScreenPace()
    taken = [pace.takes(FULL, tick / 60) for tick in range(120)]
    assert 28 <= sum(taken) <= 31
    assert not pace.repeats(2.1)
    assert pace.repeats(2.6) and not pace.repeats(2.7) and pace.repeats(3.2)


def test_sizes_in_passing_are_left_out() -> None:
    pace = ScreenPace()
    assert pace.takes((800, 600), 0.0)
    # Somebody drags the corner of the window for two seconds, then lets go.
    assert not any(pace.takes((800 + step, 600), step / 30) for step in range(1, 60))
    assert not pace.takes((900, 600), 2.1)
    assert pace.takes((900, 600), 2.5)
    assert not pace.takes((800, 600), 2.6) and pace.takes((900, 600), 2.7)

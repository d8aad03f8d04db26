# SPDX-License-Identifier: GPL-3.0-or-later
"""Medians, percentiles and shares, against numpy and the standard library."""

from __future__ import annotations

import statistics
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.referrals.figures import FEWEST, Share, Spread, quantile, spread_of

SECONDS = st.lists(st.integers(0, 40 * 86_400), min_size=1, max_size=60)
MICROSECOND = timedelta(microseconds=1)


@given(SECONDS)
def test_quantiles_are_those_of_numpy_and_the_median_that_of_the_library(
    seconds: list[int],
) -> None:
    ordered = [timedelta(seconds=each) for each in sorted(seconds)]
    for percent in (0, 50, 90, 100):
        wanted = timedelta(seconds=float(np.percentile(seconds, percent)))
        assert abs(quantile(ordered, percent) - wanted) <= MICROSECOND
    half = timedelta(seconds=statistics.median(seconds))
    assert abs(quantile(ordered, 50) - half) <= MICROSECOND


@given(SECONDS)
def test_a_spread_lies_within_its_times_and_says_nothing_of_few(seconds: list[int]) -> None:
    times = [timedelta(seconds=each) for each in seconds]
    spread = spread_of(reversed(times))
    assert spread.count == len(times)
    if len(times) < FEWEST:
        assert (spread.median, spread.ninetieth) == (None, None)
    else:
        assert spread.median is not None and spread.ninetieth is not None
        assert min(times) <= spread.median <= spread.ninetieth <= max(times)


def test_a_time_before_its_beginning_is_two_clocks_apart_and_counts_as_none() -> None:
    early = [timedelta(minutes=-2)] * 3
    assert spread_of([*early, timedelta(hours=1), timedelta(hours=1)]) == Spread(
        5, timedelta(0), timedelta(hours=1)
    )


@pytest.mark.parametrize(
    ("count", "of", "percent"),
    [(0, 0, None), (4, 4, None), (5, 5, 100), (0, 5, 0), (1, 8, 13), (2, 3, None), (2, 6, 33)],
)
def test_a_share_has_a_per_cent_from_five_on(count: int, of: int, percent: int | None) -> None:
    assert Share(count, of).percent == percent

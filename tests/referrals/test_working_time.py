# SPDX-License-Identifier: GPL-3.0-or-later
"""A wait is counted in hours in which a coordinator is at work, over nights, weekends and DST."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.referrals.working_time import LONGEST_WAIT, waits_too_long, working_time

OSLO = ZoneInfo("Europe/Oslo")
WEEK = timedelta(days=7)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Give a time in November 2026, whose 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        (local(24, 9), local(24, 9, 30), 30),
        (local(24, 6), local(24, 8, 10), 10),
        (local(24, 15, 40), local(25, 8, 15), 35),
        (local(24, 16), local(25, 8), 0),
        (local(27, 15, 30), local(30, 8, 20), 50),
        (local(28, 10), local(29, 22), 0),
        (local(24, 10), local(24, 9), 0),
        (local(23, 0), local(30, 0), 5 * 8 * 60),
    ],
    ids=["within", "early", "over night", "night", "over the weekend", "weekend", "back", "week"],
)
def test_only_working_hours_count(since: datetime, until: datetime, minutes: int) -> None:
    assert working_time(since, until, WEEK, OSLO) == timedelta(minutes=minutes)


def test_the_day_on_which_the_clocks_change_has_its_own_hours() -> None:
    # On Sunday 29 March 2026 they go forward; Friday noon to Monday nine is four hours and one.
    since = datetime(2026, 3, 27, 12, tzinfo=OSLO).astimezone(UTC)
    until = datetime(2026, 3, 30, 9, tzinfo=OSLO).astimezone(UTC)
    assert working_time(since, until, WEEK, OSLO) == timedelta(hours=5)


def test_more_than_an_hour_is_too_long() -> None:
    assert not waits_too_long(local(24, 9), local(24, 10), OSLO)
    assert waits_too_long(local(24, 9), local(24, 10, 1), OSLO)
    assert not waits_too_long(local(27, 16), local(30, 8, 59), OSLO)
    assert not waits_too_long(None, local(24, 10), OSLO)


def test_a_case_of_years_ago_is_judged_at_once() -> None:
    years = working_time(local(2, 9) - timedelta(days=3650), local(2, 9), LONGEST_WAIT, OSLO)
    assert LONGEST_WAIT < years <= timedelta(hours=9)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.integers(0, 20 * 1440))
def test_it_is_the_sum_of_its_minutes(since: datetime, minutes: int) -> None:
    begin = since.replace(second=0, microsecond=0, tzinfo=OSLO)
    end = begin.astimezone(UTC) + timedelta(minutes=minutes)
    counted = working_time(begin, end, timedelta(days=30), OSLO)
    half = begin.astimezone(UTC) + timedelta(minutes=minutes // 2)
    parts = working_time(begin, half, WEEK * 5, OSLO) + working_time(half, end, WEEK * 5, OSLO)
    assert counted == parts
    assert timedelta() <= counted <= timedelta(minutes=minutes)


def test_without_a_zone_it_is_that_of_this_computer() -> None:
    noon = datetime(2026, 11, 24, 12).astimezone()
    assert working_time(noon, noon + timedelta(minutes=20), WEEK) == timedelta(minutes=20)

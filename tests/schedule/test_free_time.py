# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a calendar has room: proposals never overlap, never at night, never too soon."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.schedule.free_time import CLOSES, OPENS, Busy, Calendar

# A Thursday, on this computer's clock.
THURSDAY = datetime(2026, 11, 26, 9, 20).astimezone()
MONTH = THURSDAY + timedelta(days=30)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute).astimezone()


def busy(start: datetime, minutes: int) -> Busy:
    return Busy(start, start + timedelta(minutes=minutes), "Jonas Skaresund")


@pytest.mark.parametrize(
    ("taken", "earliest", "minutes", "wanted"),
    [
        ((), THURSDAY, 30, at(26, 9, 30)),
        ((busy(at(26, 9, 30), 30),), THURSDAY, 30, at(26, 10)),
        # Between two visits, where it fits exactly; else behind them.
        ((busy(at(26, 9), 30), busy(at(26, 10), 60)), THURSDAY, 30, at(26, 9, 30)),
        ((busy(at(26, 9), 30), busy(at(26, 10), 60)), THURSDAY, 45, at(26, 11)),
        # Before the day begins, after it, and over a weekend.
        ((), at(26, 5), 30, at(26, 8)),
        ((), at(26, 15, 45), 30, at(27, 8)),
        ((), at(27, 15, 40), 30, at(30, 8)),
    ],
)
def test_the_first_free_time_is_proposed(
    taken: tuple[Busy, ...], earliest: datetime, minutes: int, wanted: datetime
) -> None:
    assert Calendar(taken, earliest, MONTH).first_free(minutes) == wanted


def test_a_full_month_has_no_free_time_and_what_is_there_is_named() -> None:
    whole = Calendar((busy(at(1, 0), 60 * 24 * 60),), THURSDAY, MONTH)
    assert whole.first_free(15) is None
    two = Calendar((busy(at(26, 11), 30), busy(at(26, 10, 45), 15)), THURSDAY, MONTH)
    assert two.clash(at(26, 10, 50), 30) == busy(at(26, 10, 45), 15)
    assert two.clash(at(26, 10, 30), 15) is None
    assert two.clash(at(26, 11, 30), 15) is None


def test_a_name_in_a_calendar_is_never_written_into_a_log() -> None:
    assert "Jonas" not in repr(busy(THURSDAY, 15))


@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(5, 300)), max_size=40),
    st.integers(0, 20_000),
    st.sampled_from((15, 30, 45, 60, 480)),
)
def test_what_is_proposed_is_free_in_working_hours_and_not_too_soon(
    taken: list[tuple[int, int]], ahead: int, minutes: int
) -> None:
    held = tuple(busy(THURSDAY + timedelta(minutes=start), length) for start, length in taken)
    earliest = THURSDAY + timedelta(minutes=ahead)
    calendar = Calendar(held, earliest, MONTH)
    found = calendar.first_free(minutes)
    assert found is not None
    here, end = found.astimezone(), (found + timedelta(minutes=minutes)).astimezone()
    assert found >= earliest
    assert here.weekday() < 5 and here.time() >= OPENS and end.time() <= CLOSES
    assert all(
        each.end <= found or each.start >= found + timedelta(minutes=minutes) for each in held
    )

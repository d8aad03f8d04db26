# SPDX-License-Identifier: GPL-3.0-or-later
"""The outbox's policy: these outcomes in, these rows out."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import ParcelId, ReferralId
from app.referrals.outbox import LONGEST_WAIT_S, Outcome, after, is_due, revived, seconds_to_wait
from app.referrals.pace import Pace
from app.store.outbox import FAILED, WAITING, OutboxRow

ROW = OutboxRow("p", "referral", ReferralId("r"), ParcelId("p"), (), created=100.0)


def test_what_was_delivered_is_gone() -> None:
    assert after(ROW, Outcome.DELIVERED, 200.0, 0.5) is None


@pytest.mark.parametrize(
    ("tries", "chance", "wait"),
    [(0, 0.0, 0.25), (0, 1.0, 1.0), (3, 1.0, 8.0), (3, 0.0, 2.0), (50, 1.0, 120.0)],
)
def test_offline_waits_grow_with_chance_and_are_capped(
    tries: int, chance: float, wait: float
) -> None:
    row = after(dataclasses.replace(ROW, tries=tries), Outcome.OFFLINE, 200.0, chance)
    assert row is not None
    assert row.next_try == pytest.approx(200.0 + wait)
    assert (row.state, row.tries) == (WAITING, tries + 1)


def test_the_servers_wish_to_wait_is_kept_within_reason() -> None:
    row = after(ROW, Outcome.LATER, 200.0, 0.0, 60.0)
    assert row is not None and row.next_try == 260.0
    row = after(ROW, Outcome.LATER, 200.0, 0.0, 1e9)
    assert row is not None and row.next_try == 200.0 + LONGEST_WAIT_S


def test_what_will_never_go_stays_visible_until_the_user_asks() -> None:
    row = after(ROW, Outcome.REFUSED, 200.0, 0.5)
    assert row is not None and row.state == FAILED
    assert seconds_to_wait((row,), 200.0) is None
    again = revived(row)
    assert (again.state, again.tries, again.next_try) == (WAITING, 0, 0.0)
    assert seconds_to_wait((again,), 200.0) == 0.0


@given(
    st.sampled_from(list(Outcome)),
    st.integers(0, 10_000),
    st.floats(0, 1, exclude_max=True),
    st.none() | st.floats(0, 1e9),
)
def test_no_row_is_lost_or_tried_too_fast(
    outcome: Outcome, tries: int, chance: float, wish: float | None
) -> None:
    row = after(dataclasses.replace(ROW, tries=tries), outcome, 1e9, chance, wish)
    assert (row is None) == (outcome in (Outcome.DELIVERED, Outcome.RETURNED))
    if row is not None and row.state == WAITING:
        assert 0.25 <= row.next_try - 1e9 <= LONGEST_WAIT_S


def test_the_runner_waits_for_the_nearest() -> None:
    rows = (
        dataclasses.replace(ROW, next_try=230.0),
        dataclasses.replace(ROW, next_try=205.0),
        dataclasses.replace(ROW, next_try=0.0, state=FAILED),
    )
    assert seconds_to_wait(rows, 200.0) == 5.0
    assert seconds_to_wait(rows, 500.0) == 0.0
    assert seconds_to_wait((), 200.0) is None


def test_a_moment_set_by_a_clock_that_ran_ahead_does_not_hold_a_row_for_years() -> None:
    ahead = dataclasses.replace(ROW, next_try=200.0 + 5 * 365 * 86_400.0)
    assert is_due(ahead, 200.0)
    assert seconds_to_wait((ahead,), 200.0) == 0.0
    soon = dataclasses.replace(ROW, next_try=200.0 + LONGEST_WAIT_S)
    assert not is_due(soon, 200.0)
    assert is_due(soon, 200.0 + LONGEST_WAIT_S)
    assert not is_due(dataclasses.replace(ahead, state=FAILED), 200.0)


def test_time_left_follows_the_line() -> None:
    pace = Pace()
    assert pace.seconds_left(1000, 0.0) is None
    pace.note(5_000, 0.0)  # Where an earlier try had stopped.
    pace.note(5_100, 0.5)
    assert pace.seconds_left(1000, 0.5) is None, "too soon to say"
    pace.note(6_000, 10.0)
    assert pace.seconds_left(1000, 10.0) == pytest.approx(10.0)
    assert pace.seconds_left(1000, 20.0) == pytest.approx(20.0), "it stands still"
    for second in range(11, 60):
        pace.note(6_000 + (second - 10) * 1000, float(second))
    assert pace.seconds_left(10_000, 59.0) == pytest.approx(10.0, rel=0.01)
    pace.note(100, 60.0)
    assert pace.seconds_left(1000, 60.0) is None, "begun anew"

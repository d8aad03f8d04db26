# SPDX-License-Identifier: GPL-3.0-or-later
"""The outbox's policy: these outcomes in, these rows out."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import ParcelId, ReferralId
from app.referrals.outbox import LONGEST_WAIT_S, Outcome, after, revived, seconds_to_wait
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


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.SPOILT])
def test_what_will_never_go_stays_visible_until_the_user_asks(outcome: Outcome) -> None:
    row = after(ROW, outcome, 200.0, 0.5)
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
    assert (row is None) == (outcome is Outcome.DELIVERED)
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

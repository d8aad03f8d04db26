# SPDX-License-Identifier: GPL-3.0-or-later
"""The rate towards one peer: lists of reports in, a rate out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.rate_control import LEAST_BITRATE, MOST_BITRATE, START_BITRATE, RateControl
from app.media.send.pacing import Pacer


def driven(
    rate: RateControl,
    seconds: float,
    *,
    loss: float = 0.0,
    rtt: float = 0.05,
    room: int | None = None,
    start: float = 0.0,
    used: float = 1.0,
) -> None:
    """Send what the target asks for; reports of loss once a second, of room four times."""
    for step in range(round(seconds * 20)):
        now = start + step / 20
        rate.sent(int(rate.target * used / 8 / 20), now)
        if room is not None and step % 5 == 4:
            rate.heard(None, None, room, now)
        if step % 20 == 19:
            rate.heard(loss, rtt, None, now)


def test_a_free_path_is_used_whole_within_six_seconds() -> None:
    rate = RateControl(0.0)
    driven(rate, 6, room=4_000_000)
    assert rate.target == MOST_BITRATE


def test_without_the_receivers_word_growth_is_slow() -> None:
    rate = RateControl(0.0)
    driven(rate, 5)
    assert START_BITRATE < rate.target < 1.4 * START_BITRATE
    driven(rate, 60, start=5)
    assert rate.target == MOST_BITRATE


def test_what_is_not_sent_proves_little() -> None:
    rate = RateControl(0.0)
    driven(rate, 60, room=4_000_000, used=0.1)
    assert rate.target == 1_400_000
    # After a limit has shown itself, it is approached slowly where nothing proves more.
    driven(rate, 4, room=300_000, start=60)
    assert rate.target == 300_000
    driven(rate, 10, room=4_000_000, start=64, used=0.1)
    assert rate.target < 450_000


def test_the_receivers_word_is_followed_down_at_once_and_never_exceeded() -> None:
    rate = RateControl(0.0)
    driven(rate, 6, room=4_000_000)
    rate.heard(None, None, 1_000_000, 6.0)
    assert rate.target == 1_000_000
    rate.heard(None, None, 100_000, 6.05)
    assert rate.target == 350_000
    driven(rate, 20, room=330_000, start=6.1)
    assert 300_000 <= rate.target <= 330_000


def test_an_estimate_of_what_was_not_sent_does_not_count() -> None:
    rate = RateControl(0.0)
    rate.sent(100, 0.9)
    rate.heard(None, None, 30_000, 1.0)
    assert rate.target == START_BITRATE


def test_heavy_loss_and_a_full_queue_lower_the_rate_quickly() -> None:
    lossy, queued = RateControl(0.0), RateControl(0.0)
    driven(lossy, 12, loss=0.4)
    assert lossy.target < START_BITRATE / 4
    driven(queued, 3, rtt=0.05)
    before = queued.target
    driven(queued, 12, rtt=0.4, start=3)
    assert queued.queue_s == pytest.approx(0.35)
    assert queued.target < before * 0.4


@pytest.mark.parametrize(
    ("loss", "least", "most"),
    [(0.05, 1_900_000, 2_500_000), (0.12, 1_200_000, 1_500_000), (0.2, 800_000, 1_000_000)],
)
def test_a_radios_losses_bound_the_rate_and_do_not_starve_it(
    loss: float, least: int, most: int
) -> None:
    rate = RateControl(0.0)
    driven(rate, 60, loss=loss, room=4_000_000)
    assert least <= rate.target <= most


def test_a_lossy_radio_may_be_found_from_below() -> None:
    rate = RateControl(0.0, start=300_000)
    driven(rate, 20, loss=0.2, room=4_000_000)
    assert 800_000 <= rate.target <= 1_000_000


def test_losses_that_fall_with_the_rate_are_a_limits_and_it_is_found() -> None:
    rate, capacity = RateControl(0.0), 400_000
    driven(rate, 5, room=4_000_000)
    for step in range(40):
        loss = max(0.0, 1 - capacity / rate.target)
        driven(rate, 1, loss=loss, room=4_000_000, start=5 + step)
    assert rate.target < 1.3 * capacity


def test_one_late_report_is_not_a_full_queue() -> None:
    rate = RateControl(0.0)
    driven(rate, 5, rtt=0.05)
    before = rate.target
    driven(rate, 1, rtt=0.5, start=5)
    assert rate.target >= before


def test_the_best_round_trip_is_remembered_however_often_a_peer_reports() -> None:
    rate = RateControl(0.0)
    rate.heard(0.0, 0.05, None, 0.0)
    for step in range(1, 200):
        rate.heard(0.0, 0.15, None, step / 10)
    assert rate.queue_s == pytest.approx(0.1)
    for step in range(200, 310):
        rate.heard(0.0, 0.15, None, step / 10)
    # After half a minute the longer way is the way.
    assert rate.queue_s == pytest.approx(0.0)


def test_silence_is_taken_for_a_full_queue_but_only_while_something_is_sent() -> None:
    rate = RateControl(0.0)
    rate.heard(0.0, 0.5, None, 0.5)
    assert not rate.tick(5.0)
    before = rate.target
    targets = []
    for step in range(60):
        now = 5 + step / 10
        rate.sent(5000, now)
        if rate.tick(now):
            targets.append(rate.target)
    assert targets[0] == pytest.approx(0.6 * before, rel=0.01)
    assert targets[-1] == LEAST_BITRATE


def test_a_peer_that_speaks_often_is_missed_sooner() -> None:
    rate = RateControl(0.0)
    driven(rate, 6, room=4_000_000)
    before = rate.target
    rate.sent(20_000, 6.5)
    assert not rate.tick(6.5)
    rate.sent(20_000, 6.8)
    assert rate.tick(6.8)
    assert rate.target == pytest.approx(0.6 * before, rel=0.01)


def test_sound_alone_is_not_cut_where_a_browser_reports_each_five_seconds() -> None:
    rate = RateControl(0.0)
    for step in range(3000):
        now = step / 50
        rate.sent(250, now)
        if step % 250 == 0:
            rate.heard(0.0, 0.05, None, now)
        assert not rate.tick(now)
    assert rate.target >= START_BITRATE


def test_pictures_come_back_after_they_had_to_stop() -> None:
    rate = RateControl(0.0, start=70_000)
    driven(rate, 40, room=4_000_000, used=0.6)
    assert rate.target >= 250_000


@given(
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.floats(0, 3) | st.none(),
            st.integers(0, 10_000_000) | st.none(),
            st.integers(0, 400_000),
        ),
        max_size=60,
    )
)
def test_the_rate_stays_in_its_bounds(
    reports: list[tuple[float, float | None, int | None, int]],
) -> None:
    rate = RateControl(0.0)
    for second, (loss, rtt, estimate, sent) in enumerate(reports):
        rate.sent(sent, float(second))
        rate.heard(loss, rtt, estimate, float(second))
        rate.tick(second + 0.9)
        assert LEAST_BITRATE <= rate.target <= MOST_BITRATE


def test_a_frame_leaves_at_a_multiple_of_the_rate_and_in_bounded_time() -> None:
    pacer = Pacer()
    pacer.set_rate(1_000_000)
    waits = [pacer.wait_s(1250, 1.0) for _ in range(10)]
    assert waits == sorted(waits)
    assert waits[0] == 0
    assert waits[-1] == pytest.approx(9 * 1250 * 8 / 2_500_000, abs=0.001)
    assert pacer.wait_s(1250, 2.0) == 0
    assert max(pacer.wait_s(1250, 2.0) for _ in range(500)) <= 0.16


def test_what_is_sent_again_has_a_budget_and_takes_room_from_pictures() -> None:
    pacer = Pacer()
    pacer.set_rate(1_000_000)
    granted = [pacer.may_send_again(1000, 1.0 + number / 1000) for number in range(1000)]
    assert 70 <= sum(granted) <= 130
    assert pacer.refused == granted.count(False)
    assert all(granted[:30])
    pacer = Pacer()
    pacer.set_rate(1_000_000)
    for _ in range(5):
        pacer.may_send_again(1000, 1.0)
    assert pacer.wait_s(1000, 1.0) == pytest.approx(5 * 1000 * 8 / (2.5 * 1_000_000))

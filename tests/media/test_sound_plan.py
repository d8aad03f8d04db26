# SPDX-License-Identifier: GPL-3.0-or-later
"""How sound is encoded and protected: by list of reports."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.sound_plan import SoundLoss, SoundPlan, plan_sound


def lost(share: float, reports: int = 60) -> SoundLoss:
    """Let a peer report, a second at a time, what it gets of 50 packets."""
    chance, loss = random.Random(4), SoundLoss()
    for _ in range(reports):
        loss.heard(sum(chance.random() < share for _ in range(50)) / 50)
    return loss


def planned(total: int, share: float) -> SoundPlan:
    return plan_sound(total, [lost(share)], redundant=True)


@given(
    st.integers(0, 5_000_000),
    st.lists(st.floats(0, 1), max_size=20),
    st.booleans(),
)
def test_every_plan_can_be_understood_and_costs_little(
    total: int, reports: list[float], redundant: bool
) -> None:
    loss = SoundLoss()
    for report in reports:
        loss.heard(report)
        assert 0 <= loss.share <= 1
    plan = plan_sound(total, [loss], redundant=redundant)
    plain = plan_sound(total, [], redundant=True)
    assert 16_000 <= plan.bitrate <= 48_000
    assert plan.frame_ms in (20, 40)
    assert plan.wire_bitrate <= plain.wire_bitrate + 48_000
    assert not (plan.repeated and plan.expected_loss_percent)
    if plan.repeated:
        assert plan.wire_bitrate <= 0.6 * total


def test_repetition_grows_with_the_loss() -> None:
    assert planned(1_500_000, 0.0) == SoundPlan(48_000, 20, 0)
    assert planned(1_500_000, 0.01).repeated == (1,)
    assert planned(1_500_000, 0.05).repeated == (1, 2)
    assert planned(1_500_000, 0.2) == SoundPlan(20_000, 20, 0, (1, 2, 3))


def test_a_little_protection_stands_from_the_first_packet_on() -> None:
    assert plan_sound(1_500_000, [SoundLoss()], redundant=True).repeated == (1,)


def test_a_few_bad_seconds_are_remembered_for_half_a_minute() -> None:
    loss = lost(0.2, 5)
    high = loss.protection
    assert high == 3
    for _ in range(8):
        loss.heard(0.0)
    assert loss.protection >= 2
    for _ in range(40):
        loss.heard(0.0)
    assert loss.protection == 0


def test_a_peer_that_does_not_know_repetition_gets_in_band_protection() -> None:
    plan = plan_sound(1_500_000, [lost(0.15)], redundant=False)
    assert plan.repeated == ()
    assert plan.expected_loss_percent == pytest.approx(18, abs=4)
    assert plan_sound(1_500_000, [], redundant=False).expected_loss_percent == 3


def test_the_worst_of_several_peers_decides() -> None:
    assert plan_sound(1_500_000, [lost(0.0), lost(0.2)], redundant=True).repeated == (1, 2, 3)


def test_narrow_paths_get_fewer_and_smaller_packets() -> None:
    """100 kbit/s: less than a third of it, for the voice alone."""
    assert planned(90_000, 0.0) == SoundPlan(20_000, 40, 0)
    assert planned(90_000, 0.0).wire_bitrate < 33_000
    assert planned(90_000, 0.05).repeated == (1,)
    assert planned(50_000, 0.2) == SoundPlan(16_000, 40, 0)

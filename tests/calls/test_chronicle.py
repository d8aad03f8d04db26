# SPDX-License-Identifier: GPL-3.0-or-later
"""What is remembered of a call's ups and downs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.calls.chronicle import Chronicle
from app.calls.views import Stage
from app.records.encounter import Interruption, InterruptionCause

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def chronicle(*stages: tuple[float, Stage]) -> Chronicle:
    """Go through stages at seconds after the start."""
    found, before = Chronicle(), Stage.WAITING
    for seconds, stage in stages:
        found.stage_changed(before, stage, at(seconds))
        before = stage
    return found


def test_one_connection() -> None:
    found = chronicle((0, Stage.CONNECTING), (2, Stage.CONNECTED), (3, Stage.CONNECTED))
    assert found.connected_at == at(2)
    assert (found.interruptions, found.reconnects, found.reconnecting_since) == ((), 0, None)


def test_an_interruption_lasts_through_its_second_stage() -> None:
    found = chronicle((2, Stage.CONNECTED), (5, Stage.RECONNECTING), (125, Stage.INTERRUPTED))
    assert found.reconnecting_since == at(5)
    found.stage_changed(Stage.INTERRUPTED, Stage.CONNECTED, at(130))
    assert found.interruptions == (Interruption(at(5), at(130)),)
    assert (found.reconnects, found.reconnecting_since, found.connected_at) == (1, None, at(2))


def test_an_interruption_ends_with_the_call() -> None:
    for end in (Stage.OUTSIDE, Stage.WAITING, Stage.ENDED):
        found = chronicle((2, Stage.CONNECTED), (5, Stage.RECONNECTING), (9, end))
        assert found.interruptions == (Interruption(at(5), at(9)),)
        assert found.reconnects == 0


def test_parting_is_no_interruption() -> None:
    found = chronicle((2, Stage.CONNECTED), (5, Stage.WAITING), (9, Stage.CONNECTED))
    assert (found.interruptions, found.reconnects) == ((), 1)


def test_set_up_time_counts_from_the_first_attempt_to_the_first_link() -> None:
    found = Chronicle()
    found.link_came_up(5.0)
    assert found.setup_ms is None
    found.attempt_began(10.0)
    found.attempt_began(12.0)
    found.link_came_up(12.5)
    found.link_came_up(20.0)
    assert found.setup_ms == 2500


def connected() -> Chronicle:
    found = Chronicle()
    found.stage_changed(Stage.CONNECTING, Stage.CONNECTED, at(0))
    return found


def test_a_silence_that_ends_by_itself_is_an_interruption_too() -> None:
    found = connected()
    found.silence_began(at(10))
    assert found.reconnecting_since == at(10)
    found.silence_ended(at(12))
    (one,) = found.interruptions
    assert one == Interruption(at(10), at(12), InterruptionCause.NETWORK)
    assert found.reconnects == 0


def test_a_cause_that_is_learnt_later_is_the_cause() -> None:
    found = connected()
    found.silence_began(at(10))
    found.address_gone(at(11))
    found.silence_began(at(12))
    found.silence_ended(at(13))
    (one,) = found.interruptions
    assert (one.start, one.cause) == (at(10), InterruptionCause.OWN_NETWORK)


def test_before_a_connection_nothing_is_interrupted() -> None:
    found = Chronicle()
    found.silence_began(at(0))
    found.link_closed(at(0))
    found.address_gone(at(0))
    for second in range(4):
        found.devices_are(second < 1, at(second))
    found.silence_ended(at(5))
    assert found.interruptions == ()


@pytest.mark.parametrize("parted", [Stage.OUTSIDE, Stage.WAITING, Stage.ENDED])
def test_after_they_have_parted_nothing_is_interrupted(parted: Stage) -> None:
    found = connected()
    for second in range(4):
        found.devices_are(second < 1, at(second))
    found.stage_changed(Stage.CONNECTED, parted, at(5))
    found.silence_began(at(6))
    found.link_closed(at(7))
    found.devices_are(False, at(8))
    found.devices_are(False, at(9))
    assert found.interruptions == (Interruption(at(1), at(5), InterruptionCause.DEVICE),)


def test_devices_and_the_path_stand_in_the_order_in_which_they_began() -> None:
    found = connected()
    found.devices_are(True, at(0))
    for second in range(10, 13):
        found.devices_are(False, at(second))
    found.silence_began(at(5))
    found.server_is(False, at(6))
    found.peer_gone()
    assert [one.start for one in found.interruptions] == [at(5), at(10)]
    assert found.reconnecting_since == at(5)
    found.silence_ended(at(14))
    found.devices_are(True, at(15))
    assert [(one.cause, one.end) for one in found.interruptions] == [
        (InterruptionCause.NETWORK, at(14)),
        (InterruptionCause.DEVICE, at(15)),
    ]
    assert found.reconnecting_since is None

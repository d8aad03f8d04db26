# SPDX-License-Identifier: GPL-3.0-or-later
"""What is remembered of a call's ups and downs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.calls.chronicle import Chronicle
from app.calls.views import Stage
from app.records.encounter import Interruption

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

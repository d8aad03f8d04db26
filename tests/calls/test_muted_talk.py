# SPDX-License-Identifier: GPL-3.0-or-later
"""The hint to somebody who talks into a microphone that is off."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.calls.muted_talk import MutedTalk


def test_it_stands_for_eight_seconds_and_not_again_for_thirty() -> None:
    watch = MutedTalk()
    assert not watch.shown(False, 0.0)
    shown = [second for second in range(1, 70) if watch.shown(True, float(second))]
    assert shown == [*range(1, 9), *range(31, 39), *range(61, 69)]


def test_it_stays_while_the_person_reads_it() -> None:
    watch = MutedTalk()
    assert watch.shown(True, 5.0)
    assert watch.shown(False, 6.0)


def test_switching_on_takes_it_away_and_muting_again_does_not_bring_it_back() -> None:
    watch = MutedTalk()
    assert watch.shown(True, 5.0)
    watch.switched_on()
    assert not watch.shown(True, 7.0)
    assert watch.shown(True, 36.0)


@given(st.lists(st.tuples(st.booleans(), st.floats(0.1, 5.0)), max_size=80))
def test_it_begins_at_most_once_in_thirty_seconds(said: list[tuple[bool, float]]) -> None:
    watch, now, began, before = MutedTalk(), 0.0, [], False
    for talking, passed in said:
        now += passed
        shown = watch.shown(talking, now)
        if shown and not before:
            assert talking
            began.append(now)
        before = shown
    assert all(later - earlier >= 30 for earlier, later in pairwise(began))

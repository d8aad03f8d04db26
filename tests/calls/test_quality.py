# SPDX-License-Identifier: GPL-3.0-or-later
"""Four words for a connection: where they begin, and that they do not flicker."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calls.quality import BETTER_AFTER_S, WORSE_AFTER_S, Conditions, QualityJudge, level
from app.calls.views import ConnectionQuality

GOOD, WEAK, POOR, NONE = (
    ConnectionQuality.GOOD,
    ConnectionQuality.WEAK,
    ConnectionQuality.POOR,
    ConnectionQuality.NONE,
)
LOSSY = Conditions(loss=0.05)
BROKEN = Conditions(loss=0.20)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (Conditions(), GOOD),
        (Conditions(loss=0.0199, round_trip_s=0.39, queue_s=0.079, frames=0.6), GOOD),
        (Conditions(loss=0.02), WEAK),
        (Conditions(loss=0.10), POOR),
        (Conditions(round_trip_s=0.40), WEAK),
        (Conditions(round_trip_s=0.80), POOR),
        (Conditions(queue_s=0.08), WEAK),
        (Conditions(queue_s=0.40), POOR),
        (Conditions(concealed=0.019), GOOD),
        (Conditions(concealed=0.02), WEAK),
        (Conditions(concealed=0.10), POOR),
        (Conditions(frozen=0.09), GOOD),
        (Conditions(frozen=0.10), WEAK),
        (Conditions(frozen=0.40), POOR),
        (Conditions(frames=0.59), WEAK),
        (Conditions(frames=0.24), POOR),
        (Conditions(paused=True), WEAK),
        (Conditions(loss=0.05, queue_s=0.5), POOR),
        (Conditions(silent=True), POOR),
    ],
)
def test_levels(conditions: Conditions, expected: ConnectionQuality) -> None:
    assert level(conditions) is expected


@given(st.lists(st.floats(0, 0.0199), min_size=1, max_size=60))
def test_below_two_percent_nobody_is_ever_warned(losses: list[float]) -> None:
    judge = QualityJudge()
    for second, loss in enumerate(losses):
        judge.look(Conditions(loss=loss), float(second))
        assert judge.quality is GOOD


def seen(*conditions: Conditions | None) -> list[ConnectionQuality]:
    """Judge one after the other, a second apart."""
    judge, found = QualityJudge(), []
    for second, one in enumerate(conditions):
        judge.look(one, float(second))
        found.append(judge.quality)
    return found


def test_it_begins_good_and_ends_with_the_connection() -> None:
    assert seen(None, Conditions(), None) == [NONE, GOOD, NONE]


def test_worse_is_told_after_two_seconds_and_better_after_five() -> None:
    fine = Conditions()
    found = seen(fine, LOSSY, LOSSY, LOSSY, fine, fine, fine, fine, fine, fine)
    assert found == [GOOD, GOOD, GOOD, WEAK, WEAK, WEAK, WEAK, WEAK, WEAK, GOOD]
    assert (WORSE_AFTER_S, BETTER_AFTER_S) == (2.0, 5.0)


def test_one_bad_second_is_no_news() -> None:
    assert set(seen(*[Conditions(), BROKEN] * 10)) == {GOOD}


def test_silence_is_told_at_once() -> None:
    assert seen(Conditions(), Conditions(silent=True)) == [GOOD, POOR]


def test_around_a_limit_the_word_stays() -> None:
    found = seen(*[Conditions(loss=0.021)] * 4, *[Conditions(loss=0.019), LOSSY] * 20)
    assert found[3:] == [WEAK] * 41


def test_from_poor_it_may_become_weak_first() -> None:
    found = seen(*[BROKEN] * 4, *[LOSSY] * 6, *[Conditions()] * 6)
    assert (found[3], found[9], found[15]) == (POOR, WEAK, GOOD)


@given(
    st.lists(
        st.builds(
            Conditions,
            loss=st.floats(0, 1),
            queue_s=st.floats(0, 2),
            concealed=st.floats(0, 1),
            frames=st.none() | st.floats(0, 1),
        ),
        max_size=40,
    )
)
def test_it_changes_at_most_each_other_second(conditions: list[Conditions]) -> None:
    found = seen(*conditions)
    changed = [n for n in range(1, len(found)) if found[n] is not found[n - 1]]
    assert all(later - earlier >= 2 for earlier, later in pairwise(changed))

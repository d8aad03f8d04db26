# SPDX-License-Identifier: GPL-3.0-or-later
"""When pictures are shown: evenly, and in step with the sound."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.receive.presentation import (
    LONGEST_HOLD_S,
    MOST_HELD_S,
    SOUND_EARLY_S,
    SOUND_LATE_S,
    Presentation,
)


def shown(
    presentation: Presentation, taken: list[float], sound_s: float | None = None
) -> list[float]:
    """Show pictures, 30 a second, each ready so long after its capture; give the delays."""
    delays = []
    for number, taken_s in enumerate(taken):
        captured_at = number / 30
        if sound_s is not None:
            presentation.heard(sound_s)
        delays.append(presentation.show_at(captured_at, captured_at + taken_s) - captured_at)
    return delays


def test_even_pictures_are_not_held_back() -> None:
    assert shown(Presentation(), [0.05] * 100) == pytest.approx([0.05] * 100)


def test_uneven_pictures_are_evened_out() -> None:
    chance = random.Random(1)
    taken = [0.05 + (0.08 if chance.random() < 0.15 else 0) for _ in range(300)]
    delays = shown(Presentation(), taken, sound_s=0.15)
    assert max(delays[100:]) - min(delays[100:]) < 0.001


@pytest.mark.parametrize("sound_s", [0.1, 0.14, 0.2])
def test_pictures_stay_in_step_with_the_sound(sound_s: float) -> None:
    for taken_s in (0.02, 0.06, 0.19):
        presentation = Presentation()
        last = shown(presentation, [taken_s] * 200, sound_s)[-1]
        # What comes later than its sound is shown at once: sound does not wait.
        assert sound_s - last <= SOUND_LATE_S + 0.001
        assert last - sound_s <= max(SOUND_EARLY_S, taken_s - sound_s) + 0.001
        assert presentation.skew_s == pytest.approx(sound_s - presentation.delay_s, abs=0.001)


def test_sound_that_is_very_late_does_not_hold_pictures_back_for_long() -> None:
    assert shown(Presentation(), [0.05] * 300, sound_s=1.0)[-1] == pytest.approx(
        0.05 + LONGEST_HOLD_S, abs=0.01
    )


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60), st.floats(0, 2) | st.none())
def test_nothing_is_shown_before_it_is_ready(taken: list[float], sound_s: float | None) -> None:
    for delay_s, taken_s in zip(shown(Presentation(), taken, sound_s), taken, strict=True):
        assert delay_s >= taken_s - 1e-9


def test_a_wrong_clock_holds_no_picture_for_long() -> None:
    presentation = Presentation()
    shown(presentation, [0.05] * 50, sound_s=0.15)
    assert presentation.show_at(1000.0, 2.0) <= 2.0 + MOST_HELD_S


def test_a_delay_that_is_no_longer_needed_goes_away() -> None:
    presentation = Presentation()
    shown(presentation, [0.3] * 200, sound_s=0.3)
    assert shown(presentation, [0.05] * 400, sound_s=0.06)[-1] == pytest.approx(0.05, abs=0.005)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound made shorter and longer, invented sound that dies away, and clocks that drift apart."""

from __future__ import annotations

import numpy as np
import pytest

from app.media.codecs.opus import FRAME_SAMPLES
from app.media.devices.sources import SAMPLE_RATE, Samples
from app.media.receive.pace import Fade, Pace
from app.media.receive.playout import Conceal, Play, PlayoutBuffer, Rest
from app.media.receive.stretch import (
    LONGEST_PERIOD,
    SHORTEST_PERIOD,
    find_repetition,
    lengthen,
    shorten,
)
from tests.media.signals import tone, voice

SILENCE: Samples = np.zeros(FRAME_SAMPLES, np.int16)


def loud(samples: int = FRAME_SAMPLES) -> Samples:
    return tone(200, 0.2)[2000 : 2000 + samples]


@pytest.mark.parametrize("frequency", [85, 130, 200, 310])
def test_voice_is_stretched_by_whole_periods(frequency: int) -> None:
    piece = tone(frequency, 0.2)[2000 : 2000 + FRAME_SAMPLES]
    found = find_repetition(piece)
    assert found is not None
    assert found.likeness > 0.95
    periods = found.period * frequency / SAMPLE_RATE
    assert periods >= 0.9
    assert periods == pytest.approx(round(periods), abs=0.05)
    for stretched, change in ((shorten(piece, found), -1), (lengthen(piece, found), 1)):
        assert len(stretched) == len(piece) + change * found.period
        # No click: no step is larger than the tone's own.
        assert (
            np.abs(np.diff(stretched.astype(int))).max()
            <= 1.1 * np.abs(np.diff(piece.astype(int))).max()
        )


def test_noise_repeats_badly_and_a_short_piece_not_at_all() -> None:
    noise = np.random.default_rng(5).normal(0, 5000, FRAME_SAMPLES).astype(np.int16)
    found = find_repetition(noise)
    assert found is not None
    assert found.likeness < 0.6
    assert SHORTEST_PERIOD <= found.period <= LONGEST_PERIOD
    assert find_repetition(noise[:300]) is None


# ---- when ----------------------------------------------------------------------------------


def changed(pace: Pace, piece: Samples, excess_s: float) -> int:
    return len(pace.adjust(piece, excess_s)) - len(piece)


def test_a_little_too_much_is_left_alone() -> None:
    pace = Pace()
    assert changed(pace, SILENCE, 0.02) == 0
    assert changed(pace, SILENCE, -0.002) == 0
    assert changed(pace, SILENCE, 0.035) < 0
    assert changed(pace, SILENCE, -0.005) > 0


def test_pauses_are_changed_before_speech() -> None:
    pace = Pace()
    for _ in range(20):
        changed(pace, SILENCE, 0.0)
    assert changed(pace, loud(), 0.05) == 0
    assert changed(pace, loud(), -0.02) == 0
    assert changed(pace, SILENCE, 0.05) < 0
    assert (pace.shortened, pace.lengthened) == (LONGEST_PERIOD, 0)


def test_speech_is_changed_where_the_alternative_is_worse() -> None:
    pace = Pace()
    changed(pace, SILENCE, 0.0)
    assert changed(pace, loud(), 0.2) < 0
    # Not twice in a row.
    assert changed(pace, loud(), 0.2) == 0
    assert changed(pace, loud(), 0.2) < 0
    for _ in range(3):
        changed(pace, loud(), 0.0)
    assert changed(pace, loud(), -0.1) > 0


def test_a_room_that_is_never_silent_has_pauses_too() -> None:
    pace, chance = Pace(), np.random.default_rng(3)
    room = chance.normal(0, 150, FRAME_SAMPLES * 20).astype(np.int16).reshape(20, -1)
    for piece in room[:10]:
        assert changed(pace, piece, 0.0) == 0
    assert changed(pace, room[10], 0.05) < 0
    # A steady loud tone is no pause.
    steady = Pace()
    for _ in range(10):
        changed(steady, loud(), 0.0)
    assert changed(steady, loud(), 0.05) == 0


# ---- invented sound ------------------------------------------------------------------------


def test_invented_sound_dies_away_and_real_sound_comes_back() -> None:
    fade = Fade()
    piece = np.full(480, 10_000, np.int16)
    assert fade.applied(piece, invented=False) is piece
    peaks = [int(fade.applied(piece, invented=True)[-1]) for _ in range(20)]
    assert peaks[:6] == [10_000] * 6
    assert peaks == sorted(peaks, reverse=True)
    assert peaks[16:] == [0, 0, 0, 0]
    back = fade.applied(piece, invented=False)
    assert back[0] == 0
    assert back[-1] == 10_000
    assert np.diff(back).max() < 100
    assert fade.applied(piece, invented=False) is piece


# ---- clocks --------------------------------------------------------------------------------


@pytest.mark.parametrize("drift", [200e-6, -200e-6])
def test_five_minutes_of_clocks_that_drift_apart(drift: float) -> None:
    """The sender's clock runs 200 ppm fast or slow: nothing is lost, the wait stays the same."""
    buffer, pace = PlayoutBuffer(), Pace()
    pause, speech = SILENCE, voice(1.0)[20_000:20_960]
    waiting = number = 0
    excess: list[float] = []
    made_up = 0
    for tick in range(30_000):
        now = tick * 0.01
        while number * 0.02 / (1 + drift) <= now:
            buffer.insert(number * 960, b"\xf8\x00\x00", number * 0.02 / (1 + drift))
            number += 1
        while waiting < 480:
            match buffer.next(now + waiting / SAMPLE_RATE):
                case Play():
                    # A pause now and then, as people make.
                    piece = pause if number % 150 < 20 else speech
                case Conceal(samples):
                    made_up += samples
                    piece = speech[:samples]
                case Rest():
                    piece = pause[:480]
                case step:
                    raise AssertionError(step)
            excess.append(buffer.excess_s(now + (waiting + len(piece)) / SAMPLE_RATE))
            waiting += len(pace.adjust(piece, excess[-1]))
        waiting -= 480
    assert made_up == 0
    assert buffer.late == buffer.skipped == 0
    assert -0.02 < min(excess[100:]) <= max(excess[100:]) < 0.045
    corrected_s = (pace.lengthened - pace.shortened) / SAMPLE_RATE
    assert corrected_s == pytest.approx(-300 * drift, abs=0.05)

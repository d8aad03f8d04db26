# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's own instruments: what they do to packets, and what they read and score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.devices.sources import SAMPLE_RATE
from tests.lab import strip
from tests.lab.inbound import bitrates
from tests.lab.material import speech_loop
from tests.lab.scores import longest_gap_s, score_pictures, score_sound
from tests.lab.shaping import Path, PathShape


def passed(shape: PathShape, count: int = 20_000, seed: int = 3) -> list[bool]:
    path = Path(shape, seed)
    return [path.send(1000, number * 0.01) is not None for number in range(count)]


def runs_of_loss(through: list[bool]) -> list[int]:
    text = "".join("." if one else "x" for one in through)
    return [len(run) for run in text.split(".") if run]


@pytest.mark.parametrize(("loss", "burst"), [(0.02, 1), (0.2, 1), (0.05, 4), (0.1, 8)])
def test_losses_are_as_many_and_as_long_as_asked(loss: float, burst: float) -> None:
    through = passed(PathShape(loss=loss, burst=burst))
    assert through.count(False) / len(through) == pytest.approx(loss, rel=0.2)
    lengths = runs_of_loss(through)
    expected = burst if burst > 1 else 1 / (1 - loss)
    assert sum(lengths) / len(lengths) == pytest.approx(expected, rel=0.15)


def test_the_same_seed_loses_the_same_packets() -> None:
    shape = PathShape(loss=0.1, burst=3)
    assert passed(shape, 500) == passed(shape, 500)
    assert passed(shape, 500, seed=4) != passed(shape, 500, seed=5)


@given(st.lists(st.tuples(st.floats(0, 0.02), st.integers(60, 1400)), max_size=200))
def test_order_is_kept_and_a_queue_is_bounded(packets: list[tuple[float, int]]) -> None:
    shape = PathShape(delay_s=0.03, jitter_s=0.05, bits_per_s=400_000, queue_s=0.3)
    path, now, last = Path(shape, 1), 0.0, 0.0
    for gap_s, size in packets:
        now += gap_s
        passage = path.send(size, now)
        if passage is not None:
            assert passage.arrives_at >= last
            assert passage.queued_s <= 0.3 + 1400 * 8 / 400_000 + 1e-9
            last = passage.arrives_at


def test_a_pulled_cable_carries_nothing() -> None:
    assert not any(passed(PathShape(up=False), 100))


@given(st.integers(0, strip.NUMBERS - 1), st.sampled_from([(720, 1280), (360, 640), (180, 320)]))
def test_numbers_in_pictures_are_read_back(number: int, size: tuple[int, int]) -> None:
    luma = np.full(size, 128, np.uint8)
    strip.paint(luma, number)
    noisy = np.clip(luma + np.random.default_rng(1).normal(0, 12, size), 0, 255)
    assert strip.read(noisy.astype(np.uint8)) == number
    assert strip.read(np.full(size, 128, np.uint8)) is None


def test_speech_is_scored_wherever_it_begins() -> None:
    said = speech_loop()
    heard = np.concatenate((said, said))[31_000 : 31_000 + len(said)]
    score = score_sound(said, heard)
    assert (score.pesq, score.stoi) == (pytest.approx(4.64, abs=0.01), pytest.approx(1, abs=0.001))
    assert score.offset_s == pytest.approx(31_000 / SAMPLE_RATE, abs=0.001)
    holes = heard.copy()
    for start in range(0, len(holes), SAMPLE_RATE // 4):
        holes[start : start + 1920] = 0
    assert score_sound(said, holes).pesq < 2.5
    assert score_sound(said, np.zeros_like(heard)).pesq == 1.0


def test_a_silence_longer_than_the_pauses_is_a_gap() -> None:
    said = speech_loop()
    assert longest_gap_s(said, np.concatenate((said, said))) == 0
    cut = np.concatenate((said, np.zeros(SAMPLE_RATE, np.int16), said))
    assert 0.7 <= longest_gap_s(said, cut) <= 1.1


def test_freezes_are_gaps_between_shown_frames() -> None:
    shown = [(number / 30, 640, 360) for number in range(90) if not 30 <= number < 45]
    score = score_pictures(shown, [0.1] * 50, 0.0, 3.0)
    assert score.freezes == 1
    assert score.freeze_s == pytest.approx(16 / 30, abs=0.01)
    assert score.frames_per_s == pytest.approx(25)


def test_bitrates_are_those_of_the_second_before() -> None:
    # Nothing at first, then 100 bytes each tenth of a second.
    arrived = [(tenth / 10, max(0, tenth - 10) * 100) for tenth in range(41)]
    rates = dict(bitrates(arrived))
    assert rates[0.0] == rates[1.0] == 0
    assert rates[1.5] == pytest.approx(4000)
    assert rates[4.0] == pytest.approx(8000)

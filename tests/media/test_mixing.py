# SPDX-License-Identifier: GPL-3.0-or-later
"""Voices put together, and sources that follow each other."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples
from app.media.mixing import Mixer, Seam
from tests.media.signals import tone

SILENCE: Samples = np.zeros(TICK_SAMPLES, np.int16)


def ticks(sound: Samples) -> list[Samples]:
    whole = range(0, len(sound) - TICK_SAMPLES + 1, TICK_SAMPLES)
    return [sound[start : start + TICK_SAMPLES] for start in whole]


def sine(frequency: float, seconds: float, amplitude: float) -> Samples:
    time_s = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (amplitude * np.sin(2 * np.pi * frequency * time_s)).astype(np.int16)


def distortion(sound: Samples, frequencies: tuple[float, ...]) -> float:
    """Give the share of power that is at none of these frequencies."""
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    scale = len(sound) / SAMPLE_RATE
    wanted = np.zeros(len(power), bool)
    for frequency in frequencies:
        place = round(frequency * scale)
        wanted[place - 8 : place + 9] = True
    return float(np.sum(power[~wanted]) / np.sum(power))


def test_one_voice_passes_untouched_and_none_is_silence() -> None:
    mixer = Mixer()
    assert not np.any(mixer.mix([]))
    for tick in ticks(sine(440, 0.2, 32767)):
        assert mixer.mix([tick]) is tick


def test_quiet_voices_are_added_exactly() -> None:
    mixer = Mixer()
    for one, other in zip(ticks(tone(440, 0.5)), ticks(tone(700, 0.5)), strict=True):
        assert np.array_equal(mixer.mix([one, other]), one + other)


def test_loud_voices_together_are_turned_down_instead_of_cut() -> None:
    mixer = Mixer()
    voices = [sine(440, 1.0, 24_000), sine(587, 1.0, 24_000), sine(709, 1.0, 24_000)]
    mixed = np.concatenate([mixer.mix(each) for each in zip(*map(ticks, voices), strict=True)])
    cut = np.clip(np.sum(voices, axis=0, dtype=np.int32), -32768, 32767).astype(np.int16)
    later = slice(SAMPLE_RATE // 10, None)
    frequencies = (440.0, 587.0, 709.0)
    assert np.abs(mixed.astype(int)).max() < 32767
    assert distortion(mixed[later], frequencies) < 0.1 * distortion(cut[later], frequencies)


def test_it_is_loud_again_half_a_second_later() -> None:
    mixer = Mixer()
    loud = sine(440, 0.01, 30_000)
    mixer.mix([loud, loud, loud])
    voice = ticks(sine(440, 1.0, 8000))
    turned = [mixer.mix([tick]) for tick in voice]
    assert np.abs(turned[0]).max() < 4000
    assert turned[60] is voice[60]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 32767), min_size=0, max_size=4), min_size=1, max_size=20),
    st.integers(0, 1 << 30),
)
def test_nothing_is_ever_cut(loudness: list[list[int]], seed: int) -> None:
    chance = np.random.default_rng(seed)
    mixer = Mixer()
    for tick in loudness:
        voices = [chance.integers(-top, top + 1, TICK_SAMPLES).astype(np.int16) for top in tick]
        mixed = mixer.mix(voices)
        assert mixed.dtype == np.int16
        total = np.sum(voices, axis=0) if voices else SILENCE
        # Turned down perhaps, but nothing is added and no sign changes by wrapping around.
        assert np.all(np.abs(mixed.astype(int)) <= np.abs(total))
        assert np.all(mixed.astype(int) * total >= 0)


def test_a_change_of_source_does_not_click() -> None:
    seam = Seam()
    first, second = np.full(TICK_SAMPLES, 9000, np.int16), np.full(TICK_SAMPLES, -9000, np.int16)
    assert seam.join(first) is first
    seam.open()
    joined = seam.join(second)
    steps = np.diff(np.concatenate((first[-1:], joined)).astype(int))
    assert np.abs(steps).max() <= 18_000 / 240 + 2
    assert np.array_equal(joined[240:], second[240:])
    assert seam.join(second) is second


def test_a_last_tick_dies_away_and_the_next_begins_from_silence() -> None:
    seam = Seam()
    loud = np.full(TICK_SAMPLES, 9000, np.int16)
    seam.join(loud)
    dying = seam.close()
    assert abs(int(dying[0]) - 9000) < 50
    assert not np.any(dying[240:])
    assert abs(int(seam.join(loud)[0])) < 50

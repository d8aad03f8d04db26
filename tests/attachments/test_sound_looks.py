# SPDX-License-Identifier: GPL-3.0-or-later
"""How a sound is heard: filters, slowness with the pitch kept, loudness that never cuts."""

from __future__ import annotations

import numpy as np
import pytest

from app.attachments.sound_looks import (
    LOUDSPEAKER_HZ,
    Filter,
    Hearing,
    Samples,
    filtered,
    for_loudspeaker,
    louder,
    stretched,
)
from app.records.media_facts import Sound
from tests.ui.test_referral_screens import demo_sound

RATE = 4000


def tone(hertz: float, seconds: float = 4.0, rate: int = RATE) -> Samples:
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def loudest_hz(samples: Samples, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8 * len(samples)))
    return float(np.argmax(spectrum) * rate / (8 * len(samples)))


@pytest.mark.parametrize(
    ("wanted", "passes_hz", "stops_hz"),
    [
        (Filter.BELL, 80.0, 800.0),
        (Filter.DIAPHRAGM, 250.0, 30.0),
        (Filter.WIDE, 400.0, 1900.0),
    ],
)
def test_stethoscope_filters(wanted: Filter, passes_hz: float, stops_hz: float) -> None:
    def gain(hertz: float) -> float:
        middle = slice(RATE // 2, RATE * 3 // 2)
        out = filtered(tone(hertz), RATE, wanted)
        return float(np.std(out[middle]) / np.std(tone(hertz)[middle]))

    assert gain(passes_hz) > 0.9
    assert gain(stops_hz) < 0.05


@pytest.mark.parametrize("speed", [0.5, 0.75])
@pytest.mark.parametrize(("hertz", "rate"), [(40.0, 4000), (200.0, 8000), (430.0, 44_100)])
def test_slower_keeps_the_pitch_and_the_level(speed: float, hertz: float, rate: int) -> None:
    sound = tone(hertz, 3.0, rate)
    slow = stretched(sound, rate, speed)
    assert len(slow) == round(len(sound) / speed)
    inner = slow[rate // 2 : -rate // 2]
    assert loudest_hz(inner, rate) == pytest.approx(hertz, abs=0.5)
    pieces = inner[: len(inner) // (rate // 4) * (rate // 4)].reshape(-1, rate // 4)
    levels = pieces.std(axis=1)
    assert levels.min() > 0.85 * sound.std()
    assert levels.max() < 1.15 * sound.std()


@pytest.mark.parametrize("speed", [0.5, 0.75])
@pytest.mark.parametrize(("hertz", "seconds"), [(60, 0.04), (50, 0.08), (40, 0.12)])
def test_each_beat_is_heard_once_and_in_its_time(speed: float, hertz: int, seconds: float) -> None:
    # Two sounds a beat, as a heart's: low tones 0.3 s apart, 75 beats a minute.
    sound = np.zeros(8 * RATE)
    burst = tone(hertz, seconds) * np.hanning(round(seconds * RATE))
    starts = [t + part for t in np.arange(0.3, 7.3, 0.8) for part in (0.0, 0.3)]
    for start in starts:
        at = round(start * RATE)
        sound[at : at + len(burst)] += burst
    slow = stretched(sound, RATE, speed)
    power = np.convolve(slow**2, np.ones(RATE // 50) / (RATE // 50), mode="same")
    loud = power > 0.25 * power.max()
    begins = np.flatnonzero(np.diff(loud.astype(int)) == 1) / RATE
    assert len(begins) == len(starts)
    late = begins - np.array(starts) / speed
    assert np.abs(late).max() < 0.1
    # What counts for the ear and for a rate: all are late by the same.
    assert np.ptp(late) < 0.02


def test_as_it_came_nothing_is_changed() -> None:
    sound = demo_sound()
    played = np.frombuffer(for_loudspeaker(sound, Hearing()), "<i2").astype(float)
    assert len(played) / LOUDSPEAKER_HZ == pytest.approx(sound.seconds, abs=0.01)
    source = np.frombuffer(sound.pcm, "<i2").astype(float)
    step = LOUDSPEAKER_HZ // sound.rate_hz
    assert np.corrcoef(played[::step][: len(source)], source)[0, 1] > 0.999


def test_half_speed_takes_twice_as_long() -> None:
    sound = demo_sound()
    played = for_loudspeaker(sound, Hearing(Filter.BELL, 0.5, 12))
    assert len(played) / 2 / LOUDSPEAKER_HZ == pytest.approx(2 * sound.seconds, abs=0.01)


@pytest.mark.parametrize("gain_db", [-12, -3, 3, 12])
def test_louder_bends_and_never_cuts(gain_db: int) -> None:
    ramp = np.linspace(-1, 1, 2001)
    out = louder(ramp, gain_db)
    assert np.abs(out).max() < 1.0
    assert (np.diff(out) >= 0).all()
    assert out[1100] == pytest.approx(ramp[1100] * 10 ** (gain_db / 20), rel=0.02)


def test_next_to_nothing_can_be_heard_too() -> None:
    assert for_loudspeaker(Sound(4000, b"\0\0"), Hearing(Filter.BELL, 0.5)) == bytes(2 * 12)

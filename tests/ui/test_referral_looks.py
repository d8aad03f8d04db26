# SPDX-License-Identifier: GPL-3.0-or-later
"""Stethoscope filters, and deadlines in words."""

from __future__ import annotations

import wave
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from app.records.media_facts import Sound
from app.resources import resource_path
from app.ui.referrals import words
from app.ui.referrals.sound_player import Filter, filtered, for_loudspeaker

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def demo_sound() -> Sound:
    with wave.open(str(resource_path("demo/heart_murmur_mitral.wav"))) as file:
        return Sound(file.getframerate(), file.readframes(file.getnframes()))


@pytest.mark.parametrize(
    ("wanted", "passes_hz", "stops_hz"),
    [(Filter.BELL, 80.0, 800.0), (Filter.DIAPHRAGM, 250.0, 30.0)],
)
def test_stethoscope_filters(wanted: Filter, passes_hz: float, stops_hz: float) -> None:
    rate = 4000
    time = np.arange(2 * rate) / rate

    def gain(hertz: float) -> float:
        tone = np.sin(2 * np.pi * hertz * time)
        out = filtered(tone, rate, wanted)
        middle = slice(rate // 2, rate * 3 // 2)
        return float(np.std(out[middle]) / np.std(tone[middle]))

    assert gain(passes_hz) > 0.9
    assert gain(stops_hz) < 0.05


def test_sound_for_the_loudspeaker_keeps_its_length() -> None:
    sound = demo_sound()
    played = for_loudspeaker(sound, Filter.UNFILTERED)
    assert len(played) / 2 / 48_000 == pytest.approx(sound.seconds, abs=0.01)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=1, hours=4, minutes=30), "Answer due in 1 d 4 h"),
        (timedelta(hours=3, minutes=20), "Answer due in 3 h 20 min"),
        (timedelta(minutes=-1), "Answer overdue"),
    ],
)
def test_deadline_in_words(left: timedelta, said: str) -> None:
    assert words.due_in(NOW + left, NOW) == said
    assert words.due_in(None, NOW) == ""

# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody talks, or only a door slams."""

from __future__ import annotations

import numpy as np
import pytest

from app.media.capture import Capture
from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples
from app.media.talking import TalkDetector
from tests.lab.material import speech_loop
from tests.media.recorded import RecordedMicrophone
from tests.media.signals import voice

CHANCE = np.random.default_rng(11)


def noticed_after(sound: Samples) -> float | None:
    """Say after how many seconds talking was noticed."""
    detector = TalkDetector()
    for number, start in enumerate(range(0, len(sound) - TICK_SAMPLES + 1, TICK_SAMPLES)):
        detector.hear(sound[start : start + TICK_SAMPLES])
        if detector.talking:
            return number * 0.01
    return None


def quiet(seconds: float, level: float = 12.0) -> Samples:
    return CHANCE.normal(0, level, int(seconds * SAMPLE_RATE)).astype(np.int16)


def slam(pitch: float = 70) -> Samples:
    """A crack, and a heavy door that goes on ringing for half a second."""
    time_s = np.arange(SAMPLE_RATE * 6 // 10) / SAMPLE_RATE
    crack = CHANCE.normal(0, 12_000, len(time_s)) * np.exp(-time_s * 30)
    thump = 14_000 * np.sin(2 * np.pi * pitch * time_s) * np.exp(-time_s * 6)
    return np.clip(crack + thump, -32768, 32767).astype(np.int16)


@pytest.mark.parametrize("loudness", [1.0, 0.3, 0.08])
def test_speech_is_noticed_within_two_seconds(loudness: float) -> None:
    sound = np.concatenate((quiet(2.0), quiet(4.0)))
    said = (speech_loop()[: 4 * SAMPLE_RATE] * loudness).astype(np.int16)
    sound[2 * SAMPLE_RATE :] += said
    at = noticed_after(sound)
    assert at is not None
    assert 3.0 <= at <= 4.3


def test_every_second_of_speech_is_noticed_again() -> None:
    speech = speech_loop()
    for begin in range(6):
        said = np.concatenate((quiet(1.0), speech[begin * SAMPLE_RATE : (begin + 4) * SAMPLE_RATE]))
        assert noticed_after(said) is not None


def test_a_made_up_voice_is_noticed() -> None:
    assert noticed_after(np.concatenate((quiet(1.0), voice(3.0)))) is not None


NOISES = {
    "nothing at all": np.zeros(SAMPLE_RATE * 5, np.int16),
    "a quiet room": quiet(5.0),
    "a door": np.concatenate((quiet(2.0), slam(), quiet(3.0))),
    "two doors": np.concatenate((quiet(1.0), slam(), quiet(0.4), slam(), quiet(3.0))),
    "two lighter doors": np.concatenate((quiet(1.0), slam(110), quiet(0.3), slam(110), quiet(3.0))),
    "a short word": np.concatenate((quiet(2.0), voice(0.5), quiet(3.0))),
    "a fan that starts": np.concatenate((quiet(2.0), quiet(5.0, 3000.0))),
    "mains hum that starts": np.concatenate(
        (
            quiet(2.0),
            (4000 * np.sin(2 * np.pi * 100 * np.arange(SAMPLE_RATE * 4) / SAMPLE_RATE)).astype(
                np.int16
            ),
        )
    ),
    "typing": np.concatenate(
        [
            part
            for _ in range(20)
            for part in (
                quiet(0.15),
                (CHANCE.normal(0, 6000, 960) * np.exp(-np.arange(960) / 150)).astype(np.int16),
            )
        ]
    ),
}


@pytest.mark.parametrize("noise", list(NOISES))
def test_noises_are_no_talk(noise: str) -> None:
    assert noticed_after(NOISES[noise]) is None


def test_a_microphone_that_is_off_gives_nothing_away_but_a_yes() -> None:
    microphone, capture = RecordedMicrophone(speech_loop()), Capture()
    capture.use(microphone, None)
    now, noticed = 100.0, False

    def taken(seconds: float) -> Samples:
        nonlocal now, noticed
        ticks = []
        for _ in range(int(seconds * 100)):
            now += 0.01
            if (tick := capture.take(now, None)) is not None:
                ticks.append(tick.samples)
            noticed = noticed or capture.talking_while_off
        return np.concatenate(ticks)

    assert np.any(taken(3.0))
    assert not noticed
    capture.set_on(False)
    given = taken(3.0)
    # It dies away within 5 ms; after that there is nothing.
    assert not np.any(given[240:])
    assert noticed
    assert capture.meter.level == 0
    capture.set_on(True)
    assert not capture.talking_while_off

# SPDX-License-Identifier: GPL-3.0-or-later
"""The receiver of sound, stretching, echo and levels."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.media.codecs.available import Codecs
from app.media.codecs.opus import FRAME_SAMPLES
from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples
from app.media.echo import EchoCanceller
from app.media.levels import LevelMeter
from app.media.receive.sound import Decoded, SoundReceiver
from app.media.receive.stretch import find_period, lengthen, shorten
from tests.media.signals import likeness, tone, tones_heard, voice

CODECS = Codecs.found()


def encoded(samples: Samples, loss_percent: int = 20) -> list[bytes]:
    encoder = CODECS.opus_encoder(32_000)
    encoder.set_expected_loss(loss_percent)
    whole = range(0, len(samples) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
    packets = [encoder.encode(samples[start : start + FRAME_SAMPLES]) for start in whole]
    encoder.close()
    return packets


def heard_over(
    packets: list[bytes], chance: random.Random, loss: float, jitter_s: float
) -> tuple[Samples, list[Decoded]]:
    """Play packets that go over a bad path, in a time that this test turns itself."""
    notes: list[Decoded] = []
    receiver = SoundReceiver(
        CODECS, lambda stamp: stamp / 48_000, lambda _, note: notes.append(note)
    )
    receiver.open()
    arrivals = sorted(
        (number * 0.02 + 0.02 + chance.random() * jitter_s, number, packet)
        for number, packet in enumerate(packets)
        if chance.random() >= loss
    )
    pieces: list[Samples] = []
    for tick in range(len(packets) * 2 + 30):
        now = tick * 0.01
        while arrivals and arrivals[0][0] <= now:
            at, number, packet = arrivals.pop(0)
            receiver.insert(number, number * 960, packet, at)
        piece = receiver.pull(now)
        pieces.append(piece if piece is not None else np.zeros(TICK_SAMPLES, np.int16))
    receiver.close()
    assert receiver.pull(1e6) is None
    return np.concatenate(pieces), notes


def shares(notes: list[Decoded]) -> tuple[float, float]:
    whole = sum(note.seconds for note in notes)
    return (
        sum(note.concealed_s for note in notes) / whole,
        sum(note.recovered_s for note in notes) / whole,
    )


def test_a_clean_path_changes_nothing() -> None:
    packets = encoded(tone(500, 3.0))
    sound, notes = heard_over(packets, random.Random(1), 0.0, 0.0)
    # After the last packet nothing comes any more, which no receiver can tell from loss.
    kept = notes[: len(packets) - 2]
    assert shares(kept) == (0.0, 0.0)
    assert set(tones_heard(sound[: -SAMPLE_RATE // 2])) == {500}
    delays = [note.delay_s for note in kept if note.delay_s is not None]
    assert max(delays) < 0.08


@pytest.mark.parametrize(
    ("loss", "concealed", "alike"), [(0.05, 0.03, 0.95), (0.1, 0.06, 0.93), (0.2, 0.13, 0.88)]
)
def test_losses_are_mostly_repaired(loss: float, concealed: float, alike: float) -> None:
    said = voice(8.0)
    sound, notes = heard_over(encoded(said), random.Random(3), loss, 0.02)
    made_up, repaired = shares(notes[:-20])
    assert made_up <= concealed
    assert repaired >= 0.3 * loss
    assert likeness(said, sound) > alike


def test_nothing_is_heard_before_it_is_opened() -> None:
    receiver = SoundReceiver(CODECS, lambda stamp: None, lambda now, note: None)
    for number, packet in enumerate(encoded(tone(500, 0.5))):
        receiver.insert(number, number * 960, packet, number * 0.02)
    assert receiver.pull(1.0) is None
    receiver.open()
    assert receiver.pull(1.01) is None
    receiver.close()


def test_rubbish_is_concealed() -> None:
    notes: list[Decoded] = []
    receiver = SoundReceiver(CODECS, lambda stamp: None, lambda now, note: notes.append(note))
    receiver.open()
    for number in range(10):
        receiver.insert(number, number * 960, b"\xff\xff\xff", number * 0.02)
        receiver.insert(number, number * 960, b"", number * 0.02)
    for tick in range(10):
        receiver.pull(0.2 + tick * 0.01)
    assert shares(notes) == (1.0, 0.0)
    receiver.close()


# ---- stretching ----------------------------------------------------------------------------


@pytest.mark.parametrize("frequency", [130, 200, 310])
def test_voice_is_stretched_by_whole_periods(frequency: int) -> None:
    piece = tone(frequency, 0.2)[2000 : 2000 + FRAME_SAMPLES]
    for stretched, sign in ((shorten(piece), -1), (lengthen(piece), 1)):
        periods = sign * (len(stretched) - len(piece)) * frequency / SAMPLE_RATE
        assert periods >= 0.9
        assert periods == pytest.approx(round(periods), abs=0.15)
        # No click: no step is larger than the tone's own.
        assert (
            np.abs(np.diff(stretched.astype(int))).max()
            <= 1.2 * np.abs(np.diff(piece.astype(int))).max()
        )


def test_silence_is_stretched_most_and_noise_not() -> None:
    silence = np.zeros(FRAME_SAMPLES, np.int16)
    assert len(shorten(silence)) == FRAME_SAMPLES - 480
    noise = np.random.default_rng(5).normal(0, 5000, FRAME_SAMPLES).astype(np.int16)
    assert find_period(noise) is None
    assert shorten(noise) is noise
    assert find_period(silence[:100]) is None


# ---- echo ----------------------------------------------------------------------------------


def test_the_loudspeaker_is_taken_out_of_the_microphone() -> None:
    rng = np.random.default_rng(2)
    far = rng.normal(0, 3000, SAMPLE_RATE * 4) * (np.sin(np.arange(SAMPLE_RATE * 4) / 9000) > -0.3)
    echo = 0.3 * np.concatenate((np.zeros(3000), far[:-3000]))
    canceller = EchoCanceller()
    out = []
    for start in range(0, len(far), TICK_SAMPLES):
        canceller.played(far[start : start + TICK_SAMPLES].astype(np.int16))
        out.append(canceller.clean(echo[start : start + TICK_SAMPLES].astype(np.int16)))
    left = np.concatenate(out)[-SAMPLE_RATE:].astype(float)
    assert np.mean(left**2) < 0.01 * np.mean(echo[-SAMPLE_RATE:] ** 2)


# ---- levels --------------------------------------------------------------------------------


def test_levels_rise_at_once_and_fall_slowly() -> None:
    meter, silence = LevelMeter(), np.zeros(TICK_SAMPLES, np.int16)
    assert meter.level == 0
    meter.hear(tone(440, 0.05)[960 : 960 + TICK_SAMPLES], 0.0)
    loud = meter.level
    assert 0.7 < loud <= 1
    meter.hear(silence, 0.01)
    assert 0 < loud - meter.level < 0.05


def test_exactly_nothing_for_three_seconds_is_silent() -> None:
    meter, silence = LevelMeter(), np.zeros(TICK_SAMPLES, np.int16)
    assert not meter.silent(0.0)
    meter.hear(silence, 0.0)
    assert not meter.silent(2.9)
    assert meter.silent(3.0)
    meter.hear(np.ones(TICK_SAMPLES, np.int16), 3.1)
    assert not meter.silent(5.0)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound of a stethoscope: unaltered into the encoder, in as many bits as there is room for."""

from __future__ import annotations

import io
import time
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.capture import Capture
from app.media.codecs.available import Codecs
from app.media.codecs.opus import FRAME_SAMPLES
from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, CapturedSamples, Samples
from app.media.echo import EchoCanceller
from app.media.sound_plan import SoundLoss, plan_medical_sound, plan_sound
from app.media.sound_recorder import LONGEST_S, SoundRecorder
from tests.media.ends import connect, end, until
from tests.media.plug_end import Ear
from tests.media.recorded import RecordedMicrophone


def heart(seconds: float) -> Samples:
    """Make a heart that beats 72 times a minute: two soft thuds around 45 and 60 Hz, and a hiss."""
    time_s = np.arange(int(SAMPLE_RATE * seconds)) / SAMPLE_RATE
    beat_s = time_s % (60 / 72)
    first = np.exp(-(((beat_s - 0.10) / 0.03) ** 2)) * np.sin(2 * np.pi * 45 * time_s)
    second = 0.6 * np.exp(-(((beat_s - 0.42) / 0.02) ** 2)) * np.sin(2 * np.pi * 60 * time_s)
    hiss = np.random.default_rng(3).normal(0, 0.01, len(time_s))
    return np.asarray(3000 * (first + second + hiss)).astype(np.int16)


def through_capture(sound: Samples, *, raw: bool) -> tuple[Samples, Samples]:
    """Give what is sent of a sound, and what a recorder hears of it."""
    capture, microphone = Capture(), RecordedMicrophone(sound, acoustic=True)
    microphone.start()
    capture.use(microphone, EchoCanceller())
    capture.set_raw(raw)
    heard: list[Samples] = []
    capture.tap(lambda tick: heard.append(tick.samples), though_off=False)
    sent: list[Samples] = []
    now = time.monotonic()
    for tick in range(len(sound) // TICK_SAMPLES + 1):
        capture.played(np.zeros(TICK_SAMPLES, np.int16))
        while (taken := capture.take(now + tick * 0.01, None)) is not None:
            sent.append(taken.samples)
    return np.concatenate(sent), np.concatenate(heard)


def through_encoder(sound: Samples, bitrate: int, *, faithful: bool) -> Samples:
    codecs = Codecs.found()
    encoder, decoder = codecs.opus_encoder(bitrate, faithful=faithful), codecs.opus_decoder()
    encoder.set_bitrate(bitrate)
    frames = [
        decoder.decode(encoder.encode(sound[start : start + FRAME_SAMPLES]))
        for start in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
    ]
    encoder.close()
    decoder.close()
    return np.concatenate(frames)


def deep(sound: Samples) -> Samples:
    """Keep what lies below 150 Hz, where a heart is heard."""
    spectrum = np.fft.rfft(sound.astype(np.float64))
    spectrum[np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE) > 150] = 0
    return np.fft.irfft(spectrum, len(sound)).astype(np.int16)


def error_db(sent: Samples, heard: Samples) -> float:
    """Say how far what is heard is from what was sent, at the best shift, in dB below it."""
    middle = sent[SAMPLE_RATE:-SAMPLE_RATE].astype(np.float64)
    best = np.inf
    for shift in range(0, 960, 4):
        piece = heard[SAMPLE_RATE + shift :][: len(middle)].astype(np.float64)
        best = min(best, float(np.mean((piece - middle) ** 2)))
    return 10 * np.log10(best / np.mean(middle**2))


def test_nothing_is_done_to_it_before_it_is_encoded() -> None:
    sound = heart(3.0)
    sent, heard = through_capture(sound, raw=True)
    # But for the soft beginning, which is there so that switching does not click.
    assert np.array_equal(sent[TICK_SAMPLES:], sound[TICK_SAMPLES : len(sent)])
    assert np.array_equal(heard, sound[: len(heard)])
    usual, heard = through_capture(sound, raw=False)
    assert not np.array_equal(usual[TICK_SAMPLES:], sound[TICK_SAMPLES : len(usual)])
    # What is recorded is what the microphone gave, whatever is sent.
    assert np.array_equal(heard, sound[: len(heard)])


def test_a_heart_comes_through_the_encoder_as_it_is() -> None:
    sound = heart(6.0)
    faithful = error_db(deep(sound), deep(through_encoder(sound, 128_000, faithful=True)))
    voice = error_db(deep(sound), deep(through_encoder(sound, 48_000, faithful=False)))
    assert faithful < -25
    assert faithful < voice - 15


@given(st.integers(0, 5_000_000), st.lists(st.floats(0, 1), max_size=20), st.booleans())
def test_it_gets_what_the_path_has_room_for_and_never_less_than_a_voice(
    total: int, reports: list[float], redundant: bool
) -> None:
    loss = SoundLoss()
    for report in reports:
        loss.heard(report)
    voice = plan_sound(total, [loss], redundant=redundant)
    plan = plan_medical_sound(total, [loss], redundant=redundant)
    assert plan.bitrate >= voice.bitrate
    assert plan == voice or plan.wire_bitrate <= 0.6 * total
    assert plan == voice or len(plan.repeated) >= len(voice.repeated)


@pytest.mark.parametrize(
    ("total", "bitrate"), [(2_000_000, 128_000), (300_000, 128_000), (170_000, 64_000)]
)
def test_the_bits_of_a_clean_path(total: int, bitrate: int) -> None:
    clean = SoundLoss()
    for _ in range(100):
        clean.heard(0.0)
    assert plan_medical_sound(total, [clean], redundant=True).bitrate == bitrate


def test_a_recording_is_every_sample_and_knows_its_gaps() -> None:
    recorder, sound = SoundRecorder(), heart(2.0)
    ticks = [sound[start : start + TICK_SAMPLES] for start in range(0, len(sound), TICK_SAMPLES)]
    for number, samples in enumerate(ticks):
        late_s = 0.5 if number >= 100 else 0.0
        recorder.hear(CapturedSamples(samples, 10 + number * 0.01 + late_s))
    recorded = recorder.finish()
    assert (recorded.seconds, recorded.gaps) == (2.0, 1)
    with wave.open(io.BytesIO(recorded.wav)) as file:
        kind = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        assert kind == (1, 2, SAMPLE_RATE)
        assert np.array_equal(np.frombuffer(file.readframes(file.getnframes()), "<i2"), sound)


def test_a_recording_has_an_end() -> None:
    recorder = SoundRecorder()
    tick = CapturedSamples(np.zeros(TICK_SAMPLES, np.int16), 0.0)
    for _ in range(int(LONGEST_S * 100) + 50):
        recorder.hear(tick)
    assert recorder.full
    assert recorder.finish().seconds == LONGEST_S


async def test_in_a_call_it_is_switched_while_it_runs() -> None:
    ear = Ear()
    hum = np.asarray(2000 * np.sin(2 * np.pi * 100 * np.arange(SAMPLE_RATE * 60) / SAMPLE_RATE))
    microphone = RecordedMicrophone(hum.astype(np.int16), acoustic=True)
    async with end(microphone=microphone) as near, end(speaker=ear) as far:
        await connect(near, far)
        await until(lambda: near.engine._own_sending().sound.target_bitrate > 0)
        near.engine.set_medical_sound(True)
        await until(lambda: near.engine._own_sending().sound.target_bitrate >= 64_000)
        await until(lambda: ear.tone() == 100)
        near.engine.set_save_data(True)
        assert near.engine._own_sending().sound.target_bitrate >= 64_000
        near.engine.set_medical_sound(False)
        await until(lambda: near.engine._own_sending().sound.target_bitrate <= 48_000)


def test_who_ends_recording_ends_their_own_only() -> None:
    capture, microphone = Capture(), RecordedMicrophone(heart(1.0), acoustic=True)
    microphone.start()
    capture.use(microphone, None)
    first, second = SoundRecorder(), SoundRecorder()
    now = time.monotonic()
    for recorder in (first, second):
        capture.tap(recorder.hear, though_off=False)
    capture.untap(first.hear)
    for tick in range(20):
        capture.take(now + tick * 0.01, None)
    assert first.seconds == 0 and second.seconds > 0
    heard = second.seconds
    capture.untap(second.hear)
    for tick in range(20, 40):
        capture.take(now + tick * 0.01, None)
    assert second.seconds == heard

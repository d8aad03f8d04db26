# SPDX-License-Identifier: GPL-3.0-or-later
"""The receiver of sound, echo and levels."""

from __future__ import annotations

import numpy as np
import pytest

from app.media.codecs.available import Codecs
from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples
from app.media.echo import EchoCanceller
from app.media.levels import LevelMeter
from app.media.receive.sound import SoundReceiver
from app.media.sound_plan import SoundPlan
from tests.lab.shaping import PathShape
from tests.lab.sound_trace import Heard, arrivals, encoded, heard_over
from tests.media.signals import likeness, tone, tones_heard, voice

CODECS = Codecs.found()


def heard(
    said: Samples, plan: SoundPlan, shape: PathShape, *, redundant: bool = True, drift: float = 0
) -> Heard:
    sent = list(encoded(CODECS, said, plan, redundant=redundant))
    return heard_over(CODECS, sent, arrivals(sent, shape, 3, drift))


def shares(heard: Heard) -> tuple[float, float]:
    counters = heard.counters
    return (
        counters.concealed / counters.played,
        (counters.copied + counters.rebuilt) / counters.played,
    )


def test_a_clean_path_changes_nothing() -> None:
    out = heard(tone(500, 3.0), SoundPlan(48_000, 20, 0), PathShape(delay_s=0.02))
    assert shares(out) == (0.0, 0.0)
    assert set(tones_heard(out.samples[: SAMPLE_RATE * 3])) == {500}
    delays = [note.delay_s for note in out.notes if note.delay_s is not None]
    assert max(delays) < 0.1
    assert (out.counters.shortened, out.counters.lengthened) == (0, 0)


@pytest.mark.parametrize(
    ("loss", "repeated", "concealed", "alike"),
    [(0.02, (1,), 0.002, 0.97), (0.1, (1, 2), 0.006, 0.96), (0.2, (1, 2, 3), 0.008, 0.95)],
)
def test_losses_are_repaired_from_copies(
    loss: float, repeated: tuple[int, ...], concealed: float, alike: float
) -> None:
    said = voice(12.0)
    plan = SoundPlan(24_000, 20, 0, repeated)
    out = heard(said, plan, PathShape(loss=loss, delay_s=0.03, jitter_s=0.01))
    made_up, repaired = shares(out)
    assert made_up <= concealed
    assert repaired >= 0.5 * loss
    assert out.counters.copied > 0
    assert out.counters.rebuilt == 0
    assert likeness(said, out.samples) > alike


@pytest.mark.parametrize(
    ("loss", "concealed", "alike"), [(0.05, 0.035, 0.95), (0.1, 0.07, 0.93), (0.2, 0.14, 0.88)]
)
def test_losses_are_mostly_repaired_by_a_sender_without_copies(
    loss: float, concealed: float, alike: float
) -> None:
    said = voice(8.0)
    plan = SoundPlan(32_000, 20, round(loss * 100))
    shape = PathShape(loss=loss, delay_s=0.03, jitter_s=0.02)
    out = heard(said, plan, shape, redundant=False)
    made_up, repaired = shares(out)
    assert made_up <= concealed
    assert repaired >= 0.3 * loss
    assert out.counters.rebuilt > 0
    assert likeness(said, out.samples) > alike


@pytest.mark.parametrize("frame_ms", [20, 40, 60])
def test_frames_of_any_length_are_played(frame_ms: int) -> None:
    said = voice(6.0)
    plan = SoundPlan(16_000, frame_ms, 0, (1,))
    out = heard(said, plan, PathShape(loss=0.05, delay_s=0.03, jitter_s=0.01))
    assert shares(out)[0] <= 0.025
    assert likeness(said, out.samples) > 0.97


def test_a_path_that_stands_still_now_and_then_is_waited_for() -> None:
    """Each two seconds nothing comes for 80 ms: after the first time it is not heard."""
    said = voice(12.0)
    sent = list(encoded(CODECS, said, SoundPlan(32_000, 20, 0), redundant=True))
    late = [one.at + 0.03 + max(0.0, 0.08 - one.at % 2) for one in sent]
    out = heard_over(CODECS, sent, late)
    assert shares(out)[0] <= 0.015
    assert out.counters.late == 0
    assert sum(note.concealed_s for note in out.notes[300:]) == 0


def test_nothing_is_heard_before_it_is_opened() -> None:
    receiver = SoundReceiver(CODECS, lambda stamp: None, lambda now, note: None)
    sent = encoded(CODECS, tone(500, 0.5), SoundPlan(32_000, 20, 0), redundant=False)
    for one in sent:
        receiver.insert(1, one.timestamp, one.payload, one.at)
    assert receiver.pull(1.0) is None
    receiver.open()
    assert receiver.pull(1.01) is None
    receiver.close()
    assert receiver.pull(1e6) is None


def test_rubbish_is_heard_as_nothing() -> None:
    receiver = SoundReceiver(CODECS, lambda stamp: None, lambda now, note: None)
    receiver.open()
    for number in range(10):
        at = number * 0.02
        receiver.insert(1, number * 960, b"\xff\xff\xff", at)
        receiver.insert(1, number * 960, b"", at)
        receiver.insert(1, number * 960, b"\xf8" + b"\x55" * 40, at)
        receiver.insert_redundant(1, number * 960, b"\xef\x0f", 111, at)
        receiver.insert_redundant(1, number * 960, b"\x6e\xf8\x00", 111, at)
    for tick in range(10):
        receiver.pull(0.2 + tick * 0.01)
    counters = receiver.counters
    assert counters.malformed == 10
    assert counters.packets == 20
    receiver.close()


def test_another_sender_is_heard_at_once() -> None:
    """A peer that starts again has another source and another clock."""
    receiver = SoundReceiver(CODECS, lambda stamp: None, lambda now, note: None)
    receiver.open()
    sent = list(encoded(CODECS, tone(500, 1.0), SoundPlan(32_000, 20, 0), redundant=False))
    played = []
    for source, begin in ((1, 0.0), (2, 1.0)):
        waiting = list(sent)
        for tick in range(100):
            now = begin + tick * 0.01
            while waiting and begin + waiting[0].at <= now:
                one = waiting.pop(0)
                receiver.insert(source, one.timestamp + source * 7_000_000, one.payload, now)
            played.append(receiver.pull(now))
    assert sum(piece is None for piece in played[100:]) <= 8
    assert receiver.counters.late == 0
    assert receiver.queue().dropped == 0
    receiver.close()


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

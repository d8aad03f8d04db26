# SPDX-License-Identifier: GPL-3.0-or-later
"""The judgement on the spot: demo recordings and recordings made bad on purpose."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from app.attachments.quality import judge
from app.attachments.sound_marks import SoundMark, marks_of
from app.attachments.spectrogram import LUNG_HZ, spectrogram
from app.records.media_facts import Picture, QualityProblem, QualityVerdict, Sound
from tests.fakes.recordings import demo, tone

GOOD = [
    *("derm_close.jpg", "derm_landmark.jpg", "derm_oblique.jpg", "derm_region.jpg"),
    *("fundus_l.jpg", "fundus_r.jpg"),
]


def opened(name: str) -> Image.Image:
    return Image.open(io.BytesIO(demo(name))).convert("RGB")


def as_picture(image: Image.Image) -> Picture:
    return Picture(image.width, image.height, image.tobytes())


def as_sound(samples: np.ndarray, rate_hz: int = 4000) -> Sound:
    return Sound(rate_hz, (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def heart() -> Sound:
    return Sound(4000, demo("heart_murmur_mitral.wav")[44:])


@pytest.mark.parametrize("name", GOOD)
def test_good_demo_pictures_are_good(name: str) -> None:
    quality = judge(as_picture(opened(name)))
    assert (quality.verdict, quality.problems) == (QualityVerdict.GOOD, ())


def test_the_blurred_demo_picture_is_blurred() -> None:
    quality = judge(as_picture(opened("derm_landmark_blur.jpg")))
    assert quality.verdict is QualityVerdict.BAD
    assert quality.problems == (QualityProblem.BLURRED,)


@pytest.mark.parametrize("name", GOOD)
def test_blur_is_found_in_every_picture_and_at_camera_size(name: str) -> None:
    image = opened(name).filter(ImageFilter.GaussianBlur(3))
    assert QualityProblem.BLURRED in judge(as_picture(image)).problems
    large = opened(name).resize((2560, 1920), Image.Resampling.LANCZOS)
    assert QualityProblem.BLURRED not in judge(as_picture(large)).problems
    smeared = large.filter(ImageFilter.GaussianBlur(12))
    assert QualityProblem.BLURRED in judge(as_picture(smeared)).problems


@pytest.mark.parametrize("name", GOOD[:4])
def test_wrong_exposure_is_found(name: str) -> None:
    dark = ImageEnhance.Brightness(opened(name)).enhance(0.2)
    assert QualityProblem.DARK in judge(as_picture(dark)).problems
    bright = ImageEnhance.Brightness(opened(name)).enhance(2.4)
    assert QualityProblem.BRIGHT in judge(as_picture(bright)).problems


def test_a_small_picture_is_to_be_looked_at_again() -> None:
    quality = judge(as_picture(opened("derm_close.jpg").resize((320, 240))))
    assert quality.verdict is QualityVerdict.LOOK_AGAIN
    assert quality.problems == (QualityProblem.SMALL,)


@pytest.mark.parametrize("angle", [0, 30, 90, 200])
def test_a_ruler_is_found_however_it_lies(angle: int) -> None:
    turned = opened("derm_close.jpg").rotate(angle, expand=True, fillcolor=(200, 160, 140))
    assert QualityProblem.NO_SCALE not in judge(as_picture(turned), scale_expected=True).problems


@pytest.mark.parametrize("name", GOOD[1:])
def test_a_missing_ruler_is_noted_where_one_belongs(name: str) -> None:
    quality = judge(as_picture(opened(name)), scale_expected=True)
    assert QualityProblem.NO_SCALE in quality.problems
    assert quality.verdict is QualityVerdict.LOOK_AGAIN


def test_a_white_strip_is_no_ruler() -> None:
    image = opened("derm_oblique.jpg")
    image.paste((250, 250, 248), (60, 400, 560, 450))
    quality = judge(as_picture(image), scale_expected=True)
    assert QualityProblem.NO_SCALE in quality.problems


def test_the_demo_heart_sound_is_usable_with_its_noise_noted() -> None:
    quality = judge(heart())
    assert quality.verdict is QualityVerdict.GOOD
    assert quality.problems == (QualityProblem.CONTACT_NOISE,)
    (mark,) = marks_of(heart())
    assert mark.problem is QualityProblem.CONTACT_NOISE
    assert mark.start_s <= 6.7 <= mark.end_s
    assert mark.end_s - mark.start_s < 0.3


def test_much_contact_noise_is_to_be_recorded_again() -> None:
    random = np.random.default_rng(1)
    samples = tone(8.0) + random.normal(0, 0.003, 32_000)
    samples[8000:14_000] += random.normal(0, 0.2, 6000)
    quality = judge(as_sound(samples))
    assert quality.verdict is QualityVerdict.LOOK_AGAIN
    assert QualityProblem.CONTACT_NOISE in quality.problems


def test_silence_shortness_and_clipping() -> None:
    assert judge(as_sound(np.zeros(40_000))).problems == (QualityProblem.SILENT,)
    assert judge(as_sound(np.zeros(40_000))).verdict is QualityVerdict.BAD
    assert judge(as_sound(tone(2.0))).problems == (QualityProblem.SHORT,)
    clipped = judge(as_sound(tone(8.0) * 5))
    assert QualityProblem.CLIPPED in clipped.problems
    assert clipped.verdict is QualityVerdict.LOOK_AGAIN
    assert judge(as_sound(tone(8.0))).problems == ()
    assert judge(Sound(4000, b"")).verdict is QualityVerdict.BAD


def test_silent_and_clipped_stretches_are_marked_in_time() -> None:
    samples = tone(8.0)
    samples[8000:20_000] = 0
    samples[24_000:24_400] *= 5
    marks = marks_of(as_sound(samples))
    assert SoundMark(QualityProblem.SILENT, pytest.approx(2.0), pytest.approx(5.0)) in marks
    assert SoundMark(QualityProblem.CLIPPED, pytest.approx(6.0), pytest.approx(6.1)) in marks


def test_the_spectrogram_shows_a_tone_where_it_sounds() -> None:
    samples = np.concatenate((tone(4.0, hertz=100), tone(4.0, hertz=400)))
    image = spectrogram(as_sound(samples), columns=80, rows=120)
    levels = np.frombuffer(image.levels, np.uint8).reshape(image.rows, image.columns)
    for column, hertz in ((20, 100), (60, 400)):
        loudest = float(levels[:, column].argmax())
        assert abs(loudest - image.row_of(hertz)) <= 3
        assert image.frequency_of(loudest) == pytest.approx(hertz, rel=0.1)
    assert levels.max() == 255
    assert (image.low_hz, image.high_hz, image.seconds) == (20.0, 1000.0, 8.0)


def test_the_spectrogram_ends_at_half_the_rate_and_takes_any_length() -> None:
    image = spectrogram(as_sound(tone(1.0), 2000), *LUNG_HZ, columns=40, rows=40)
    assert image.high_hz == 1000.0
    short = spectrogram(Sound(4000, b"\1\0"), columns=10, rows=10)
    assert len(short.levels) == 100
    with pytest.raises(ValueError, match="range"):
        spectrogram(as_sound(tone(1.0)), 1000.0, 20.0)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to look at a picture, stethoscope filters, and deadlines in words."""

from __future__ import annotations

import wave
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.records.media_facts import Picture, Sound
from app.resources import resource_path
from app.ui.referrals import looks, words
from app.ui.referrals.looks import Look, Viewing
from app.ui.referrals.picture_pane import PicturePane
from app.ui.referrals.sound_player import Filter, filtered, for_loudspeaker

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def demo_picture(name: str) -> Picture:
    with Image.open(resource_path(f"demo/{name}")) as image:
        rgb = image.convert("RGB")
        return Picture(rgb.width, rgb.height, rgb.tobytes())


def demo_sound() -> Sound:
    with wave.open(str(resource_path("demo/heart_murmur_mitral.wav"))) as file:
        return Sound(file.getframerate(), file.readframes(file.getnframes()))


def test_looks_never_change_the_original() -> None:
    picture = demo_picture("fundus_r.jpg")
    pixels = np.frombuffer(picture.rgb, dtype=np.uint8).reshape(picture.height, picture.width, 3)
    before = pixels.copy()
    red_free = looks.apply(pixels, Viewing(look=Look.RED_FREE))
    assert np.array_equal(red_free[:, :, 0], pixels[:, :, 1])
    assert np.array_equal(red_free[:, :, 2], pixels[:, :, 1])
    inverted = looks.apply(pixels, Viewing(inverted=True))
    assert np.array_equal(255 - inverted, pixels)
    turned = looks.apply(pixels, Viewing(quarter_turns=1))
    assert turned.shape[:2] == pixels.shape[1::-1]
    contrast = looks.apply(pixels, Viewing(look=Look.LOCAL_CONTRAST, brightness=10, contrast=20))
    assert contrast.shape == pixels.shape
    assert np.array_equal(pixels, before)


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


def test_panes_zoom_by_keys_within_their_bounds(qtbot: QtBot) -> None:
    pane = PicturePane("Close-up")
    qtbot.addWidget(pane)
    pane.resize(600, 400)
    pane.show()
    picture = demo_picture("derm_close.jpg")
    pane.show_picture(picture.width, picture.height, picture.rgb)
    QTest.keyClick(pane, Qt.Key.Key_1)
    assert pane.zoom == pytest.approx(1.0)
    for _ in range(30):
        QTest.keyClick(pane, Qt.Key.Key_Plus)
    assert pane.zoom == pytest.approx(8.0)
    QTest.keyClick(pane, Qt.Key.Key_F)
    assert pane.zoom < 1.0

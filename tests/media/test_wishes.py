# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent when people want to be spared, and what the other side is told of it."""

from __future__ import annotations

import pytest

from app.media import control
from app.media.adaptation import NO_PICTURES, PicturePlan
from app.media.control import NoPictures, Pictures
from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.sound_plan import SoundPlan
from app.media.statistics import QualityLimitationReason
from app.media.wishes import Wishes, limitation, means_pictures, spare
from tests.media.ends import connect, end, until

FULL = PicturePlan(1_500_000, 1280, 720, 30)
HALF = PicturePlan(500_000, 640, 360, 30)
SMALL = PicturePlan(60_000, 320, 180, 10)


@pytest.mark.parametrize(
    ("wishes", "plan", "told"),
    [
        (Wishes(), FULL, Pictures(True, True)),
        (Wishes(), NO_PICTURES, Pictures(False, True, "network")),
        (Wishes(camera_on=False), FULL, Pictures(False, True, "camera-off")),
        (Wishes(camera_on=False), NO_PICTURES, Pictures(False, True, "camera-off")),
        (
            Wishes(camera_on=False, camera_missing=True),
            FULL,
            Pictures(False, True, "no-camera"),
        ),
        (Wishes(sound_only=True), NO_PICTURES, Pictures(False, False, "sound-only")),
        (Wishes(sound_only=True, camera_on=False), FULL, Pictures(False, False, "sound-only")),
        (Wishes(save_data=True), FULL, Pictures(True, True, saving=True)),
    ],
)
def test_what_the_other_side_is_told(wishes: Wishes, plan: PicturePlan, told: Pictures) -> None:
    assert wishes.tell(plan) == told
    assert control.decode(control.encode(told)) == told


@pytest.mark.parametrize(
    ("text", "missing", "comes"),
    [
        ('{"type":"pictures","sent":true,"wanted":true}', None, True),
        ('{"type":"pictures","sent":false,"wanted":true}', NoPictures.CAMERA_OFF, False),
        (
            '{"type":"pictures","sent":false,"wanted":true,"cause":"thermal","later":1}',
            NoPictures.CAMERA_OFF,
            False,
        ),
        (
            '{"type":"pictures","sent":false,"wanted":true,"cause":"network"}',
            NoPictures.NETWORK,
            True,
        ),
    ],
)
def test_older_and_newer_ends_are_understood(
    text: str, missing: NoPictures | None, comes: bool
) -> None:
    told = control.decode(text)
    assert isinstance(told, Pictures)
    assert (told.missing, means_pictures(told), told.saving) == (missing, comes, False)


def test_saving_makes_small_what_is_large_and_leaves_the_rest() -> None:
    sound, pictures = spare(SoundPlan(48_000, 20, 0, (1,)), FULL)
    assert (sound.bitrate, sound.repeated) == (24_000, (1,))
    assert (pictures.width, pictures.height, pictures.frames_per_s) == (320, 180, 10)
    assert sound.bitrate + pictures.bitrate <= 150_000
    assert spare(SoundPlan(16_000, 20, 0), SMALL) == (SoundPlan(16_000, 20, 0), SMALL)
    assert spare(SoundPlan(16_000, 20, 0), NO_PICTURES)[1] == NO_PICTURES


@pytest.mark.parametrize(
    ("by_path", "sparing", "expected"),
    [
        (FULL, False, QualityLimitationReason.NONE),
        (HALF, False, QualityLimitationReason.BANDWIDTH),
        (NO_PICTURES, False, QualityLimitationReason.BANDWIDTH),
        (FULL, True, QualityLimitationReason.OTHER),
        (SMALL, True, QualityLimitationReason.BANDWIDTH),
    ],
)
def test_what_limits_the_pictures(
    by_path: PicturePlan, sparing: bool, expected: QualityLimitationReason
) -> None:
    assert limitation(by_path, sparing=sparing) is expected


async def test_one_end_saves_and_both_send_small_pictures() -> None:
    async with (
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(SyntheticCamera(), SyntheticMicrophone()) as second,
    ):
        await connect(first, second)
        await until(lambda: first.shown > 5 and second.shown > 5)
        first.engine.set_save_data(True)

        def sizes() -> list[int]:
            told = [one.link.statistics() for one in (first, second)]
            return [one.picture_in.frame_width for one in told if one is not None]

        await until(lambda: sizes() == [320, 320], 20)
        told = second.link.statistics()
        assert told is not None
        assert told.picture_out.quality_limitation_reason is not QualityLimitationReason.NONE
        first.engine.set_save_data(False)
        await until(lambda: min(sizes()) > 320, 20)


async def test_each_side_knows_why_it_sees_nothing() -> None:
    async with end(SyntheticCamera()) as first, end(SyntheticCamera()) as second:
        await connect(first, second)
        await until(lambda: first.shown > 5 and second.shown > 5)

        def seen() -> NoPictures | None:
            return second.link.talk.peer_pictures.missing

        first.engine.set_camera_on(False)
        await until(lambda: seen() is NoPictures.CAMERA_OFF)
        first.engine.set_sound_only(True)
        await until(lambda: seen() is NoPictures.SOUND_ONLY and not second.link.gets_pictures)
        first.engine.set_sound_only(False)
        first.engine.set_camera_on(True)
        await until(lambda: seen() is None)
        # A path for nothing but the voice.
        first.link.rate.target = 40_000
        first.engine.set_camera_on(True)
        await until(lambda: seen() is NoPictures.NETWORK)

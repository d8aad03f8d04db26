# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to look at a picture: every one leaves the original as it is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from app.attachments.picture_looks import levels_of, shown, tone_table
from app.records.media_facts import Picture
from app.records.presentation import AS_IT_CAME, Channel, Presentation


def picture(width: int = 97, height: int = 61) -> Picture:
    pixels = np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8)
    return Picture(width, height, pixels.tobytes())


@pytest.mark.parametrize(
    ("channel", "contrast", "inverted", "turns"),
    list(itertools.product(Channel, (False, True), (False, True), range(4))),
)
def test_no_look_changes_the_original(
    channel: Channel, contrast: bool, inverted: bool, turns: int
) -> None:
    source = picture()
    pixels = levels_of(source).levels[0]
    look = Presentation(channel, contrast, 10, -20, inverted, turns)
    out = shown(pixels, look)
    assert pixels.tobytes() == source.rgb
    assert out.shape == ((97, 61, 4) if turns % 2 else (61, 97, 4))
    assert (out[:, :, 3] == 255).all()


def test_as_it_came_is_the_pixels_themselves() -> None:
    pixels = levels_of(picture()).levels[0]
    assert np.array_equal(shown(pixels, AS_IT_CAME)[:, :, 2::-1], pixels)


@pytest.mark.parametrize(
    ("channel", "plane"), [(Channel.RED, 0), (Channel.RED_FREE, 1), (Channel.BLUE, 2)]
)
def test_a_channel_is_shown_in_grey(channel: Channel, plane: int) -> None:
    pixels = levels_of(picture()).levels[0]
    out = shown(pixels, Presentation(channel))
    for each in range(3):
        assert np.array_equal(out[:, :, each], pixels[:, :, plane])


def test_turns_are_clockwise() -> None:
    pixels = np.zeros((2, 3, 3), np.uint8)
    pixels[0, 0] = 255
    places = [
        tuple(int(v) for v in np.argwhere(shown(pixels, Presentation(quarter_turns=n))[:, :, 0])[0])
        for n in range(4)
    ]
    assert places == [(0, 0), (0, 1), (1, 2), (2, 0)]


def test_inverting_mirrors_the_tones_and_nothing_needs_no_table() -> None:
    assert tone_table(AS_IT_CAME) is None
    table = tone_table(Presentation(inverted=True))
    assert table is not None
    assert table.tolist() == list(range(255, -1, -1))


@pytest.mark.parametrize(("brightness", "contrast"), [(100, 100), (-100, -100), (37, -64)])
def test_tones_rise_within_the_range(brightness: int, contrast: int) -> None:
    table = tone_table(Presentation(brightness=brightness, contrast=contrast))
    assert table is not None
    assert (np.diff(table.astype(int)) >= 0).all()


def test_local_contrast_shows_what_is_faint() -> None:
    grain = np.random.default_rng(3).integers(100, 120, (256, 256, 1)).astype(np.uint8)
    pixels = np.repeat(grain, 3, axis=2)
    out = shown(pixels, Presentation(local_contrast=True))
    assert float(out[:, :, 1].std()) > 1.5 * float(pixels.std())


def test_levels_halve_and_the_zoom_chooses_one() -> None:
    levels = levels_of(picture(4000, 3000))
    assert [(p.shape[1], p.shape[0]) for p in levels.levels] == [
        (4000, 3000),
        (2000, 1500),
        (1000, 750),
        (500, 375),
    ]
    assert (levels.width, levels.height) == (4000, 3000)
    chosen = [levels.for_zoom(zoom) for zoom in (8.0, 1.0, 0.51, 0.5, 0.3, 0.25, 0.05)]
    assert chosen == [0, 0, 0, 1, 1, 2, 3]

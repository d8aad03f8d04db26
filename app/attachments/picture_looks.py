# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to look at a picture that never change it: pixels in, pixels out. Pure.

Large pictures are held in levels, each half as wide as the one before, so that what is
drawn is computed from about as many pixels as the screen has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from app.records.media_facts import Picture
from app.records.presentation import Channel, Presentation

Pixels: TypeAlias = NDArray[np.uint8]
"""height x width x 3, red green blue."""
ScreenPixels: TypeAlias = NDArray[np.uint8]
"""height x width x 4, blue green red and 255: 32 bits a pixel, as screens take them."""

SMALLEST_LEVEL_PIXELS: Final = 400_000
"""A level of so many pixels or fewer is not halved again."""
_CLIP_LIMIT: Final = 2.5
_TILES: Final = (8, 8)
_PLANES: Final = {Channel.RED: 0, Channel.RED_FREE: 1, Channel.BLUE: 2}


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """A picture in its own size and in halves of it; each is equal to itself only."""

    levels: tuple[Pixels, ...] = field(repr=False)

    @property
    def width(self) -> int:
        """Of the picture itself, upright, in pixels."""
        return int(self.levels[0].shape[1])

    @property
    def height(self) -> int:
        """Of the picture itself, upright, in pixels."""
        return int(self.levels[0].shape[0])

    def for_zoom(self, zoom: float) -> int:
        """Choose the smallest level that has a pixel for each of the screen's.

        ``zoom`` is screen pixels a picture pixel.
        """
        level = 0
        while level + 1 < len(self.levels) and zoom * 2 ** (level + 1) <= 1:
            level += 1
        return level


def levels_of(picture: Picture) -> Levels:
    """Make the levels of a picture; the first is the picture's own memory."""
    shape = (picture.height, picture.width, 3)
    found: list[Pixels] = [np.frombuffer(picture.rgb, np.uint8).reshape(shape)]
    while (last := found[-1]).shape[0] * last.shape[1] > SMALLEST_LEVEL_PIXELS:
        size = (max(1, last.shape[1] // 2), max(1, last.shape[0] // 2))
        found.append(np.asarray(cv2.resize(last, size, interpolation=cv2.INTER_AREA), np.uint8))
    return Levels(tuple(found))


def shown(pixels: Pixels, presentation: Presentation) -> ScreenPixels:
    """Compute what a screen shows; ``pixels`` stays as it is.

    Local contrast is CLAHE in eight by eight tiles, on the lightness where colours are
    shown, so that they keep their hue.
    """
    plane = _PLANES.get(presentation.channel)
    table = tone_table(presentation)
    if plane is not None:
        grey: NDArray[np.uint8] = np.ascontiguousarray(pixels[:, :, plane])
        if presentation.local_contrast:
            grey = np.asarray(_clahe().apply(grey), np.uint8)
        if table is not None:
            grey = np.asarray(cv2.LUT(grey, table), np.uint8)
        out = cv2.cvtColor(_turned(grey, presentation.quarter_turns), cv2.COLOR_GRAY2BGRA)
        return np.asarray(out, np.uint8)
    colours = _with_local_contrast(pixels) if presentation.local_contrast else pixels
    if table is not None:
        colours = np.asarray(cv2.LUT(colours, table), np.uint8)
    turned = _turned(colours, presentation.quarter_turns)
    return np.asarray(cv2.cvtColor(turned, cv2.COLOR_RGB2BGRA), np.uint8)


def tone_table(presentation: Presentation) -> NDArray[np.uint8] | None:
    """Give the 256 values of brightness, contrast and inversion; None where nothing changes."""
    brightness, contrast = presentation.brightness, presentation.contrast
    if not (brightness or contrast or presentation.inverted):
        return None
    slope = 1 + contrast / 100 if contrast <= 0 else 1 + contrast / 33
    table = (np.arange(256) - 127.5) * slope + 127.5 + brightness * 1.28
    values: NDArray[np.uint8] = np.clip(np.rint(table), 0, 255).astype(np.uint8)
    return np.subtract(255, values, dtype=np.uint8) if presentation.inverted else values


def _with_local_contrast(pixels: Pixels) -> Pixels:
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)
    cv2.insertChannel(_clahe().apply(cv2.extractChannel(lab, 0)), lab, 0)
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)


def _clahe() -> cv2.CLAHE:
    # One each: they keep tables of the picture that they last worked on.
    return cv2.createCLAHE(clipLimit=_CLIP_LIMIT, tileGridSize=_TILES)


def _turned(pixels: NDArray[np.uint8], quarter_turns: int) -> NDArray[np.uint8]:
    match quarter_turns % 4:
        case 1:
            return np.asarray(cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE), np.uint8)
        case 2:
            return np.asarray(cv2.rotate(pixels, cv2.ROTATE_180), np.uint8)
        case 3:
            return np.asarray(cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
        case _:
            return pixels

# SPDX-License-Identifier: GPL-3.0-or-later
"""Find a ruler in a picture: a long pale strip with evenly spaced dark strokes. Pure.

Answers whether the view holds a scale, never how long something is: measuring needs a
person who sets two points.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

_Pixels: TypeAlias = NDArray[np.uint8]

_PALE_VALUE: Final = 190
_PALE_SATURATION: Final = 45
_LEAST_SHARE: Final = 0.15
"""A ruler is at least so long, in shares of the picture's longer side."""
_LEAST_ASPECT: Final = 3.0
_LEAST_STROKES: Final = 8
_STRIP_HEIGHT: Final = 48


def has_scale(rgb: _Pixels) -> bool:
    """Tell whether a ruler lies in a picture given as height x width x 3."""
    hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
    pale = (hsv[..., 2] >= _PALE_VALUE) & (hsv[..., 1] <= _PALE_SATURATION)
    # Closes the strokes and figures, which are not pale, into their strip.
    closed = cv2.morphologyEx(pale.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    return any(_is_ruler(np.asarray(outline), grey) for outline in outlines)


def _is_ruler(outline: NDArray[np.int32], grey: _Pixels) -> bool:
    (x, y), (width, height), angle = cv2.minAreaRect(outline)
    if width < height:
        width, height, angle = height, width, angle + 90
    if width < _LEAST_SHARE * max(grey.shape) or height < 6 or width / height < _LEAST_ASPECT:
        return False
    if cv2.contourArea(outline) < 0.7 * width * height:
        return False
    turn = cv2.getRotationMatrix2D((x, y), angle, 1.0)
    level = cv2.warpAffine(grey, turn, (grey.shape[1], grey.shape[0]))
    cut = cv2.getRectSubPix(level, (round(width), round(height)), (x, y))
    strip = np.asarray(cv2.resize(cut, (round(width), _STRIP_HEIGHT)), np.uint8)
    edge = _STRIP_HEIGHT // 4
    return any(_has_even_strokes(part) for part in (strip[3:edge], strip[-edge:-3]))


def _has_even_strokes(band: _Pixels) -> bool:
    """Count dark strokes across a band and compare the distances between them."""
    profile = band.mean(axis=0)
    pale = float(np.percentile(profile, 90))
    dark = profile < pale - 25
    starts = np.flatnonzero(np.diff(np.concatenate(([0], dark.astype(np.int8)))) == 1)
    inner = starts[(starts > 1) & (starts < profile.size - 2)]
    if inner.size < _LEAST_STROKES:
        return False
    distances = np.diff(inner)
    usual = float(np.median(distances))
    return bool(np.mean(np.abs(distances - usual) <= max(2.0, 0.25 * usual)) >= 0.7)

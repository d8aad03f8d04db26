# SPDX-License-Identifier: GPL-3.0-or-later
"""Read how large a pixel of a DICOM picture was in the patient; runs in the confined child only.

DICOM PS3.3 10.7: Pixel Spacing is what the device knows of distances in the patient. A projection
(an X-ray) knows them at its detector only, where everything is larger than it is, unless it was
calibrated; Imager Pixel Spacing is always at the detector.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PIL import Image
from pydicom.dataset import Dataset

from app.attachments import decoder

_PROJECTIONS: Final = frozenset({"CR", "DX", "IO", "MG", "PX", "RF", "RG", "XA"})
_CALIBRATED: Final = ("GEOMETRY", "FIDUCIAL")
_SAME: Final = 0.005
"""So much may two sides of a pixel differ and be called equal: a length is then 0.25 % off."""
_MOST_STRETCH: Final = 4.0
# What pydicom raises over values that are not what their name says.
_NONSENSE: Final = (
    *(AttributeError, TypeError, ValueError, LookupError, OverflowError),
    *(NotImplementedError, struct.error),
)


@dataclass(frozen=True, slots=True)
class Spacing:
    """Height and width of a pixel in millimetres, or only their ratio."""

    row: float
    column: float
    where: int
    """``decoder.IN_PATIENT``, ``AT_DETECTOR``, or ``NOT_TOLD`` where only the ratio counts."""


def spacing_of(dataset: Dataset, frame: int) -> Spacing | None:
    """Find what the file says of one of its frames, counted from nought.

    Nonsense in it costs the ruler, not the picture.
    """
    try:
        return _spacing_of(dataset, frame)
    except _NONSENSE:
        return None


def _spacing_of(dataset: Dataset, frame: int) -> Spacing | None:
    imager = _pair(dataset, "ImagerPixelSpacing")
    own = _pair(dataset, "PixelSpacing") or _measured(dataset, frame)
    if own is not None:
        where = decoder.IN_PATIENT
        projected = imager is not None or _word(dataset, "Modality") in _PROJECTIONS
        if projected and not _calibrated(dataset, own, imager):
            where = decoder.AT_DETECTOR
        return Spacing(*own, where)
    if imager is not None:
        return Spacing(*imager, decoder.AT_DETECTOR)
    shape = _pair(dataset, "PixelAspectRatio")
    return None if shape is None else Spacing(*shape, decoder.NOT_TOLD)


def squared(picture: Image.Image, spacing: Spacing | None) -> tuple[Image.Image, int, float]:
    """Give a picture square pixels, and say where their side is known and how long it is.

    Only the coarser direction is stretched, so that no detail is lost.
    """
    if spacing is None:
        return picture, decoder.NOT_TOLD, 0.0
    row, column = spacing.row, spacing.column
    if abs(row - column) <= _SAME * max(row, column):
        return picture, spacing.where, (row + column) / 2
    side = min(row, column)
    width, height = round(picture.width * column / side), round(picture.height * row / side)
    too_large = max(width, height) > decoder.MAX_SIDE or width * height > decoder.MAX_PIXELS
    if too_large or max(row, column) / side > _MOST_STRETCH:
        return picture, decoder.NOT_SQUARE, 0.0
    stretched = picture.resize((width, height), Image.Resampling.BICUBIC)
    return stretched, spacing.where, side


def _calibrated(
    dataset: Dataset, own: tuple[float, float], imager: tuple[float, float] | None
) -> bool:
    if _word(dataset, "PixelSpacingCalibrationType") in _CALIBRATED:
        return True
    # Another value than the detector's own is one that was corrected (PS3.3 10.7.1.3).
    return imager is not None and not all(
        math.isclose(a, b, rel_tol=1e-6) for a, b in zip(own, imager, strict=True)
    )


def _measured(dataset: Dataset, frame: int) -> tuple[float, float] | None:
    """Look into the functional groups of a file of many frames: this frame's, then all frames'."""
    own = dataset.get("PerFrameFunctionalGroupsSequence") or ()
    shared = dataset.get("SharedFunctionalGroupsSequence") or ()
    groups = (*own[frame : frame + 1], *shared[:1])
    for group in groups:
        for measures in group.get("PixelMeasuresSequence") or ():
            if (found := _pair(measures, "PixelSpacing")) is not None:
                return found
    return None


def _pair(dataset: Dataset, keyword: str) -> tuple[float, float] | None:
    """Read two numbers above nought; None where they are not that."""
    value = dataset.get(keyword)
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        return None
    numbers = [float(each) for each in value]
    if len(numbers) != 2 or not all(math.isfinite(n) and n > 0 for n in numbers):
        return None
    return numbers[0], numbers[1]


def _word(dataset: Dataset, keyword: str) -> str:
    return str(dataset.get(keyword) or "").strip().upper()

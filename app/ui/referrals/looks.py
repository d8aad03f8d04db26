# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to look at a picture that never change it: arrays of pixels in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""height x width x 3, red green blue."""


class Look(Enum):
    """What is shown of the colours. Red-free is the green channel, as in fundus photography."""

    COLOUR = "colour"
    RED_FREE = "red-free"
    LOCAL_CONTRAST = "local-contrast"


@dataclass(frozen=True, slots=True)
class Viewing:
    """All viewing aids of one pane."""

    look: Look = Look.COLOUR
    brightness: int = 0
    """-100 to 100, in per cent of the range."""
    contrast: int = 0
    """-100 to 100; 0 leaves as it is."""
    inverted: bool = False
    quarter_turns: int = 0


def apply(pixels: Pixels, viewing: Viewing) -> Pixels:
    """Compute what a pane shows; ``pixels`` stays as it is."""
    out = pixels
    match viewing.look:
        case Look.COLOUR:
            pass
        case Look.RED_FREE:
            out = np.repeat(out[:, :, 1:2], 3, axis=2)
        case Look.LOCAL_CONTRAST:
            lab = cv2.cvtColor(out, cv2.COLOR_RGB2LAB)
            lightness = cv2.createCLAHE(clipLimit=2.5, tileGridSize=(8, 8)).apply(lab[:, :, 0])
            lab[:, :, 0] = lightness
            out = np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), dtype=np.uint8)
    if viewing.brightness or viewing.contrast:
        slope = 1 + viewing.contrast / 100 if viewing.contrast <= 0 else 1 + viewing.contrast / 33
        table = (np.arange(256) - 127.5) * slope + 127.5 + viewing.brightness * 1.28
        out = np.clip(table, 0, 255).astype(np.uint8)[out]
    if viewing.inverted:
        out = 255 - out
    if viewing.quarter_turns % 4:
        out = np.rot90(out, -viewing.quarter_turns)
    return np.ascontiguousarray(out)

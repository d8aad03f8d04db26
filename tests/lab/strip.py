# SPDX-License-Identifier: GPL-3.0-or-later
"""A number painted into a picture as large blocks: readable after any encoder. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BITS = 8
NUMBERS = 1 << BITS
_COLUMNS = 20
_ROWS = 18
_WHITE, _BLACK = 225, 25
_MIDDLE = (_WHITE + _BLACK) / 2
_DOUBTFUL = 30

Luma = NDArray[np.uint8]


def paint(luma: Luma, number: int) -> None:
    """Paint a number (0 to 255) into the upper left corner: white, eight bits, parity."""
    height, width = luma.shape
    for place, white in enumerate(_blocks(number)):
        left, right = place * width // _COLUMNS, (place + 1) * width // _COLUMNS
        luma[: height // _ROWS, left:right] = _WHITE if white else _BLACK


def read(luma: Luma) -> int | None:
    """Read the number of a picture; None where there is none."""
    height, width = luma.shape
    row = luma[height // _ROWS // 4 : height // _ROWS * 3 // 4]
    means = [
        float(
            row[
                :, int((place + 0.3) * width / _COLUMNS) : int((place + 0.7) * width / _COLUMNS)
            ].mean()
        )
        for place in range(BITS + 2)
    ]
    if any(abs(mean - _MIDDLE) < _DOUBTFUL for mean in means):
        return None
    blocks = [mean > _MIDDLE for mean in means]
    number = sum(1 << bit for bit in range(BITS) if blocks[1 + bit])
    return number if blocks == _blocks(number) else None


def _blocks(number: int) -> list[bool]:
    bits = [bool(number >> bit & 1) for bit in range(BITS)]
    return [True, *bits, sum(bits) % 2 == 0]

# SPDX-License-Identifier: GPL-3.0-or-later
"""How large a picture is drawn in its box. Pure."""

from __future__ import annotations

_MOST_CROPPED = 0.3
"""A picture that would lose more than this share of itself is shown whole, with edges."""


def fit_picture(width: int, height: int, box_width: int, box_height: int) -> tuple[int, int]:
    """Find the size that covers the box, or that fits in it if too much would be lost."""
    covering = max(box_width / width, box_height / height)
    shown = (box_width * box_height) / (width * covering * height * covering)
    scale = covering if shown >= 1 - _MOST_CROPPED else min(box_width / width, box_height / height)
    return max(2, round(width * scale)), max(2, round(height * scale))

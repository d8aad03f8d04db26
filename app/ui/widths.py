# SPDX-License-Identifier: GPL-3.0-or-later
"""How wide a window is for its text size; ui.md section 4."""

from __future__ import annotations

from enum import Enum

from PySide6.QtWidgets import QWidget

from app.ui import theme

WIDE_FROM = 1180
MEDIUM_FROM = 900
NARROW_FROM = 600


class Width(Enum):
    """A small window and large text are one case: the effective width decides."""

    TINY = 0
    NARROW = 1
    MEDIUM = 2
    WIDE = 3

    def under(self, other: Width) -> bool:
        """Tell whether there is less room than at the other width."""
        return self.value < other.value


def width_for(pixels: float, factor: float) -> Width:
    """Choose by window width divided by text factor."""
    effective = pixels / factor
    if effective >= WIDE_FROM:
        return Width.WIDE
    if effective >= MEDIUM_FROM:
        return Width.MEDIUM
    return Width.NARROW if effective >= NARROW_FROM else Width.TINY


def width_of(widget: QWidget) -> Width:
    """Choose by the window that the widget lies in, at the present text size."""
    return width_for(widget.window().width(), theme.current().factor)

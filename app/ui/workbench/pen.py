# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawing a mark with one or two points, by mouse or by keys. Pure.

Places are marks' own: fractions of the upright picture's width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from app.records.presentation import Scale, Unit
from app.records.referral import Finding, Shape
from app.ui.workbench.placement import Point

LEAST_RADIUS: Final = 0.03
"""Of a circle that was only clicked."""
LEAST_LENGTH: Final = 0.005
"""Shorter lines were a slip of the hand."""


class Tool(Enum):
    """What the pen draws."""

    CIRCLE = "circle"
    ARROW = "arrow"
    POINT = "point"
    LENGTH = "length"
    SCALE = "scale"
    """A line over something of known length; it becomes no finding."""


SHAPES: Final = {
    Tool.CIRCLE: Shape.CIRCLE,
    Tool.ARROW: Shape.ARROW,
    Tool.POINT: Shape.POINT,
    Tool.LENGTH: Shape.LENGTH,
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark just made; from and to are the same for a point."""

    tool: Tool
    begin: Point
    end: Point

    @property
    def length(self) -> float:
        """Distance of the two places."""
        return distance(self.begin, self.end)

    def finding(self, number: int) -> Finding:
        """Make the finding without words."""
        shape = SHAPES[self.tool]
        if shape is Shape.CIRCLE:
            radius = max(self.length, LEAST_RADIUS)
            return Finding(number, "", None, *self.begin, radius, shape)
        if shape is Shape.POINT:
            return Finding(number, "", None, *self.begin, None, shape)
        return Finding(number, "", None, *self.begin, None, shape, *self.end)


@dataclass(frozen=True, slots=True)
class Pen:
    """A pen over the picture; ``first`` is set once its first place is."""

    tool: Tool
    at: Point
    first: Point | None = None

    def moved(self, to: Point) -> Pen:
        """Take the pen to another place."""
        return replace(self, at=to)

    def pressed(self) -> tuple[Pen, Drawn | None]:
        """Set a place; the last one gives what was drawn."""
        if self.tool is Tool.POINT:
            return replace(self, first=None), Drawn(self.tool, self.at, self.at)
        if self.first is None:
            return replace(self, first=self.at), None
        drawn = Drawn(self.tool, self.first, self.at)
        if self.tool is not Tool.CIRCLE and drawn.length < LEAST_LENGTH:
            return self, None
        return replace(self, first=None), drawn


def distance(a: Point, b: Point) -> float:
    """Give the distance of two places."""
    return math.hypot(a[0] - b[0], a[1] - b[1])


def scale_from(drawn: Drawn, length: float, unit: Unit) -> Scale | None:
    """Make a picture's scale from a line over something of known length; None for nonsense."""
    if length <= 0 or drawn.length < LEAST_LENGTH:
        return None
    return Scale(length / drawn.length, unit)


def measured(finding: Finding, scale: Scale | None) -> float | None:
    """Give the length of a line in the scale's unit."""
    if finding.shape is not Shape.LENGTH or scale is None:
        return None
    if finding.x is None or finding.y is None or finding.to_x is None or finding.to_y is None:
        return None
    return distance((finding.x, finding.y), (finding.to_x, finding.to_y)) * scale.across

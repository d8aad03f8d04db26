# SPDX-License-Identifier: GPL-3.0-or-later
"""Where in a pane a picture lies: zoom, pan and quarter turns as numbers. Pure.

Three kinds of places: in the pane (screen pixels from its upper left), in the picture as
it is shown (its pixels, turned), and marks (fractions of the upright picture's width).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

Point: TypeAlias = tuple[float, float]

LEAST_ZOOM: Final = 0.25
MOST_ZOOM: Final = 8.0
"""Screen pixels a picture pixel; a large picture may be smaller when it is shown whole."""
STEP: Final = 1.25


@dataclass(frozen=True, slots=True)
class View:
    """What part is seen, without regard to the sizes of pane and picture.

    The same view over two pictures shows the same part of each: panes are linked by it.
    """

    x: float = 0.5
    y: float = 0.5
    """The place in the pane's middle, in fractions of the shown picture's width and height."""
    closer: float = 1.0
    """Times the size at which the whole picture fits."""


WHOLE: Final = View()


@dataclass(frozen=True, slots=True)
class Placement:
    """A view of one picture in one pane."""

    pane: Point
    """Width and height of the pane, in screen pixels."""
    upright: Point
    """Width and height of the upright picture, in its pixels."""
    turns: int
    view: View

    @property
    def size(self) -> Point:
        """Width and height of the picture as it is shown, in its pixels."""
        return self.upright[::-1] if self.turns % 2 else self.upright

    @property
    def fit_zoom(self) -> float:
        """Zoom at which the whole picture is seen."""
        width, height = self.size
        return min(self.pane[0] / max(width, 1), self.pane[1] / max(height, 1))

    @property
    def zoom(self) -> float:
        """Screen pixels a picture pixel."""
        return self.fit_zoom * self.view.closer

    @property
    def origin(self) -> Point:
        """Where in the pane the shown picture's upper left corner is."""
        width, height = self.size
        return (
            self.pane[0] / 2 - self.view.x * width * self.zoom,
            self.pane[1] / 2 - self.view.y * height * self.zoom,
        )

    def to_pane(self, mark: Point) -> Point:
        """Find a mark's place in the pane."""
        x, y = _turned((mark[0] * self.upright[0], mark[1] * self.upright[0]), self)
        return self.origin[0] + x * self.zoom, self.origin[1] + y * self.zoom

    def to_mark(self, place: Point) -> Point:
        """Find a mark for a place in the pane; it may lie beside the picture."""
        zoom = max(self.zoom, 1e-9)
        x, y = _upright(
            ((place[0] - self.origin[0]) / zoom, (place[1] - self.origin[1]) / zoom), self
        )
        return x / self.upright[0], y / self.upright[0]

    def kept_in(self) -> Placement:
        """Keep the zoom in its bounds, and the pane filled where the picture is larger than it."""
        least = min(LEAST_ZOOM, self.fit_zoom)
        zoom = max(least, min(self.zoom, max(MOST_ZOOM, self.fit_zoom)))
        fit = max(self.fit_zoom, 1e-9)
        view = replace(self.view, closer=zoom / fit)
        width, height = self.size
        return replace(
            self,
            view=replace(
                view,
                x=_between(view.x, self.pane[0] / max(width * zoom, 1e-9)),
                y=_between(view.y, self.pane[1] / max(height * zoom, 1e-9)),
            ),
        )

    def panned(self, dx: float, dy: float) -> Placement:
        """Move the picture by screen pixels."""
        width, height = self.size
        zoom = max(self.zoom, 1e-9)
        view = replace(
            self.view, x=self.view.x - dx / (width * zoom), y=self.view.y - dy / (height * zoom)
        )
        return replace(self, view=view).kept_in()

    def zoomed(self, zoom: float, at: Point | None = None) -> Placement:
        """Change the zoom; the place ``at`` in the pane, or its middle, stays where it is."""
        keep = at or (self.pane[0] / 2, self.pane[1] / 2)
        held = self.to_mark(keep)
        closer = zoom / max(self.fit_zoom, 1e-9)
        moved = replace(self, view=replace(self.view, closer=closer)).kept_in()
        now = moved.to_pane(held)
        return moved.panned(keep[0] - now[0], keep[1] - now[1])

    def magnified(self, times: float, at: Point) -> Placement:
        """Come closer by so many times without moving ``at``, also beside the picture: a loupe."""
        held = self.to_mark(at)
        near = replace(self, view=View(closer=self.view.closer * times))
        now, (width, height) = near.to_pane(held), near.size
        zoom = max(near.zoom, 1e-9)
        x = 0.5 + (now[0] - at[0]) / (width * zoom)
        y = 0.5 + (now[1] - at[1]) / (height * zoom)
        return replace(near, view=replace(near.view, x=x, y=y))


def turned_view(view: View, quarter_turns: int) -> View:
    """Keep the same part in the middle when the picture is turned clockwise."""
    x, y = view.x, view.y
    for _ in range(quarter_turns % 4):
        x, y = 1 - y, x
    return replace(view, x=x, y=y)


def linked(views: tuple[View, ...], moved: int, to: View, *, link: bool) -> tuple[View, ...]:
    """Decide what every pane shows after the user moved one of them."""
    if link:
        return (to,) * len(views)
    return tuple(to if index == moved else view for index, view in enumerate(views))


def _between(centre: float, share: float) -> float:
    """Keep a centre so far from the edges that a pane of this share of the picture is filled."""
    if share >= 1:
        return 0.5
    return max(share / 2, min(centre, 1 - share / 2))


def _turned(place: Point, placement: Placement) -> Point:
    (x, y), (width, height) = place, placement.upright
    match placement.turns % 4:
        case 1:
            return height - y, x
        case 2:
            return width - x, height - y
        case 3:
            return y, width - x
        case _:
            return x, y


def _upright(place: Point, placement: Placement) -> Point:
    (x, y), (width, height) = place, placement.upright
    match placement.turns % 4:
        case 1:
            return y, height - x
        case 2:
            return width - x, height - y
        case 3:
            return width - y, x
        case _:
            return x, y

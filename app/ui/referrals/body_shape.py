# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawn body: its parts as polygons, and what a place on it is called. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.records.referral import BodyPoint, BodyView

WIDTH: Final = 100.0
HEIGHT: Final = 232.0
MIDDLE: Final = WIDTH / 2

Polygon = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the body in the drawing's units; ``mirrored`` is the one on the other side."""

    key: str
    outline: Polygon
    sided: bool = False

    @property
    def mirrored(self) -> Polygon:
        """The same part, mirrored on the middle line."""
        return tuple((WIDTH - x, y) for x, y in self.outline)


def _oval(x: float, y: float, across: float, down: float) -> Polygon:
    # Sixteen corners look round at this size: (cos, sin) of 0, 22.5, 45, 67.5 degrees.
    quarter = ((1.0, 0.0), (0.924, 0.383), (0.707, 0.707), (0.383, 0.924))
    turned = [*quarter, *((-s, c) for c, s in quarter)]
    turned += [(-c, -s) for c, s in turned]
    return tuple((x + across * c, y + down * s) for c, s in turned)


PARTS: Final = (
    Part("head", _oval(50, 17, 12, 15)),
    Part("neck", ((44, 30), (56, 30), (58, 38), (42, 38))),
    Part("chest", ((31, 38), (69, 38), (68, 72), (32, 72))),
    Part("belly", ((32, 72), (68, 72), (67, 98), (33, 98))),
    Part("pelvis", ((33, 98), (67, 98), (66, 118), (50, 122), (34, 118))),
    Part("upper-arm", ((31, 38), (23, 43), (17, 78), (26, 80), (31, 56)), sided=True),
    Part("forearm", ((17, 78), (26, 80), (20, 110), (12, 108)), sided=True),
    Part("hand", ((12, 108), (20, 110), (19, 126), (9, 125)), sided=True),
    Part("thigh", ((34, 118), (50, 122), (48, 160), (35, 160)), sided=True),
    Part("knee", ((35, 160), (48, 160), (48, 174), (36, 174)), sided=True),
    Part("lower-leg", ((36, 174), (48, 174), (46, 216), (38, 216)), sided=True),
    Part("foot", ((38, 216), (46, 216), (48, 230), (31, 230)), sided=True),
)


def outlines() -> tuple[Polygon, ...]:
    """Give all parts to draw, both sides."""
    both = [(p.outline, p.mirrored) if p.sided else (p.outline,) for p in PARTS]
    return tuple(outline for pair in both for outline in pair)


def name_of(point: BodyPoint) -> str:
    """Name the place in words, as "Lower leg, left, back"; "" beside the body.

    Sides are the patient's: seen from the front, the right hand is on the left of the picture.
    """
    x, y = point.x * WIDTH, point.y * HEIGHT
    part = next((p for p in PARTS if _is_in(p, x, y)), None)
    if part is None:
        return ""
    front = point.view is BodyView.FRONT
    right = (x < MIDDLE) is front
    side = (
        QCoreApplication.translate("Referrals", "right")
        if right
        else QCoreApplication.translate("Referrals", "left")
    )
    view = (
        QCoreApplication.translate("Referrals", "front")
        if front
        else QCoreApplication.translate("Referrals", "back")
    )
    return f"{_part_name(part.key)}, {side}, {view}"


def _is_in(part: Part, x: float, y: float) -> bool:
    return _inside(part.outline, x, y) or (part.sided and _inside(part.mirrored, x, y))


def _inside(outline: Polygon, x: float, y: float) -> bool:
    """Tell by the even-odd rule whether a place is in a polygon."""
    inside = False
    for (x1, y1), (x2, y2) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _part_name(key: str) -> str:
    return {
        "head": QCoreApplication.translate("Referrals", "Head"),
        "neck": QCoreApplication.translate("Referrals", "Neck"),
        "chest": QCoreApplication.translate("Referrals", "Chest or upper back"),
        "belly": QCoreApplication.translate("Referrals", "Belly or lower back"),
        "pelvis": QCoreApplication.translate("Referrals", "Groin or buttock"),
        "upper-arm": QCoreApplication.translate("Referrals", "Upper arm"),
        "forearm": QCoreApplication.translate("Referrals", "Forearm"),
        "hand": QCoreApplication.translate("Referrals", "Hand"),
        "thigh": QCoreApplication.translate("Referrals", "Thigh"),
        "knee": QCoreApplication.translate("Referrals", "Knee"),
        "lower-leg": QCoreApplication.translate("Referrals", "Lower leg"),
        "foot": QCoreApplication.translate("Referrals", "Foot"),
    }[key]

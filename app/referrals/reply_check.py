# SPDX-License-Identifier: GPL-3.0-or-later
"""Tell whether a received reply decides anything, and its marks, aids and visit can be shown. Pure.

Its signature says who wrote it, not that their program was right: a place a million widths
away or a scale of nought would harm only the reader.
"""

from __future__ import annotations

import math
from typing import Final

from app.records.presentation import Viewed
from app.records.referral import Decision, Finding, Reply
from app.records.schedule import OfferedVisit

_MOST_FINDINGS: Final = 500
_FARTHEST: Final = 100.0
"""In widths of the picture: a mark may lie beside it, not out of this world."""
_WIDEST: Final = 1e6
_LATEST_S: Final = 24 * 3600.0
_YEARS: Final = range(2000, 2200)
_LONGEST_MINUTES: Final = 24 * 60
_LINK_CHARACTERS: Final = 2048


def can_be_drawn(reply: Reply) -> bool:
    """Check what the types cannot say."""
    if reply.decision is Decision.OPEN:
        return False
    if len(reply.findings) > _MOST_FINDINGS or len(reply.viewed) > _MOST_FINDINGS:
        return False
    if reply.visit is not None and not _visit(reply.visit):
        return False
    return all(map(_finding, reply.findings)) and all(map(_viewed, reply.viewed))


def _finding(finding: Finding) -> bool:
    places = (finding.x, finding.y, finding.to_x, finding.to_y)
    radius, at_s = finding.radius, finding.at_s
    if at_s is not None and not (math.isfinite(at_s) and 0 <= at_s <= _LATEST_S):
        return False
    if not all(p is None or (math.isfinite(p) and abs(p) <= _FARTHEST) for p in places):
        return False
    return radius is None or (math.isfinite(radius) and 0 < radius <= _FARTHEST)


def _viewed(viewed: Viewed) -> bool:
    look, scale = viewed.presentation, viewed.scale
    if abs(look.brightness) > 100 or abs(look.contrast) > 100 or look.quarter_turns not in range(4):
        return False
    return scale is None or (math.isfinite(scale.across) and 0 < scale.across <= _WIDEST)


def _visit(visit: OfferedVisit) -> bool:
    """A time that a calendar can show. Whether its link is whole is told where it is passed on."""
    if visit.start.tzinfo is None or visit.start.year not in _YEARS:
        return False
    return 0 < visit.minutes <= _LONGEST_MINUTES and len(visit.link) <= _LINK_CHARACTERS

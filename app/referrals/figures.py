# SPDX-License-Identifier: GPL-3.0-or-later
"""Shares, medians and percentiles, and when there are too few numbers for them; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

FEWEST: Final = 5
"""Of fewer than these no percentile and no per cent is given: one case more would turn them over,
and they would say something of single patients."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """In whole per cent, halves up; None where there are too few."""
        return None if self.of < FEWEST else (200 * self.count + self.of) // (2 * self.of)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took: ``median`` and ``ninetieth`` percentile of ``count`` times.

    Both are None where there are too few.
    """

    count: int
    median: timedelta | None = None
    ninetieth: timedelta | None = None


def spread_of(times: Iterable[timedelta]) -> Spread:
    """Sum times up. A time below nought counts as nought: it is measured by two clocks."""
    ordered = sorted(max(time, timedelta(0)) for time in times)
    if len(ordered) < FEWEST:
        return Spread(len(ordered))
    return Spread(len(ordered), quantile(ordered, 50), quantile(ordered, 90))


def quantile(ordered: Sequence[timedelta], percent: int) -> timedelta:
    """Give the value below which ``percent`` of the ordered values lie, to the microsecond.

    Definition 7 of Hyndman and Fan, Sample quantiles in statistical packages, The American
    Statistician 50 (1996) 361-365: the values stand at equal distances, the lowest at 0 %, the
    highest at 100 %, and between two neighbours the line is straight. For 50 % that is the usual
    median: the middle value, or the mean of the two in the middle. Spreadsheets (PERCENTILE.INC),
    R and numpy use the same, so that a clinic which counts for itself comes to the same number.
    """
    place, rest = divmod((len(ordered) - 1) * percent, 100)
    if rest == 0:
        return ordered[place]
    return ordered[place] + (ordered[place + 1] - ordered[place]) * rest / 100

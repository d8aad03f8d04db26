# SPDX-License-Identifier: GPL-3.0-or-later
"""What the other end tells of a picture that it takes of this one, and for how long it stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from app.calls.control import StillTold
from app.calls.views import StillMoment

STANDS_SECONDS: Final = 8.0


class StillNews:
    """Belongs to the asyncio thread."""

    def __init__(self, hold_still: Callable[[bool], None]) -> None:
        """``hold_still`` makes the pictures that go out sharp for a moment, or usual again."""
        self._hold_still = hold_still
        self._told: StillTold | None = None
        self._ends = 0.0

    @property
    def moment(self) -> StillMoment | None:
        """What was told in the last seconds."""
        stands = asyncio.get_running_loop().time() < self._ends
        return self._told.moment if self._told is not None and stands else None

    def hear(self, told: StillTold) -> None:
        """Take what the other tells; what it repeats because of a new link is no news."""
        if told.number and told == self._told:
            return
        self._told = told
        self._ends = asyncio.get_running_loop().time() + STANDS_SECONDS
        self._hold_still(told.moment is StillMoment.COMING)

    def forget(self) -> None:
        """Begin anew: it was another call's."""
        self._told = None

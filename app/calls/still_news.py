# SPDX-License-Identifier: GPL-3.0-or-later
"""What the other end tells of a picture that it takes of this one, and for how long it stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from app.calls.views import StillMoment

STANDS_SECONDS: Final = 8.0


class StillNews:
    """Belongs to the asyncio thread."""

    def __init__(self, hold_still: Callable[[bool], None]) -> None:
        """``hold_still`` makes the pictures that go out sharp for a moment, or usual again."""
        self._hold_still = hold_still
        self._moment: StillMoment | None = None
        self._ends = 0.0

    @property
    def moment(self) -> StillMoment | None:
        """What was told in the last seconds."""
        return self._moment if asyncio.get_running_loop().time() < self._ends else None

    def hear(self, moment: StillMoment) -> None:
        """Take what the other tells."""
        self._moment = moment
        self._ends = asyncio.get_running_loop().time() + STANDS_SECONDS
        self._hold_still(moment is StillMoment.COMING)

    def forget(self) -> None:
        """Begin anew: it was another call's."""
        self._moment = None

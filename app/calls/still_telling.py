# SPDX-License-Identifier: GPL-3.0-or-later
"""What this end tells of a picture that it takes of the other, until the other says it knows."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Final

from app.calls.control import ControlMessage, StillHeard, StillTold
from app.calls.views import StillMoment

HEARD_SECONDS: Final = 2.0
"""So long the other end has to say that it shows what it was told."""


class StillTelling:
    """Belongs to the asyncio thread. Pictures are numbered: no word of one counts for another.

    What was not answered is told again over the next link of the same call, and only there.
    """

    def __init__(self, say: Callable[[ControlMessage], bool]) -> None:
        self._say = say
        # Not from one: after a crash the other end may remember a word of the same call.
        self._number = secrets.randbits(48)
        self._unheard: StillTold | None = None
        self._waiting: asyncio.Future[bool] | None = None

    def begin(self) -> int:
        """Give the picture that is asked for now its number."""
        self._number += 1
        return self._number

    def tell(self, number: int, moment: StillMoment) -> None:
        """Tell how far that picture is, unless it was taken in another call."""
        if number == self._number:
            self._tell(StillTold(moment, number))

    async def told(self, number: int, moment: StillMoment) -> bool:
        """Tell it, and whether the other end has said in time that it shows that."""
        if number != self._number:
            return False
        waiting = self._tell(StillTold(moment, number))
        try:
            return await asyncio.wait_for(waiting, HEARD_SECONDS)
        except TimeoutError:
            return False

    def hear(self, heard: StillHeard) -> None:
        """Take the other's word that it shows what it was told."""
        if self._unheard == StillTold(heard.moment, heard.number):
            self._unheard = None
            self._answer(True)

    def link_stands(self) -> None:
        """Tell again what may have been lost with the link before."""
        if self._unheard is not None:
            self._say(self._unheard)

    def forget(self) -> None:
        """Begin anew: what becomes of an earlier picture is told to nobody in the next call."""
        self._number += 1
        self._unheard = None
        self._answer(False)

    def _tell(self, told: StillTold) -> asyncio.Future[bool]:
        self._answer(False)
        self._unheard = told
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        self._say(told)
        return waiting

    def _answer(self, heard: bool) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_result(heard)

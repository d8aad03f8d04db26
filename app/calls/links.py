# SPDX-License-Identifier: GPL-3.0-or-later
"""The links of one end of a call: the one that stands, a newer one being made, those that close."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from app.calls.attempt import Attempt
from app.calls.path_keeper import PathKeeper
from app.tasks import Tasks

GOODBYE_SECONDS: Final = 0.5
"""How long a link may live on, mute, so that a good-bye reaches the other end."""
_CLOSE_SECONDS: Final = 10.0


class Links:
    """Belongs to the asyncio thread."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._attempts: dict[int, Attempt] = {}
        self._working: tuple[int, asyncio.Task[None]] | None = None
        self._leaving: set[asyncio.Task[None]] = set()
        """Links that are being closed; to break that off would leave sockets open."""
        self.newest: Attempt | None = None
        self.standing: Attempt | None = None
        """The one that was let through; it stays until a newer one is."""
        self.keeper: PathKeeper | None = None
        """Looks for another path below the one that stands."""

    def add(self, attempt: Attempt) -> None:
        """Take an attempt that begins now."""
        self._attempts[attempt.number] = attempt
        self.newest = attempt

    def holds(self, attempt: Attempt) -> bool:
        """Say whether an attempt has not been dropped."""
        return self._attempts.get(attempt.number) is attempt

    def work(self, coroutine: Coroutine[Any, Any, None], attempt: Attempt) -> None:
        """Let something be done for an attempt until that is dropped."""
        task = self._tasks.start(coroutine, f"attempt {attempt.number}")
        self._working = attempt.number, task

    def stand(self, attempt: Attempt, keeper: PathKeeper) -> None:
        """Let an attempt be the one that stands; the one before is the caller's to drop."""
        self._keep(keeper)
        self.standing = attempt

    def drop(self, number: int, *, linger: bool) -> None:
        """Hush an attempt and close it in the background; ``linger`` lets a good-bye leave."""
        attempt = self._attempts.pop(number, None)
        if attempt is None:
            return
        if self._working is not None and self._working[0] == number:
            (_, working), self._working = self._working, None
            if working is not asyncio.current_task():
                working.cancel()
                self._let_end(working)
        if attempt is self.newest:
            self.newest = None
        if attempt is self.standing:
            self.standing = None
            self._keep(None)
        # The good-bye may take its time; nobody is seen or heard meanwhile.
        attempt.hush()
        self._let_end(self._tasks.start(_end(attempt, linger=linger), "close link"))

    async def close(self) -> None:
        """Drop every attempt and wait until the links are closed."""
        for number in list(self._attempts):
            self.drop(number, linger=False)
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=_CLOSE_SECONDS)

    def _keep(self, keeper: PathKeeper | None) -> None:
        if self.keeper is not None:
            self.keeper.close()
        self.keeper = keeper

    def _let_end(self, task: asyncio.Task[None]) -> None:
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)


async def _end(attempt: Attempt, *, linger: bool) -> None:
    if linger:
        await asyncio.sleep(GOODBYE_SECONDS)
    await attempt.close()

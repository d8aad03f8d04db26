# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask the servers for candidates in a bounded time, and leave nothing behind.

aioice leaves what asks a server running when its gathering is cancelled: a silent relay is asked
for a minute more, and the address that a slow one gives out is kept for as long as the program
runs. As in ``rtc_compat`` the private names are in ``PRIVATE_NAMES``, for the contract test.
Importing this module sets how aioice asks, for the whole process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, ParamSpec, TypeVar

import aioice.ice

P = ParamSpec("P")
T = TypeVar("T")

PRIVATE_NAMES: Final = {"aioice.ice": ("relayed_candidate", "server_reflexive_candidate")}

_present: ContextVar[tuple[float, list[asyncio.Task[Any]]] | None] = ContextVar(
    "gathering", default=None
)


@contextmanager
def gathering(answer_s: float) -> Iterator[None]:
    """Let each server that is asked for candidates herein answer within so many seconds.

    One that does not gives none, and the others' stay; nothing is asked any more at the end.
    """
    asked: list[asyncio.Task[Any]] = []
    token = _present.set((answer_s, asked))
    try:
        yield
    finally:
        _present.reset(token)
        for task in asked:
            task.cancel()


def _bounded(ask: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    async def asking(*args: P.args, **kwargs: P.kwargs) -> T:
        present, task = _present.get(), asyncio.current_task()
        if present is None or task is None:
            return await ask(*args, **kwargs)
        answer_s, asked = present
        asked.append(task)
        async with asyncio.timeout(answer_s):
            return await ask(*args, **kwargs)

    return asking


for _name in PRIVATE_NAMES["aioice.ice"]:
    setattr(aioice.ice, _name, _bounded(getattr(aioice.ice, _name)))

# SPDX-License-Identifier: GPL-3.0-or-later
"""What was said to the server and is not answered yet, in its order, through all sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from app.errors import KnownError
from app.signaling.session_events import TooManyUnanswered
from signaling_server.wire import ClientMessage, Hello

MOST: Final = 256


@dataclass(slots=True)
class _Waiting:
    message: ClientMessage
    answered: asyncio.Future[None]


class Unanswered:
    """Messages with the futures of those who sent them. Belongs to the asyncio thread."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()

    @contextmanager
    def waiting_for(self, message: ClientMessage) -> Iterator[asyncio.Future[None]]:
        """Queue a message; while the block lasts, the future ends with its answer.

        Raises:
            TooManyUnanswered: the newest is refused, nothing is dropped.
        """
        if isinstance(message, Hello):
            raise ValueError("the session itself says hello")
        if message.id in self._waiting:
            raise ValueError("this id is being sent already")
        if len(self._waiting) >= MOST:
            raise TooManyUnanswered
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[message.id] = _Waiting(message, answered)
        self._outgoing.put_nowait(message.id)
        try:
            yield answered
        finally:
            del self._waiting[message.id]

    def answer(self, message_id: str, error: KnownError | None = None) -> None:
        """Hand on the server's answer; one to a message that nobody waits for is ignored."""
        waiting = self._waiting.get(message_id)
        if waiting is None or waiting.answered.done():
            return
        if error is None:
            waiting.answered.set_result(None)
        else:
            waiting.answered.set_exception(error)

    def fail(self, error: KnownError) -> None:
        """Let everything fail that still waits."""
        for message_id in tuple(self._waiting):
            self.answer(message_id, error)

    def begin_again(self) -> None:
        """On a new socket everything unanswered goes first, in its old order and with its ids."""
        self._outgoing = asyncio.Queue()
        for message_id in self._waiting:
            self._outgoing.put_nowait(message_id)

    async def next(self) -> ClientMessage:
        """Wait for the next message to write."""
        while True:
            waiting = self._waiting.get(await self._outgoing.get())
            if waiting is not None and not waiting.answered.done():
                return waiting.message

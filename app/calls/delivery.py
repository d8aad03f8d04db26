# SPDX-License-Identifier: GPL-3.0-or-later
"""Tell the server something now, or behind the person's back once it can be reached."""

from __future__ import annotations

import logging
from typing import Final

from app.errors import KnownError
from app.signaling.http import ServerUnreachable
from app.signaling.session import Session
from app.tasks import Tasks
from signaling_server.wire import ClientMessage

_log = logging.getLogger(__name__)
NOW_SECONDS: Final = 5.0
"""So long a person waits for the server."""
LATE_SECONDS: Final = 12 * 3600.0
"""A login's longest life; PROTOCOL.md."""


class Delivery:
    """Belongs to the asyncio thread; ``tasks`` are its owner's."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        self._session = session
        self._tasks = tasks

    async def deliver(self, message: ClientMessage) -> bool:
        """Give the server a moment to take the message; tells whether it has. Never fails.

        While the server is away, the message goes when it is back, and nobody waits.
        """
        if self._session.online is False:
            self.post(message)
            return False
        try:
            await self._session.send(message, NOW_SECONDS)
        except ServerUnreachable:
            self.post(message)
            return False
        except KnownError as error:
            _not_taken(message, error)
            return False
        return True

    def post(self, message: ClientMessage) -> None:
        """Send the message without waiting. Never fails."""
        self._tasks.start(self._deliver_late(message), "deliver late")

    async def _deliver_late(self, message: ClientMessage) -> None:
        try:
            await self._session.send(message, LATE_SECONDS)
        except KnownError as error:
            _not_taken(message, error)


def _not_taken(message: ClientMessage, error: KnownError) -> None:
    _log.info("%s was not taken: %s", type(message).__name__, type(error).__name__)

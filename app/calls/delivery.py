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

    async def deliver(self, message: ClientMessage) -> None:
        """Wait a moment for the server to take the message; never fails."""
        try:
            await self._session.send(message, NOW_SECONDS)
        except ServerUnreachable:
            self._tasks.start(self._deliver_late(message), "deliver late")
        except KnownError as error:
            _not_taken(message, error)

    def post(self, message: ClientMessage) -> None:
        """Send the message without waiting; never fails."""
        self._tasks.start(self._deliver_late(message), "post")

    async def _deliver_late(self, message: ClientMessage) -> None:
        try:
            await self._session.send(message, LATE_SECONDS)
        except KnownError as error:
            _not_taken(message, error)


def _not_taken(message: ClientMessage, error: KnownError) -> None:
    _log.info("%s was not taken: %s", type(message).__name__, type(error).__name__)

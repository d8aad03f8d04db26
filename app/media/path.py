# SPDX-License-Identifier: GPL-3.0-or-later
"""How one link gets another path while it stands: gathered, connected, taken over."""

from __future__ import annotations

import logging
from collections.abc import Callable

from aiortc import RTCPeerConnection

from app.media.ice_servers import NoRelay, relay_choices
from app.media.link_events import IceConfiguration, PathDescription
from app.media.negotiation import ANSWER_S
from app.media.rtc_gathering import gathering
from app.media.rtc_paths import FreshPath, PathUnusable
from app.tasks import Tasks

_log = logging.getLogger(__name__)


class PathChange:
    """The next path of one link. Belongs to the asyncio thread.

    ``describe`` and then ``take`` make one; a new ``describe`` gives the one before up.
    """

    def __init__(
        self, connection: RTCPeerConnection, tasks: Tasks, on_changed: Callable[[], None]
    ) -> None:
        """``on_changed`` is told when another path has taken over."""
        self._connection = connection
        self._tasks = tasks
        self._on_changed = on_changed
        self._fresh: FreshPath | None = None

    @property
    def waiting(self) -> bool:
        """Say whether something was gathered that waits for the peer's description."""
        return self._fresh is not None

    async def describe(self, ice: IceConfiguration) -> PathDescription:
        """Gather with the first relay that answers.

        Raises NoRelay when only relays are allowed and none answers.
        """
        await self.drop()
        for server in relay_choices(ice):
            relayed = server is not None and str(server.urls).startswith("turn")
            fresh = FreshPath(self._connection, server, relay_only=ice.relay_only)
            try:
                with gathering(ANSWER_S):
                    described = await fresh.gather()
            except BaseException:
                await fresh.close()
                raise
            found = any(" typ relay" in one for one in described.candidates)
            if described.candidates and (found or not relayed):
                self._fresh = fresh
                return described
            await fresh.close()
        raise NoRelay()

    async def take(self, peer: PathDescription) -> None:
        """Connect with what the peer described for the same round, and go that way.

        Raises PathUnusable; the present path stays then.
        """
        fresh, self._fresh = self._fresh, None
        if fresh is None:
            raise PathUnusable
        try:
            await fresh.connect(peer)
            fresh.take_over()
        except BaseException:
            await fresh.close()
            raise
        _log.info("another path has taken over")
        self._tasks.start(fresh.retire_old(), "old path")
        self._on_changed()

    async def drop(self) -> None:
        """Give up what was gathered."""
        fresh, self._fresh = self._fresh, None
        if fresh is not None:
            await fresh.close()

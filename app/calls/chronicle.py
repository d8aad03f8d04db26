# SPDX-License-Identifier: GPL-3.0-or-later
"""When a call stood and when it did not, for views, the encounter and the report. Pure."""

from __future__ import annotations

from datetime import datetime

from app.calls.interruptions import DeviceInterruptions, PathInterruptions
from app.calls.views import Stage
from app.records.encounter import Interruption

_STANDS = frozenset({Stage.CONNECTED, Stage.RECONNECTING, Stage.INTERRUPTED})


class Chronicle:
    """Takes each change of stage with its time; ``now_s`` is any clock that only goes forward."""

    def __init__(self) -> None:
        self.connected_at: datetime | None = None
        self.reconnects = 0
        self.setup_ms: float | None = None
        """From the first attempt to the first link that was up."""
        self._first_attempt_s: float | None = None
        self._stage = Stage.OUTSIDE
        self._path = PathInterruptions()
        self._devices = DeviceInterruptions()

    @property
    def interruptions(self) -> tuple[Interruption, ...]:
        """All of them, those of devices too, in the order in which they began."""
        both = self._path.past_and_present + self._devices.past_and_present
        return tuple(sorted(both, key=lambda one: one.start))

    @property
    def reconnecting_since(self) -> datetime | None:
        """When the present interruption of the connection began."""
        present = self._path.present
        return None if present is None else present.start

    def attempt_began(self, now_s: float) -> None:
        """Note the start of an attempt."""
        if self._first_attempt_s is None:
            self._first_attempt_s = now_s

    def link_came_up(self, now_s: float) -> None:
        """Note that a link is up."""
        if self.setup_ms is None and self._first_attempt_s is not None:
            self.setup_ms = (now_s - self._first_attempt_s) * 1000

    def silence_began(self, since: datetime) -> None:
        """Note that nothing has come over the standing link since then."""
        if self._stands:
            self._path.silent(since)

    def silence_ended(self, now: datetime) -> None:
        """Note that something comes again over the link that stands."""
        self._path.over(now)

    def address_gone(self, now: datetime) -> None:
        """Note that this computer has lost the address that the standing link used."""
        if self._stands:
            self._path.address_gone(now)

    def link_closed(self, now: datetime) -> None:
        """Note that the standing link has ended, and nobody said good-bye."""
        if self._stands:
            self._path.closed(now)

    def server_is(self, online: bool, now: datetime) -> None:
        """Note whether this end has a line to the server."""
        self._path.server_is(online, now)

    def peer_gone(self) -> None:
        """Note that the server has lost the other side, which did not leave on purpose."""
        self._path.peer_gone()

    def devices_are(self, here: bool, now: datetime) -> None:
        """Note once a second whether this computer has a microphone and a loudspeaker."""
        if self._stands:
            self._devices.look(here, now)

    def stage_changed(self, before: Stage, after: Stage, now: datetime) -> None:
        """Note a change of stage; none is no change."""
        self._stage = after
        if before is after:
            return
        if after is Stage.CONNECTED:
            if self.connected_at is None:
                self.connected_at = now
            else:
                self.reconnects += 1
            self._path.over(now)
        elif before is Stage.CONNECTED and after is Stage.RECONNECTING:
            self._path.silent(now)
        elif after in (Stage.OUTSIDE, Stage.WAITING, Stage.ENDED):
            self._path.over(now)
            self._devices.over(now)

    @property
    def _stands(self) -> bool:
        return self.connected_at is not None and self._stage in _STANDS

# SPDX-License-Identifier: GPL-3.0-or-later
"""When a call stood and when it did not, for views, the encounter and the report. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.calls.views import Stage
from app.records.encounter import Interruption, InterruptionCause


class Chronicle:
    """Takes each change of stage with its time; ``now_s`` is any clock that only goes forward."""

    def __init__(self) -> None:
        self.connected_at: datetime | None = None
        self.interruptions: tuple[Interruption, ...] = ()
        self.reconnects = 0
        self.setup_ms: float | None = None
        """From the first attempt to the first link that was up."""
        self._first_attempt_s: float | None = None

    @property
    def reconnecting_since(self) -> datetime | None:
        """When the present interruption began."""
        last = self.interruptions[-1] if self.interruptions else None
        return last.start if last is not None and last.end is None else None

    def attempt_began(self, now_s: float) -> None:
        """Note the start of an attempt."""
        if self._first_attempt_s is None:
            self._first_attempt_s = now_s

    def link_came_up(self, now_s: float) -> None:
        """Note that a link is up."""
        if self.setup_ms is None and self._first_attempt_s is not None:
            self.setup_ms = (now_s - self._first_attempt_s) * 1000

    def silence_began(
        self, now: datetime, cause: InterruptionCause = InterruptionCause.NETWORK
    ) -> None:
        """Note that nothing has come since ``now``; if the call stood, it is interrupted."""
        if self.connected_at is None:
            return
        if self.reconnecting_since is None:
            self.interruptions += (Interruption(now, None, cause),)
        elif cause is not InterruptionCause.NETWORK:
            # Known better than at its beginning.
            *earlier, last = self.interruptions
            self.interruptions = (*earlier, replace(last, cause=cause))

    def silence_ended(self, now: datetime) -> None:
        """Note that something comes again over the link that stands."""
        self._end_interruption(now)

    def stage_changed(self, before: Stage, after: Stage, now: datetime) -> None:
        """Note a change of stage; none is no change."""
        if before is after:
            return
        if after is Stage.CONNECTED:
            if self.connected_at is None:
                self.connected_at = now
            else:
                self.reconnects += 1
            self._end_interruption(now)
        elif before is Stage.CONNECTED and after is Stage.RECONNECTING:
            self.silence_began(now)
        elif after in (Stage.OUTSIDE, Stage.WAITING, Stage.ENDED):
            self._end_interruption(now)

    def _end_interruption(self, now: datetime) -> None:
        if self.reconnecting_since is not None:
            *earlier, last = self.interruptions
            self.interruptions = (*earlier, replace(last, end=now))

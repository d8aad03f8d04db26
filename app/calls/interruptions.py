# SPDX-License-Identifier: GPL-3.0-or-later
"""When the people could not hear each other, and why, as far as this end can see. Pure.

What is learnt while an interruption lasts may name its cause better than its beginning did:

    nothing came < the server was away already < the other side's program is gone < the own
    address is gone

A stronger cause takes the place of a weaker one, never the other way round.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from app.records.encounter import Interruption, InterruptionCause

SERVER_BEFORE: Final = timedelta(seconds=2)
"""A server that went so long before the path did not go with it, by the same network."""
CLOSED_BY_SILENCE: Final = timedelta(seconds=3)
"""A link that ends after so much silence was given up below, not closed by the other side."""
_ORDER: Final = (
    InterruptionCause.NETWORK,
    InterruptionCause.SERVER,
    InterruptionCause.OTHER_SIDE,
    InterruptionCause.OWN_NETWORK,
)


class PathInterruptions:
    """The times in which nothing came over the path, oldest first."""

    def __init__(self) -> None:
        self.past_and_present: tuple[Interruption, ...] = ()
        self._server_away_since: datetime | None = None
        self._server_seen_away = False
        """During the present interruption: then what the server forgets says nothing."""

    @property
    def present(self) -> Interruption | None:
        """The one that lasts."""
        last = self.past_and_present[-1] if self.past_and_present else None
        return last if last is not None and last.end is None else None

    def silent(self, since: datetime) -> None:
        """Note that nothing has come since then."""
        away = self._server_away_since
        alone = away is not None and away <= since - SERVER_BEFORE
        cause = InterruptionCause.SERVER if alone else InterruptionCause.NETWORK
        self._interrupted(since, cause)

    def address_gone(self, now: datetime) -> None:
        """Note that the address of this computer that the path used is gone."""
        self._interrupted(now, InterruptionCause.OWN_NETWORK)

    def closed(self, now: datetime) -> None:
        """Note that the link has ended without a good-bye."""
        present = self.present
        if present is None or now - present.start < CLOSED_BY_SILENCE:
            self._interrupted(now, InterruptionCause.OTHER_SIDE)

    def peer_gone(self) -> None:
        """Note that the server has lost the other side too."""
        present = self.present
        if present is not None and not self._server_seen_away:
            self._interrupted(present.start, InterruptionCause.OTHER_SIDE)

    def server_is(self, online: bool, now: datetime) -> None:
        """Note whether this end has a line to the server."""
        if online:
            self._server_away_since = None
        else:
            self._server_away_since = self._server_away_since or now
            self._server_seen_away = True

    def over(self, now: datetime) -> None:
        """Note that something comes again, or that the people have parted."""
        if (present := self.present) is not None:
            self._put(replace(present, end=max(present.start, now)))

    def _interrupted(self, since: datetime, cause: InterruptionCause) -> None:
        present = self.present
        if present is None:
            self._server_seen_away = self._server_away_since is not None
            self.past_and_present += (Interruption(since, None, cause),)
        elif _ORDER.index(cause) > _ORDER.index(present.cause):
            self._put(replace(present, cause=cause))

    def _put(self, last: Interruption) -> None:
        self.past_and_present = (*self.past_and_present[:-1], last)


class DeviceInterruptions:
    """The times in which this computer had lost its microphone or its loudspeaker.

    Looked at once a second. A change to another device takes less than two looks; what was
    missing from the beginning is not lost.
    """

    def __init__(self) -> None:
        self.past_and_present: tuple[Interruption, ...] = ()
        self._had = False
        self._missing_since: datetime | None = None

    def look(self, here: bool, now: datetime) -> None:
        """Note whether both are there, during a connection."""
        if here:
            self._had = True
            self.over(now)
        elif self._had and self._missing_since is None:
            self._missing_since = now
        elif self._missing_since is not None and not self._lasts:
            since = self._missing_since
            self.past_and_present += (Interruption(since, None, InterruptionCause.DEVICE),)

    def over(self, now: datetime) -> None:
        """Note that they are back, or that the people have parted."""
        self._missing_since = None
        if self._lasts:
            *earlier, last = self.past_and_present
            self.past_and_present = (*earlier, replace(last, end=max(last.start, now)))

    @property
    def _lasts(self) -> bool:
        return bool(self.past_and_present) and self.past_and_present[-1].end is None

# SPDX-License-Identifier: GPL-3.0-or-later
"""Judge from the times of what comes whether the path to the peer lives. Pure."""

from __future__ import annotations

from enum import Enum

UNSTEADY_S = 1.5
SILENT_S = 3.0
_OWN_STALL_S = 0.5


class Pulse(Enum):
    """How the path is."""

    STEADY = "steady"
    UNSTEADY = "unsteady"
    """Nothing for 1.5 s: worth a note."""
    SILENT = "silent"
    """Nothing for 3 s: a peer that lives says something twice a second."""


class Liveness:
    """When something was heard last, on one path."""

    def __init__(self, now: float) -> None:
        self._heard_at = now
        self._checked_at = now

    def heard(self, now: float) -> None:
        """Note that something authentic came."""
        self._heard_at = now

    def check(self, now: float) -> Pulse:
        """Judge; to be called several times a second."""
        stall_s = now - self._checked_at
        self._checked_at = now
        if stall_s > _OWN_STALL_S:
            # This machine slept or was busy: what came meanwhile has not been looked at yet.
            self._heard_at = min(now, self._heard_at + stall_s)
        silence_s = now - self._heard_at
        if silence_s >= SILENT_S:
            return Pulse.SILENT
        return Pulse.UNSTEADY if silence_s >= UNSTEADY_S else Pulse.STEADY

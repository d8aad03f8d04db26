# SPDX-License-Identifier: GPL-3.0-or-later
"""A keyring backend in memory that can be locked, hung, broken, or forgetful."""

from __future__ import annotations

import threading
from enum import Enum

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked


class Mood(Enum):
    """How the fake answers."""

    WELL = "well"
    LOCKED = "locked"
    DEAD = "dead"
    HUNG = "hung"
    FORGETFUL = "forgetful"
    """Takes everything, keeps nothing: keyring.backends.null."""
    GARBLING = "garbling"
    """Keeps something else than it was given."""
    READ_ONLY = "read-only"


class MemoryKeyring(KeyringBackend):
    """Behaves like the real ones as far as the vault can see."""

    priority = -1.0
    """Never chosen by the library's own search."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.mood = Mood.WELL
        self.woken = threading.Event()
        """Ends every hung call."""

    def get_password(self, service: str, username: str) -> str | None:
        """Give an entry."""
        self._suffer()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep an entry, or not."""
        self._suffer()
        if self.mood is Mood.READ_ONLY:
            raise OSError("D-Bus says no")
        if self.mood is not Mood.FORGETFUL:
            garbled = password.swapcase() if self.mood is Mood.GARBLING else password
            self.entries[service, username] = garbled

    def _suffer(self) -> None:
        if self.mood is Mood.LOCKED:
            raise KeyringLocked("prompt dismissed")
        if self.mood is Mood.DEAD:
            raise InitError("no such service")
        if self.mood is Mood.HUNG:
            self.woken.wait(60)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call needs of the server: to carry words, to name relays, to be looked after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.media.link_events import IceConfiguration


@dataclass(frozen=True, slots=True)
class Line:
    """The line to the server, for one call."""

    relay: Callable[[str], Awaitable[None]]
    """Carries a payload to the peer. Raises KnownError."""
    ice: Callable[[], Awaitable[IceConfiguration]]
    """Fetches relay credentials: they live for minutes. Raises KnownError."""
    check: Callable[[bool], None]
    """Makes the line anew if it does not answer, or at once (True) where it is surely dead."""

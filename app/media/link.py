# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection to one peer, negotiated once: sound, picture and a data channel."""

from __future__ import annotations

from app.media.link_events import (
    IceConfiguration,
    LinkDown,
    LinkEvent,
    LinkUnsteady,
    LinkUp,
    TextCame,
)

__all__ = [
    "IceConfiguration",
    "Link",
    "LinkDown",
    "LinkEvent",
    "LinkUnsteady",
    "LinkUp",
    "TextCame",
]


class Link:
    """One attempt to be connected to one peer. Belongs to the asyncio thread."""

    attempt: str

    async def offer(self) -> str:
        """Make the offer of this link (W3C createOffer and setLocalDescription)."""
        raise NotImplementedError

    async def answer(self, sdp: str) -> str:
        """Take the peer's verified offer and make the answer. Raises DescriptionRefused."""
        raise NotImplementedError

    async def accept(self, sdp: str) -> None:
        """Take the peer's verified answer. Raises DescriptionRefused."""
        raise NotImplementedError

    def local_fingerprint(self) -> str:
        """Give the SHA-256 fingerprint of the own certificate as "AB:CD:…"."""
        raise NotImplementedError

    def live_fingerprint(self) -> str:
        """Give the fingerprint of the certificate that the peer really used; "" before LinkUp."""
        raise NotImplementedError

    def relayed(self) -> bool:
        """Say whether the packets go through a relay."""
        raise NotImplementedError

    def let_through(self) -> None:
        """Let received sound and pictures out: the caller has verified the live connection."""
        raise NotImplementedError

    def send_text(self, text: str) -> None:
        """Send a text over the data channel, in order; it waits there until the channel opens."""
        raise NotImplementedError

    async def close(self) -> None:
        """Close the connection and everything that belongs to it; no event follows."""
        raise NotImplementedError

# SPDX-License-Identifier: GPL-3.0-or-later
"""What a link tells its owner, and how it is to find its way."""

from __future__ import annotations

from dataclasses import dataclass, field

from signaling_server.wire_http import IceServer


@dataclass(frozen=True, slots=True)
class IceConfiguration:
    """Where the relays are, and whether nothing but relays may be used."""

    servers: tuple[IceServer, ...] = field(default=(), repr=False)
    relay_only: bool = False


@dataclass(frozen=True, slots=True)
class LinkUp:
    """The encrypted connection stands; the caller verifies the peer, then lets it through."""


@dataclass(frozen=True, slots=True)
class LinkUnsteady:
    """Nothing has come for 1.5 s (``silent``), or it comes again."""

    silent: bool


@dataclass(frozen=True, slots=True)
class LinkDown:
    """The connection is gone; said once, nothing follows it."""

    cause: str
    """"timeout" (never connected), "silence" (3 s of nothing), "closed" (by the peer or below)."""


@dataclass(frozen=True, slots=True)
class TextCame:
    """The peer sent a text over the encrypted data channel."""

    text: str = field(repr=False)


LinkEvent = LinkUp | LinkUnsteady | LinkDown | TextCame

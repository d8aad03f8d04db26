# SPDX-License-Identifier: GPL-3.0-or-later
"""What a link tells its owner, and how it is to find its way."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.media.liveness import Pulse
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
class PathDescription:
    """How one end can be reached (RFC 8839): what it answers to, and where."""

    ufrag: str = field(repr=False)
    password: str = field(repr=False)
    candidates: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PulseChanged:
    """Something comes over the path again, or nothing has come for a while."""

    pulse: Pulse


@dataclass(frozen=True, slots=True)
class AddressesChanged:
    """This computer has other addresses than before, while the link stood."""

    gone: bool
    """The one that the path used is no more: nothing will come."""


@dataclass(frozen=True, slots=True)
class PathChanged:
    """Another path has taken over; the encrypted association is the same as before."""


@dataclass(frozen=True, slots=True)
class LinkDown:
    """The connection is gone; said once, nothing follows it."""

    cause: str
    """"timeout" (never connected), "closed" (by the peer, or no consent for 30 s)."""


@dataclass(frozen=True, slots=True)
class TextCame:
    """The peer sent a text over the encrypted data channel."""

    text: str = field(repr=False)


LinkEvent = LinkUp | PulseChanged | AddressesChanged | PathChanged | LinkDown | TextCame

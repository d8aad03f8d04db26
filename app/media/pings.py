# SPDX-License-Identifier: GPL-3.0-or-later
"""Pings beside the media: they may get lost, but never wait behind a lost one. Pure.

The data channel repeats what is lost, so its answers come late exactly when the path is bad;
round trip and clock offset are therefore measured here.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from app.media.clocks import Exchange

_FORMAT = struct.Struct(">Iddd")
_PING, _PONG = 1, 2
_EVERY_S = 1.0
_FIRST = 8
_FIRST_EVERY_S = 0.1


class Pings:
    """Asks and answers; times are NTP seconds of each end's own clock."""

    def __init__(
        self, send: Callable[[bytes], bool], on_exchange: Callable[[Exchange], None]
    ) -> None:
        """``send`` says whether there was somebody to send to."""
        self._send = send
        self._on_exchange = on_exchange
        self._count = 0
        self._sent_at = float("-inf")

    def tick(self, ntp: float) -> None:
        """Let time pass: ask once a second, and quicker at the start."""
        every_s = _FIRST_EVERY_S if self._count < _FIRST else _EVERY_S
        if ntp - self._sent_at >= every_s and self._send(_FORMAT.pack(_PING, ntp, 0, 0)):
            self._sent_at = ntp
            self._count += 1

    def take(self, note: bytes, ntp: float) -> None:
        """Take what came; what is no ping is ignored."""
        if len(note) != _FORMAT.size:
            return
        kind, sent, peer_received, peer_sent = _FORMAT.unpack(note)
        if kind == _PING:
            self._send(_FORMAT.pack(_PONG, sent, ntp, ntp))
        elif kind == _PONG:
            self._on_exchange(Exchange(sent, peer_received, peer_sent, ntp))

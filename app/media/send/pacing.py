# SPDX-License-Identifier: GPL-3.0-or-later
"""When the packets of a picture leave: spread out, so that no queue fills at once. Pure.

A frame leaves at a multiple of the planned rate, as in WebRTC's pacer; sound never waits. What is
sent again leaves at once, but takes its room from the pictures, and has a budget of its own.
"""

from __future__ import annotations

WIRE_BYTES = 38
"""What SRTP, UDP and IPv4 add to an RTP packet (RFC 3711, 768, 791)."""
HEADER_BYTES = 24
"""An RTP header with the extensions of ours."""
_FACTOR = 2.5
_LEAST_BITS_PER_S = 300_000.0
_GRAIN_S = 0.002
"""Shorter waits are not worth a timer."""
_LONGEST_WAIT_S = 0.15
_AGAIN_SHARE = 0.6
_AGAIN_WINDOW_S = 0.5
_AGAIN_ALWAYS_BYTES = 8_000


class Pacer:
    """The pictures' way out of one link. One thread at a time."""

    def __init__(self) -> None:
        self._bits_per_s = 1_000_000.0
        self._free_at = 0.0
        self._again_bytes = 0.0
        self._again_at = 0.0
        self.refused = 0
        """Packets that were not sent again because too many were asked for."""

    def set_rate(self, bitrate: int) -> None:
        """Follow the planned rate of the whole link (bit/s)."""
        self._bits_per_s = max(_LEAST_BITS_PER_S, _FACTOR * bitrate)

    def wait_s(self, size_bytes: int, now: float) -> float:
        """Take room for a packet; say how long it has to wait before it leaves."""
        begins_at = min(max(self._free_at, now), now + _LONGEST_WAIT_S)
        self._free_at = begins_at + size_bytes * 8 / self._bits_per_s
        wait_s = begins_at - now
        return wait_s if wait_s >= _GRAIN_S else 0.0

    def may_send_again(self, size_bytes: int, now: float) -> bool:
        """Say whether a packet that was asked for again may leave now."""
        budget = self._bits_per_s / _FACTOR / 8 * _AGAIN_SHARE
        self._again_bytes = max(0.0, self._again_bytes - budget * (now - self._again_at))
        self._again_at = now
        if self._again_bytes > max(_AGAIN_ALWAYS_BYTES, budget * _AGAIN_WINDOW_S):
            self.refused += 1
            return False
        self._again_bytes += size_bytes
        self._free_at = max(self._free_at, now) + size_bytes * 8 / self._bits_per_s
        return True

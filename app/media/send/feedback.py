# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of a stream that goes out: what left last, and what the peer says of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the peer reports of one stream that it gets."""

    loss: float | None = None
    """Share of packets lost since its last report, 0 to 1 (RFC 3550 section 6.4.1)."""
    round_trip_s: float | None = None
    packets_lost: int | None = None
    """Since the stream began."""
    jitter: int | None = None
    """In ticks of the stream's RTP clock."""
    estimate: int | None = None
    """REMB, bit/s: only a hint."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The frame that went out last: RTP time without origin, and when it was captured."""

    timestamp: int
    captured_at: float

# SPDX-License-Identifier: GPL-3.0-or-later
"""Read what a received RTP packet says of the frame that it is a part of. Pure."""

from __future__ import annotations

from aiortc.rtp import RtpPacket


def starts_frame(packet: RtpPacket) -> bool:
    """Say whether a VP8 packet starts a frame (RFC 7741 section 4.2: S set, PID 0)."""
    return packet.payload[0] & 0x17 == 0x10


def sent_at(packet: RtpPacket) -> float | None:
    """Say when a packet left the peer, in seconds that wrap at 64 (abs-send-time)."""
    stamp = packet.extensions.abs_send_time
    return None if stamp is None else stamp / (1 << 18)

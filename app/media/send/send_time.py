# SPDX-License-Identifier: GPL-3.0-or-later
"""Put the time at which a packet leaves into it (abs-send-time). Pure.

aiortc stamps a packet when it is made, and what is sent again keeps its first stamp. A receiver
that measures by the stamps takes the wait of the pacer and of a repetition for a full queue.
Form: RFC 8285 section 4.2 (one-byte header); draft-alvestrand-rmcat-remb section 4.
"""

from __future__ import annotations

from typing import Final

ABS_SEND_TIME: Final = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"

_FIXED_HEADER_BYTES = 12
_HAS_EXTENSION = 0x10
_SOURCES = 0x0F
_ONE_BYTE_HEADER = b"\xbe\xde"
_PADDING, _RESERVED = 0, 15
_STAMP_BYTES = 3


def stamp_of(ntp: int) -> int:
    """Give the 24 bits of abs-send-time (seconds that wrap at 64, 18 bits of them a fraction)
    for a time in the 64-bit NTP format."""
    return (ntp >> 14) & 0xFFFFFF


def with_send_time(packet: bytes, extension: int, stamp: int) -> bytes:
    """Give the RTP packet with this stamp in the header extension of this id (1–14).

    A packet without that extension comes back as it was.
    """
    if len(packet) < _FIXED_HEADER_BYTES or not packet[0] & _HAS_EXTENSION:
        return packet
    at = _FIXED_HEADER_BYTES + 4 * (packet[0] & _SOURCES)
    if packet[at : at + 2] != _ONE_BYTE_HEADER:
        return packet
    end = min(at + 4 + 4 * int.from_bytes(packet[at + 2 : at + 4], "big"), len(packet))
    at += 4
    while at < end:
        name, size = packet[at] >> 4, (packet[at] & 0x0F) + 1
        if name == _RESERVED:
            break
        if name == _PADDING:
            at += 1
            continue
        if name == extension and size == _STAMP_BYTES and at + 1 + size <= end:
            return packet[: at + 1] + stamp.to_bytes(_STAMP_BYTES, "big") + packet[at + 1 + size :]
        at += 1 + size
    return packet

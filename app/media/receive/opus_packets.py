# SPDX-License-Identifier: GPL-3.0-or-later
"""What an Opus packet says of itself without being decoded (RFC 6716 section 3). Pure."""

from __future__ import annotations

_HYBRID = 12
_CELT = 16
_SILK_FRAMES = (480, 960, 1920, 2880)
_CELT_FRAMES = (120, 240, 480, 960)
_LONGEST = 5760
"""120 ms."""


def packet_samples(packet: bytes) -> int | None:
    """Give the length of the sound in a packet at 48 kHz, None for what is no Opus packet."""
    if not packet:
        return None
    kind = packet[0] >> 3
    if kind >= _CELT:
        frame = _CELT_FRAMES[kind & 3]
    elif kind >= _HYBRID:
        frame = (480, 960)[kind & 1]
    else:
        frame = _SILK_FRAMES[kind & 3]
    match packet[0] & 3:
        case 0:
            count = 1
        case 1 | 2:
            count = 2
        case _:
            count = packet[1] & 0x3F if len(packet) > 1 else 0
    return frame * count if 0 < frame * count <= _LONGEST else None


def is_discontinuous(packet: bytes) -> bool:
    """Say whether a packet says that nothing is sent for a while (DTX): no frame has any data."""
    return len(packet) <= 2


def repeats_previous(packet: bytes) -> bool:
    """Say whether a packet of one voice frame carries the frame before it again.

    At the very start of a mono frame stand a flag of activity for each 20 ms and then this one
    (section 4.2.3). Packets of several frames are not looked into.
    """
    kind = packet[0] >> 3 if packet else _CELT
    if len(packet) < 2 or packet[0] & 3 or kind >= _CELT:
        return False
    activity_flags = max(1, kind & 3) if kind < _HYBRID else 1
    return bool(packet[1] >> (7 - activity_flags) & 1)

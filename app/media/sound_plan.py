# SPDX-License-Identifier: GPL-3.0-or-later
"""How sound is encoded and protected for a path that carries so much and loses so much. Pure."""

from __future__ import annotations

from dataclasses import dataclass

_HEADERS_BITS = 8 * 62
"""Of one packet: IP, UDP, RTP with extensions, and the tag of SRTP."""
_FRAME_MS = 20
_LOSS_WORTH_REPEATING = 0.005
_LOSS_OF_PAIRS = 0.06
"""From here on two packets in a row are lost too often for one repetition."""
_MOST_FOR_REPETITIONS = 32_000
"""Bits a second."""


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """How sound is encoded; for the encoder that all peers share."""

    bitrate: int
    """Of the encoder (bit/s), without headers and repetitions."""
    expected_loss_percent: int
    """How much in-band protection the encoder adds, for peers without redundant packets."""
    repeated: tuple[int, ...] = ()
    """Which earlier packets each packet carries again: 1 is the one before."""

    @property
    def wire_bitrate(self) -> int:
        """Say what the sound takes on the path, headers and repetitions included."""
        packets_per_s = 1000 // _FRAME_MS
        return self.bitrate * (1 + len(self.repeated)) + packets_per_s * _HEADERS_BITS


def plan_sound(total: int, loss: float, *, redundant: bool) -> SoundPlan:
    """Choose for the rate of the whole path (bit/s) and its share of lost packets (0 to 1).

    The voice comes first: it is cut only where it would fill most of the path by itself.
    ``redundant`` says that all peers take packets that carry earlier ones again.
    """
    if total < 120_000:
        bitrate = 16_000
    elif total < 250_000:
        bitrate = 24_000
    elif total < 800_000:
        bitrate = 32_000
    else:
        bitrate = 48_000
    if redundant:
        if loss < _LOSS_WORTH_REPEATING or total < 120_000:
            return SoundPlan(bitrate, 0)
        repeated = (1,) if loss < _LOSS_OF_PAIRS else (1, 2)
        affordable = (bitrate + _MOST_FOR_REPETITIONS) // (1 + len(repeated))
        return SoundPlan(min(bitrate, affordable), 0, repeated)
    percent = min(25, max(3, round(loss * 100)))
    return SoundPlan(bitrate, percent)

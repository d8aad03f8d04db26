# SPDX-License-Identifier: GPL-3.0-or-later
"""How sound is encoded and protected for a path that carries so much and loses so much. Pure.

The figures come from ``python -m tests.lab.sound_bench``: what of the same bits is understood best
is the voice in fewer bits and more often, as soon as packets get lost.
"""

from __future__ import annotations

from dataclasses import dataclass

_HEADERS_BITS = 8 * 62
"""Of one packet: IP, UDP, RTP with extensions, and the tag of SRTP."""
_MOST_FOR_REPETITIONS = 32_000
"""Bits a second."""
_MOST_OF_THE_PATH = 0.6
_LEAST_BITRATE = 16_000

# (least rate of the whole path, bitrate of the encoder, length of a frame in ms), best first. On
# a narrow path half of the packets save the headers of half of them, for 20 ms more delay.
_QUALITIES = (
    (800_000, 48_000, 20),
    (300_000, 32_000, 20),
    (160_000, 24_000, 20),
    (80_000, 20_000, 40),
    (0, _LEAST_BITRATE, 40),
)
# The same for sounds that a doctor judges by ear: what an encoder leaves out of a heart or a lung
# nobody may take for a finding.
_MEDICAL_BITRATES = (128_000, 96_000, 64_000)
# (share of lost packets, which earlier packets each one repeats). One repetition fails where two
# packets in a row are lost, two where three are; each further one waits 20 ms more.
_PROTECTIONS: tuple[tuple[float, tuple[int, ...]], ...] = (
    (0.0, ()),
    (0.004, (1,)),
    (0.035, (1, 2)),
    (0.1, (1, 2, 3)),
)
_CALMER = 0.5
"""A protection is left only well below the loss that it is for."""
_LOSS_BEFORE_KNOWN = 0.01
_RISE = 0.3
_FALL = 0.1
"""Of the way to each report, about one a second: up fast, down slowly."""


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """How sound is encoded; for the encoder that all peers share."""

    bitrate: int
    """Of the encoder (bit/s), without headers and repetitions."""
    frame_ms: int
    expected_loss_percent: int
    """How much in-band protection the encoder adds, for peers without redundant packets."""
    repeated: tuple[int, ...] = ()
    """Which earlier packets each packet carries again: 1 is the one before."""

    @property
    def wire_bitrate(self) -> int:
        """Say what the sound takes on the path, headers and repetitions included."""
        packets_per_s = 1000 // self.frame_ms
        return self.bitrate * (1 + len(self.repeated)) + packets_per_s * _HEADERS_BITS


class SoundLoss:
    """The share of sound packets that get lost on the way to one peer, from its reports."""

    def __init__(self) -> None:
        self.share = _LOSS_BEFORE_KNOWN
        self.protection = 1
        """How much protection that deserves: 0 is none."""

    def heard(self, loss: float) -> None:
        """Take the share that a report tells (RFC 3550 section 6.4.1)."""
        self.share += (loss - self.share) * (_RISE if loss > self.share else _FALL)
        up = max(level for level, (least, _) in enumerate(_PROTECTIONS) if self.share >= least)
        if up > self.protection:
            self.protection = up
        while self.share < _CALMER * _PROTECTIONS[self.protection][0]:
            self.protection -= 1


def plan_sound(total: int, losses: list[SoundLoss], *, redundant: bool) -> SoundPlan:
    """Choose for the rate of the weakest path (bit/s) and the losses of all.

    The voice comes first: it is cut only where it would fill most of the path by itself.
    ``redundant`` says that all peers take packets that carry earlier ones again.
    """
    bitrate, frame_ms = next(
        (bitrate, frame_ms) for least, bitrate, frame_ms in _QUALITIES if total >= least
    )
    if not redundant:
        loss = max((one.share for one in losses), default=0.0)
        return SoundPlan(bitrate, frame_ms, min(25, max(3, round(loss * 100))))
    protection = max((one.protection for one in losses), default=0)
    for _, repeated in reversed(_PROTECTIONS[: protection + 1]):
        affordable = (bitrate + _MOST_FOR_REPETITIONS) // (1 + len(repeated))
        plan = SoundPlan(max(_LEAST_BITRATE, min(bitrate, affordable)), frame_ms, 0, repeated)
        if plan.wire_bitrate <= _MOST_OF_THE_PATH * total:
            return plan
    return SoundPlan(bitrate, frame_ms, 0)


def plan_medical_sound(total: int, losses: list[SoundLoss], *, redundant: bool) -> SoundPlan:
    """Choose as ``plan_sound`` does, for sounds that must come as they are.

    As many bits as the path has room for beside the protection that it needs; what a narrow path
    cannot carry is sent like a voice.
    """
    voice = plan_sound(total, losses, redundant=redundant)
    protection = max((one.protection for one in losses), default=0) if redundant else 0
    for bitrate in _MEDICAL_BITRATES:
        plan = SoundPlan(bitrate, 20, 0, _PROTECTIONS[protection][1])
        if plan.wire_bitrate <= _MOST_OF_THE_PATH * total:
            return plan
    return voice

# SPDX-License-Identifier: GPL-3.0-or-later
"""Send sound over a generated path without waiting for it: the real encoder, buffer and decoder.

Time is counted, not passed, so half a minute takes a second or two and comes out the same each
time. ``python -m tests.lab.sound_bench`` scores what is heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.media.codecs.available import Codecs
from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples
from app.media.receive.sound import Decoded, SoundCounters, SoundReceiver
from app.media.redundancy import Block, join_blocks
from app.media.sound_plan import SoundPlan
from tests.lab.shaping import Path, PathShape

_OPUS_TYPE = 96
_TICK_S = TICK_SAMPLES / SAMPLE_RATE
_HEADER_BYTES = 62
_MOST_REPEATED = 8
_AFTER_END_S = 1.0

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Sent:
    """One packet as it leaves."""

    at: float
    timestamp: int
    payload: bytes
    redundant: bool
    """Whether the payload is one of RFC 2198."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came out at the other end."""

    samples: Samples
    notes: tuple[Decoded, ...]
    """Of what was said; what is invented after the last packet is left out."""
    counters: SoundCounters
    """When the last packet had left."""
    bits_per_s: float
    """Sent, with headers."""


def encoded(codecs: Codecs, said: Samples, plan: SoundPlan, *, redundant: bool) -> Iterator[Sent]:
    """Encode sound into packets by a plan."""
    encoder = codecs.opus_encoder(plan.bitrate)
    encoder.set_bitrate(plan.bitrate)
    encoder.set_expected_loss(plan.expected_loss_percent)
    size = encoder.frame_samples(plan.frame_ms * SAMPLE_RATE // 1000)
    before: list[bytes] = []
    for start in range(0, len(said) - size + 1, size):
        data = encoder.encode(said[start : start + size])
        at = (start + size) / SAMPLE_RATE
        if redundant:
            earlier = [
                Block(_OPUS_TYPE, back * size, before[-back])
                for back in plan.repeated
                if back <= len(before)
            ]
            before = [*before[-_MOST_REPEATED:], data]
            yield Sent(at, start, join_blocks(earlier, Block(_OPUS_TYPE, 0, data)), True)
        else:
            yield Sent(at, start, data, False)
    encoder.close()


def arrivals(sent: list[Sent], shape: PathShape, seed: int, drift: float = 0.0) -> list[float]:
    """Say when each packet arrives by the clock of the other end; NEVER where it is lost.

    ``drift`` is how much faster the sender's clock runs (0.0002 is 200 ppm).
    """
    path = Path(shape, seed)
    passages = (path.send(len(one.payload) + _HEADER_BYTES, one.at / (1 + drift)) for one in sent)
    return [NEVER if passage is None else passage.arrives_at for passage in passages]


def heard_over(codecs: Codecs, sent: list[Sent], arrive: list[float]) -> Heard:
    """Play packets that arrive at these times, by the clock of the other end."""
    notes: list[Decoded] = []
    receiver = SoundReceiver(
        codecs, lambda stamp: stamp / SAMPLE_RATE, lambda _, note: notes.append(note)
    )
    receiver.open()
    order = sorted(range(len(sent)), key=lambda number: arrive[number])
    ends_at = max(at for at in arrive if at != NEVER)
    counters, heard_of = receiver.counters, 0
    pieces: list[Samples] = []
    for tick in range(int((ends_at + _AFTER_END_S) / _TICK_S)):
        now = tick * _TICK_S
        while order and arrive[order[0]] <= now:
            number = order.pop(0)
            one = sent[number]
            if one.redundant:
                receiver.insert_redundant(1, one.timestamp, one.payload, _OPUS_TYPE, arrive[number])
            else:
                receiver.insert(1, one.timestamp, one.payload, arrive[number])
        if now <= ends_at:
            counters, heard_of = receiver.counters, len(notes)
        piece = receiver.pull(now)
        pieces.append(piece if piece is not None else np.zeros(TICK_SAMPLES, np.int16))
    receiver.close()
    bits = sum((len(one.payload) + _HEADER_BYTES) * 8 for one in sent)
    return Heard(np.concatenate(pieces), tuple(notes[:heard_of]), counters, bits / sent[-1].at)

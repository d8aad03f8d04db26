# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound of one peer: packets in on the asyncio thread, ticks out on the audio thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.media.codecs.available import AnyOpusDecoder, Codecs
from app.media.codecs.opus import FRAME_SAMPLES, OpusFailed
from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples
from app.media.receive.playout import Conceal, Play, PlayoutBuffer, Recover, Rest, Stretch
from app.media.receive.stretch import lengthen, shorten
from app.media.redundancy import RedundancyMalformed, split_blocks

_LONGEST_PACKET_BYTES = 1500


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """What one decoded piece of sound was, for the statistics."""

    seconds: float
    concealed_s: float = 0.0
    recovered_s: float = 0.0
    delay_s: float | None = None


class SoundReceiver:
    """Jitter buffer, decoder and repair of one peer's sound."""

    def __init__(
        self,
        codecs: Codecs,
        captured_at: Callable[[int], float | None],
        note: Callable[[float, Decoded], None],
    ) -> None:
        """``captured_at`` maps an RTP timestamp to monotonic seconds here, None if unknown."""
        self._lock = threading.Lock()
        self._decoder: AnyOpusDecoder | None = codecs.opus_decoder()
        self._captured_at = captured_at
        self._note = note
        self._buffer = PlayoutBuffer()
        self._rest: Samples = np.zeros(0, np.int16)
        self._open = False

    def insert(self, sequence: int, timestamp: int, payload: bytes, now: float) -> None:
        """Take a packet."""
        if not 0 < len(payload) <= _LONGEST_PACKET_BYTES:
            return
        with self._lock:
            self._buffer.insert(sequence, timestamp, payload, now)

    def insert_redundant(
        self, sequence: int, timestamp: int, payload: bytes, opus_type: int, now: float
    ) -> None:
        """Take a packet of RFC 2198; one that is malformed counts as lost."""
        try:
            *earlier, newest = split_blocks(payload)
        except RedundancyMalformed:
            return
        if newest.payload_type != opus_type:
            return
        self.insert(sequence, timestamp, newest.payload, now)
        with self._lock:
            for block in earlier:
                if block.payload_type == opus_type and block.age % FRAME_SAMPLES == 0:
                    before = sequence - block.age // FRAME_SAMPLES
                    self._buffer.fill(
                        before & 0xFFFF, block.timestamp(timestamp), block.payload, now
                    )

    def open(self) -> None:
        """Let sound out from now on; what waited before is too old to be heard."""
        with self._lock:
            self._buffer.clear()
            self._open = True

    def pull(self, now: float) -> Samples | None:
        """Give the next 10 ms to be played at ``now``; None where there is no sound."""
        with self._lock:
            if not self._open or self._decoder is None:
                return None
            while len(self._rest) < TICK_SAMPLES:
                piece = self._decode_next(self._decoder, now + len(self._rest) / SAMPLE_RATE)
                if piece is None:
                    break
                self._rest = np.concatenate((self._rest, piece)) if len(self._rest) else piece
            if not len(self._rest):
                return None
            tick, self._rest = self._rest[:TICK_SAMPLES], self._rest[TICK_SAMPLES:]
        if len(tick) < TICK_SAMPLES:
            tick = np.concatenate((tick, np.zeros(TICK_SAMPLES - len(tick), np.int16)))
        return tick

    def close(self) -> None:
        """Free the decoder; nothing is given out any more."""
        with self._lock:
            self._open = False
            if self._decoder is not None:
                self._decoder.close()
                self._decoder = None

    def _decode_next(self, decoder: AnyOpusDecoder, played_at: float) -> Samples | None:
        captured_at: float | None = None
        concealed = recovered = False
        try:
            match self._buffer.next(played_at):
                case Rest():
                    return None
                case Play(payload, timestamp, recovered):
                    samples = decoder.decode(payload)
                    captured_at = self._captured_at(timestamp)
                case Recover(payload):
                    recovered = decoder.can_recover(payload)
                    concealed = not recovered
                    samples = decoder.recover(payload) if recovered else decoder.conceal()
                case Conceal():
                    concealed = True
                    samples = decoder.conceal()
        except OpusFailed:
            # Damaged or no Opus at all: as good as lost.
            concealed, recovered = True, False
            samples = decoder.conceal()
        samples = self._stretched(samples)
        seconds = len(samples) / SAMPLE_RATE
        self._note(
            played_at,
            Decoded(
                seconds,
                concealed_s=seconds if concealed else 0.0,
                recovered_s=seconds if recovered else 0.0,
                delay_s=played_at - captured_at if captured_at is not None else None,
            ),
        )
        return samples

    def _stretched(self, samples: Samples) -> Samples:
        match self._buffer.stretch():
            case Stretch.KEEP:
                return samples
            case Stretch.SHORTEN:
                changed = shorten(samples)
            case Stretch.LENGTHEN:
                changed = lengthen(samples)
        self._buffer.stretched((len(changed) - len(samples)) / SAMPLE_RATE)
        return changed

# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound of one peer: packets in on the asyncio thread, ticks out on the audio thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from app.media.codecs.available import AnyOpusDecoder, Codecs
from app.media.codecs.opus import OpusFailed
from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, Samples
from app.media.receive.pace import Fade, Pace
from app.media.receive.playout import MOST_KEPT_S, Conceal, Play, PlayoutBuffer, Recover, Rest
from app.media.redundancy import RedundancyMalformed, split_blocks
from app.media.statistics import QueueName, QueueStatistics

_LONGEST_PACKET_BYTES = 1500
_USUAL_FRAME_S = 0.02
_NOTHING: Samples = np.zeros(0, np.int16)


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """What one decoded piece of sound was, for the statistics."""

    seconds: float
    concealed_s: float = 0.0
    recovered_s: float = 0.0
    delay_s: float | None = None


@dataclass(frozen=True, slots=True)
class SoundCounters:
    """What has become of one peer's sound so far."""

    packets: int = 0
    late: int = 0
    """Packets that came after their time."""
    malformed: int = 0
    skipped: int = 0
    """Frames thrown away because too many waited."""
    played: int = 0
    """Samples of 48 kHz, as all of these."""
    copied: int = 0
    """Of them, played from copies in later packets (RFC 2198)."""
    rebuilt: int = 0
    """Of them, rebuilt from the copy inside the next frame (in-band correction)."""
    concealed: int = 0
    """Of them, invented."""
    shortened: int = 0
    lengthened: int = 0
    depth_s: float = 0.0
    """What waits now."""
    target_s: float = 0.0
    """How long the quickest packets are to wait."""


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
        self._source: int | None = None
        self._pace = Pace()
        self._fade = Fade()
        self._rest = _NOTHING
        self._open = False
        self._counters = SoundCounters()

    @property
    def counters(self) -> SoundCounters:
        """Tell what has become of the sound so far."""
        with self._lock:
            return replace(
                self._counters,
                late=self._buffer.late,
                skipped=self._buffer.skipped,
                shortened=self._pace.shortened,
                lengthened=self._pace.lengthened,
                depth_s=self._buffer.depth_s,
                target_s=self._buffer.target_s,
            )

    def queue(self) -> QueueStatistics:
        """Tell what waits to be played."""
        with self._lock:
            return QueueStatistics(
                QueueName.PATH_TO_SOUND,
                self._buffer.waiting,
                round(MOST_KEPT_S / _USUAL_FRAME_S),
                self._buffer.skipped,
            )

    def insert(self, source: int, timestamp: int, payload: bytes, now: float) -> None:
        """Take a packet of one synchronization source."""
        if not 0 < len(payload) <= _LONGEST_PACKET_BYTES:
            return
        with self._lock:
            self._begin_packet(source)
            self._buffer.insert(timestamp, payload, now)

    def insert_redundant(
        self, source: int, timestamp: int, payload: bytes, opus_type: int, now: float
    ) -> None:
        """Take a packet of RFC 2198; one that is malformed counts as lost."""
        try:
            *earlier, newest = split_blocks(payload[:_LONGEST_PACKET_BYTES])
        except RedundancyMalformed:
            with self._lock:
                self._count(malformed=1)
            return
        if newest.payload_type != opus_type:
            return
        with self._lock:
            self._begin_packet(source)
            self._buffer.copies(max((block.age for block in earlier), default=0))
            self._buffer.insert(timestamp, newest.payload, now)
            for block in earlier:
                if block.payload_type == opus_type:
                    self._buffer.insert_copy(block.timestamp(timestamp), block.payload, now)

    def path_changed(self) -> None:
        """Learn anew how late packets are: they come another way."""
        with self._lock:
            self._buffer.path_changed()

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
                excess_s = self._buffer.excess_s(now + len(self._rest) / SAMPLE_RATE)
                self._rest = self._pace.adjust(self._rest, excess_s)
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

    # ---- inside, under the lock ------------------------------------------------------------

    def _begin_packet(self, source: int) -> None:
        if self._source is not None and source != self._source:
            self._buffer.forget()
        self._source = source
        self._count(packets=1)

    def _decode_next(self, decoder: AnyOpusDecoder, played_at: float) -> Samples | None:
        captured_at: float | None = None
        copied = rebuilt = concealed = False
        try:
            match self._buffer.next(played_at):
                case Rest():
                    return None
                case Play(payload, timestamp, copied):
                    samples = decoder.decode(payload)
                    captured_at = self._captured_at(timestamp)
                case Recover(payload, count):
                    rebuilt = decoder.can_recover(payload)
                    concealed = not rebuilt
                    samples = decoder.recover(payload, count) if rebuilt else decoder.conceal(count)
                case Conceal(count, pause):
                    concealed = not pause
                    samples = decoder.conceal(count)
        except OpusFailed:
            # Damaged or no Opus at all: as good as lost.
            copied, rebuilt, concealed = False, False, True
            samples = decoder.conceal(2 * TICK_SAMPLES)
        samples = self._fade.applied(samples, invented=concealed)
        count = len(samples)
        seconds = count / SAMPLE_RATE
        self._count(
            played=count,
            copied=count if copied else 0,
            rebuilt=count if rebuilt else 0,
            concealed=count if concealed else 0,
        )
        self._note(
            played_at,
            Decoded(
                seconds,
                concealed_s=seconds if concealed else 0.0,
                recovered_s=seconds if copied or rebuilt else 0.0,
                delay_s=played_at - captured_at if captured_at is not None else None,
            ),
        )
        return samples

    def _count(self, **more: int) -> None:
        counted = {name: getattr(self._counters, name) + value for name, value in more.items()}
        self._counters = replace(self._counters, **counted)

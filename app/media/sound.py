# SPDX-License-Identifier: GPL-3.0-or-later
"""The audio thread: every 10 ms microphone to encoder, and all peers' sound to the loudspeaker."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import numpy as np

from app.media.codecs.available import Codecs
from app.media.codecs.opus import FRAME_SAMPLES, OpusFailed
from app.media.devices.pacing import TICK_S, Pace
from app.media.devices.sources import (
    SAMPLE_RATE,
    TICK_SAMPLES,
    AudioSink,
    AudioSource,
    CapturedSamples,
    Samples,
)
from app.media.echo import EchoCanceller
from app.media.levels import LevelMeter
from app.media.receive.sound import SoundReceiver
from app.media.send.tracks import EncodedPacket
from app.media.sound_plan import SoundPlan

_log = logging.getLogger(__name__)

_MOST_TICKS_AT_ONCE = 20
_RESYNC_S = 0.1
_SILENCE: Samples = np.zeros(TICK_SAMPLES, np.int16)


class SilentSink(AudioSink):
    """Plays to nobody, at the pace of a loudspeaker: so a call without one is still measured."""

    def __init__(self) -> None:
        self._pace = Pace()

    def start(self) -> None:
        """Begin."""
        self._pace = Pace()

    def wanted(self, now: float) -> int:
        """Count the ticks that have passed."""
        count = 0
        while self._pace.next_tick(now) is not None:
            count += 1
        return count

    def write(self, samples: Samples, now: float) -> None:
        """Play nothing."""

    def stop(self) -> None:
        """End."""


class SoundThread:
    """Owns microphone and loudspeaker while it runs. Its methods may be called from any thread."""

    def __init__(
        self,
        codecs: Codecs,
        epoch: float,
        deliver: Callable[[EncodedPacket], None],
        on_tick: Callable[[float], None],
    ) -> None:
        """``deliver`` and ``on_tick`` are called on the audio thread."""
        self._lock = threading.Lock()
        self._deliver = deliver
        self._on_tick = on_tick
        self._epoch = epoch
        self._encoder = codecs.opus_encoder(48_000)
        self._source: AudioSource | None = None
        self._sink: AudioSink = SilentSink()
        self._echo: EchoCanceller | None = None
        self._streams: tuple[SoundReceiver, ...] = ()
        self._microphone_on = True
        self._half: list[CapturedSamples] = []
        self._timestamp: int | None = None
        self.microphone_meter = LevelMeter()
        self.speaker_meter = LevelMeter()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """End the thread and free the encoder; the devices are the caller's to stop."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()
        self._encoder.close()

    def use_microphone(self, source: AudioSource | None) -> None:
        """Read from another, started, microphone from the next tick on."""
        with self._lock:
            self._source = source
            self._half = []
            self.microphone_meter = LevelMeter()
            self._echo = EchoCanceller() if source is not None and source.acoustic else None

    def use_speaker(self, sink: AudioSink | None) -> None:
        """Write to another, started, loudspeaker from the next tick on."""
        with self._lock:
            self._sink = sink if sink is not None else SilentSink()

    def set_microphone_on(self, on: bool) -> None:
        """Send the microphone's sound, or silence."""
        with self._lock:
            self._microphone_on = on
            self.microphone_meter = LevelMeter()

    def set_plan(self, plan: SoundPlan) -> None:
        """Encode by another plan from the next packet on."""
        with self._lock:
            self._encoder.set_bitrate(plan.bitrate)
            self._encoder.set_expected_loss(plan.expected_loss_percent)

    def add_stream(self, stream: SoundReceiver) -> None:
        """Play another peer's sound as well."""
        with self._lock:
            self._streams = (*self._streams, stream)

    def remove_stream(self, stream: SoundReceiver) -> None:
        """Play a peer's sound no more."""
        with self._lock:
            self._streams = tuple(one for one in self._streams if one is not stream)

    def _run(self) -> None:
        due = time.monotonic()
        while not self._ending.is_set():
            now = time.monotonic()
            with self._lock:
                self._play(now)
                self._capture(now)
            self._on_tick(now)
            due = max(due + TICK_S, time.monotonic() - TICK_S)
            self._ending.wait(max(0.0, due - time.monotonic()))

    def _play(self, now: float) -> None:
        for number in range(min(self._sink.wanted(now), _MOST_TICKS_AT_ONCE)):
            mixed = self._mixed(now + number * TICK_S)
            if self._echo is not None:
                self._echo.played(mixed)
            self.speaker_meter.hear(mixed, now)
            self._sink.write(mixed, now)

    def _mixed(self, now: float) -> Samples:
        voices = [tick for stream in self._streams if (tick := stream.pull(now)) is not None]
        match voices:
            case []:
                return _SILENCE
            case [voice]:
                return voice
            case _:
                total = np.sum(voices, axis=0, dtype=np.int32)
                return np.clip(total, -32768, 32767).astype(np.int16)

    def _capture(self, now: float) -> None:
        if self._source is None:
            return
        for _ in range(_MOST_TICKS_AT_ONCE):
            captured = self._source.read(now)
            if captured is None:
                return
            samples = captured.samples
            if self._echo is not None:
                samples = self._echo.clean(samples)
            if not self._microphone_on:
                # Silence goes on being sent: the path stays alive and the clocks in step.
                samples = _SILENCE
            self.microphone_meter.hear(samples, now)
            self._half.append(CapturedSamples(samples, captured.captured_at))
            if len(self._half) * TICK_SAMPLES == FRAME_SAMPLES:
                self._encode(self._half)
                self._half = []

    def _encode(self, ticks: list[CapturedSamples]) -> None:
        captured_at = ticks[0].captured_at
        by_clock = round((captured_at - self._epoch) * SAMPLE_RATE)
        timestamp = by_clock if self._timestamp is None else self._timestamp + FRAME_SAMPLES
        if abs(by_clock - timestamp) > _RESYNC_S * SAMPLE_RATE:
            # Another device, or one that skipped: time goes on, never back.
            timestamp = max(by_clock, timestamp)
        self._timestamp = timestamp
        try:
            data = self._encoder.encode(np.concatenate([tick.samples for tick in ticks]))
        except OpusFailed as error:
            _log.error("sound encoder failed (%s)", error)
            return
        if data:
            self._deliver(EncodedPacket(data, timestamp, captured_at))

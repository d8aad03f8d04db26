# SPDX-License-Identifier: GPL-3.0-or-later
"""The audio thread: every 10 ms microphone to encoder, and all peers' sound to the loudspeaker."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import numpy as np

from app.media.capture import STALLED_AFTER_S, STARTS_WITHIN_S, Capture
from app.media.codecs.available import Codecs
from app.media.codecs.opus import FRAME_SAMPLES, OpusFailed
from app.media.devices.errors import DeviceKind
from app.media.devices.pacing import TICK_S, Pace
from app.media.devices.sources import (
    SAMPLE_RATE,
    TICK_SAMPLES,
    AudioSink,
    AudioSource,
    CapturedSamples,
    Samples,
)
from app.media.echo import EchoCanceller, EchoCancellerMissing
from app.media.levels import LevelMeter
from app.media.mixing import Mixer, Seam
from app.media.receive.sound import SoundReceiver
from app.media.send.tracks import EncodedPacket
from app.media.sound_plan import SoundPlan

_log = logging.getLogger(__name__)

_MOST_TICKS_AT_ONCE = 20
_RESYNC_S = 0.1
_SILENCE: Samples = np.zeros(TICK_SAMPLES, np.int16)


class SilentSink(AudioSink):
    """Plays to nobody, at the pace of a loudspeaker: so a call without one is still measured."""

    audible = False

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
        on_dead: Callable[[DeviceKind], None] = lambda _: None,
    ) -> None:
        """``deliver``, ``on_tick`` and ``on_dead`` are called on the audio thread.

        ``on_dead`` is told once of a device that has stopped by itself.
        """
        self._lock = threading.Lock()
        self._deliver = deliver
        self._on_tick = on_tick
        self._on_dead = on_dead
        self._epoch = epoch
        self._codecs = codecs
        self._encoder = codecs.opus_encoder(48_000)
        self._plan: SoundPlan | None = None
        self._capture = Capture()
        self._sink: AudioSink = SilentSink()
        self._sink_wanted_at: float | None = None
        self._sink_began_at: float | None = None
        self._told_dead: set[DeviceKind] = set()
        self._mixer = Mixer()
        self._seam = Seam()
        self._streams: tuple[SoundReceiver, ...] = ()
        self._frame_samples = FRAME_SAMPLES
        self._gathered: list[CapturedSamples] = []
        self._timestamp: int | None = None
        """Of the frame that is encoded next."""
        self.speaker_meter = LevelMeter()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)

    @property
    def microphone_meter(self) -> LevelMeter:
        """How loud it is what is sent."""
        return self._capture.meter

    @property
    def talking_while_off(self) -> bool:
        """Say whether somebody talks into the microphone although it is off."""
        with self._lock:
            return self._capture.talking_while_off

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
        echo = _canceller() if source is not None and source.acoustic else None
        with self._lock:
            self._capture.use(source, echo)
            self._gathered = []
            self._told_dead.discard(DeviceKind.MICROPHONE)

    def use_speaker(self, sink: AudioSink | None) -> None:
        """Write to another, started, loudspeaker from the next tick on."""
        with self._lock:
            self._sink.write(self._seam.close(), time.monotonic())
            self._sink = sink if sink is not None else SilentSink()
            self._sink_wanted_at = self._sink_began_at = None
            self._told_dead.discard(DeviceKind.SPEAKER)

    def set_microphone_on(self, on: bool) -> None:
        """Send the microphone's sound, or silence."""
        with self._lock:
            self._capture.set_on(on)

    def set_plan(self, plan: SoundPlan) -> None:
        """Encode by another plan from the next packet on."""
        with self._lock:
            self._plan = plan
            self._follow_plan()

    def set_medical(self, on: bool) -> None:
        """Send all that the microphone hears as it is, or a voice without echo and noise."""
        # An encoder's purpose is fixed when it opens.
        encoder = self._codecs.opus_encoder(48_000, faithful=on)
        with self._lock:
            encoder, self._encoder = self._encoder, encoder
            self._capture.set_raw(on)
            self._follow_plan()
        encoder.close()

    def tap_microphone(self, hear: Callable[[CapturedSamples], None], though_off: bool) -> None:
        """Let somebody hear, on the audio thread, what the microphone gives, before all else."""
        with self._lock:
            self._capture.tap(hear, though_off)

    def untap_microphone(self, hear: Callable[[CapturedSamples], None]) -> None:
        """Let this one hear no more; one that came after goes on."""
        with self._lock:
            self._capture.untap(hear)

    def add_stream(self, stream: SoundReceiver) -> None:
        """Play another peer's sound as well."""
        with self._lock:
            self._streams = (*self._streams, stream)

    def remove_stream(self, stream: SoundReceiver) -> None:
        """Play a peer's sound no more."""
        with self._lock:
            self._streams = tuple(one for one in self._streams if one is not stream)

    def tick(self, now: float) -> None:
        """Do what is due at ``now``: first play, then capture, as echo cancelling asks for."""
        with self._lock:
            self._play(now)
            self._take(now)
            dead = self._dead(now)
        self._on_tick(now)
        for kind in dead:
            _log.warning("%s has stopped by itself", kind.value)
            self._on_dead(kind)

    def _follow_plan(self) -> None:
        if self._plan is not None:
            self._encoder.set_bitrate(self._plan.bitrate)
            self._encoder.set_expected_loss(self._plan.expected_loss_percent)
            wanted = self._plan.frame_ms * SAMPLE_RATE // 1000
            self._frame_samples = self._encoder.frame_samples(wanted)

    def _run(self) -> None:
        due = time.monotonic()
        while not self._ending.is_set():
            self.tick(time.monotonic())
            due = max(due + TICK_S, time.monotonic() - TICK_S)
            self._ending.wait(max(0.0, due - time.monotonic()))

    def _play(self, now: float) -> None:
        wanted = min(self._sink.wanted(now), _MOST_TICKS_AT_ONCE)
        if self._sink_began_at is None:
            self._sink_began_at = now
        if wanted or self._sink_wanted_at is None:
            self._sink_wanted_at = now
        for number in range(wanted):
            at = now + number * TICK_S
            voices = [tick for one in self._streams if (tick := one.pull(at)) is not None]
            mixed = self._seam.join(self._mixer.mix(voices))
            # What the loudspeaker really plays, after all else has been done to it.
            self._capture.played(mixed if self._sink.audible else _SILENCE)
            self.speaker_meter.hear(mixed, now)
            self._sink.write(mixed, now)

    def _take(self, now: float) -> None:
        speaker_delay_s = self._sink.delay_s()
        for _ in range(_MOST_TICKS_AT_ONCE):
            tick = self._capture.take(now, speaker_delay_s)
            if tick is None:
                return
            self._gathered.append(tick)
            count = self._frame_samples // TICK_SAMPLES
            if len(self._gathered) >= count:
                self._encode(self._gathered[:count])
                self._gathered = self._gathered[count:]

    def _dead(self, now: float) -> list[DeviceKind]:
        """List what has stopped by itself and was not told yet."""
        stalled = (
            self._sink_wanted_at is not None
            and self._sink_began_at is not None
            and now - self._sink_wanted_at >= STALLED_AFTER_S
            and now - self._sink_began_at >= STARTS_WITHIN_S
        )
        found = {
            DeviceKind.MICROPHONE: self._capture.dead(now),
            DeviceKind.SPEAKER: self._sink.failed or stalled,
        }
        new = [kind for kind, dead in found.items() if dead and kind not in self._told_dead]
        self._told_dead.update(new)
        return new

    def _encode(self, ticks: list[CapturedSamples]) -> None:
        captured_at = ticks[0].captured_at
        by_clock = round((captured_at - self._epoch) * SAMPLE_RATE)
        timestamp = by_clock if self._timestamp is None else self._timestamp
        if abs(by_clock - timestamp) > _RESYNC_S * SAMPLE_RATE:
            # Another device, or one that skipped: time goes on, never back.
            timestamp = max(by_clock, timestamp)
        self._timestamp = timestamp + len(ticks) * TICK_SAMPLES
        try:
            data = self._encoder.encode(np.concatenate([tick.samples for tick in ticks]))
        except OpusFailed as error:
            _log.error("sound encoder failed (%s)", error)
            return
        if data:
            self._deliver(EncodedPacket(data, timestamp, captured_at))


def _canceller() -> EchoCanceller | None:
    try:
        return EchoCanceller()
    except EchoCancellerMissing:
        _log.warning("echo is not cancelled: WebRTC's audio processing cannot be loaded")
        return None

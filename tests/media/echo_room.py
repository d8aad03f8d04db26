# SPDX-License-Identifier: GPL-3.0-or-later
"""A room in numbers: what its loudspeaker plays comes back into its microphone.

The way takes 90 ms (buffers of a slow sound card, and air), then the walls answer for a third of
a second; a fan hums a little; a person in the room may talk as well. Real recorded speech of
Debian's alsa-utils (GPL-2.0+) goes through the real audio thread and WebRTC's processing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.media.codecs.available import Codecs
from app.media.codecs.opus import FRAME_SAMPLES
from app.media.devices.pacing import Pace
from app.media.devices.sources import (
    SAMPLE_RATE,
    TICK_SAMPLES,
    AudioSink,
    AudioSource,
    CapturedSamples,
    Samples,
)
from app.media.receive.sound import SoundReceiver
from app.media.send.tracks import EncodedPacket
from app.media.sound import SoundThread
from tests.lab.material import speech_loop

_WAY_S = 0.09
_TAIL_S = 0.3
_SINK_SAMPLES = SAMPLE_RATE * 40 // 1000
_SOURCE = 1
"""The synchronization source of the other end."""
_NOISE = 10.0
"""Root mean square: 70 dB below full scale."""
FAR_ALONE = (3.0, 6.0)
"""Seconds: judged after the canceller has had three seconds to learn."""
NEAR_FROM_S = 6.5
BOTH = (9.5, 13.5)
LENGTH_S = 14.0


class Room:
    """Walls and air. ``near`` is what the person in it says, from the first tick on."""

    def __init__(self, near: Samples) -> None:
        chance = np.random.default_rng(7)
        tail = chance.normal(0, 1, int(_TAIL_S * SAMPLE_RATE))
        tail *= np.exp(-6.9 * np.arange(len(tail)) / len(tail))
        tail[0] = 8.0
        self._answer = 0.35 * tail / np.sqrt(np.sum(tail**2))
        self._size = 1 << (len(tail) + TICK_SAMPLES - 1).bit_length()
        self._spectrum = np.fft.rfft(self._answer, self._size)
        self._lead = len(tail) + int(_WAY_S * SAMPLE_RATE)
        length = int((LENGTH_S + 2) * SAMPLE_RATE)
        self._played = np.zeros(self._lead + length)
        self._near = np.concatenate((near, np.zeros(length, np.int16)))[:length]
        self._noise = chance.normal(0, _NOISE, length)
        self.echo: NDArray[np.float64] = np.zeros(length)
        """What of the loudspeaker has reached the microphone."""
        self.began_at: float | None = None

    def play(self, place: int, samples: Samples) -> None:
        """Let the loudspeaker sound, from a sample of the room's time on."""
        at = self._lead + place
        self._played[at : at + len(samples)] = samples

    def hear(self, place: int) -> Samples:
        """Give what the microphone hears in ten milliseconds."""
        begin = place + self._lead - int(_WAY_S * SAMPLE_RATE) - len(self._answer)
        heard = self._played[begin : begin + len(self._answer) + TICK_SAMPLES]
        answered = np.fft.irfft(np.fft.rfft(heard, self._size) * self._spectrum, self._size)
        now = slice(place, place + TICK_SAMPLES)
        self.echo[now] = answered[len(self._answer) : len(self._answer) + TICK_SAMPLES]
        total = self.echo[now] + self._noise[now] + self._near[now]
        return np.clip(total, -32768, 32767).astype(np.int16)


class RoomSpeaker(AudioSink):
    """Plays into a room by the clock, 40 ms ahead."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._written = 0

    def start(self) -> None:
        """Begin."""

    def wanted(self, now: float) -> int:
        """Say how many ticks fit into the buffer."""
        if self._room.began_at is None:
            self._room.began_at = now
        played = int((now - self._room.began_at) * SAMPLE_RATE)
        self._written = max(self._written, played)
        return max(0, (played + _SINK_SAMPLES - self._written) // TICK_SAMPLES)

    def write(self, samples: Samples, now: float) -> None:
        """Play a tick after those before it."""
        self._room.play(self._written, samples)
        self._written += len(samples)

    def delay_s(self) -> float:
        """Tell what a sound card knows: its buffer, but not the way through the air."""
        return _SINK_SAMPLES / SAMPLE_RATE

    def stop(self) -> None:
        """End."""


class RoomMicrophone(AudioSource):
    """Hears a room."""

    acoustic = True

    def __init__(self, room: Room) -> None:
        self._room = room
        self._pace = Pace()

    def start(self) -> None:
        """Begin."""
        self._pace = Pace()

    def read(self, now: float) -> CapturedSamples | None:
        """Take the next tick."""
        captured_at = self._pace.next_tick(now)
        if captured_at is None:
            return None
        began_at = self._room.began_at if self._room.began_at is not None else captured_at
        place = max(0, round((captured_at - began_at) * SAMPLE_RATE))
        return CapturedSamples(self._room.hear(place), captured_at)

    def stop(self) -> None:
        """End."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is left of the echo, and of the person who talks at the same time."""

    echo_reduced_db: float
    near_lost_db: float


def placed(*parts: tuple[float, float, Samples]) -> Samples:
    """Lay speech into silence: from, until (seconds), what."""
    whole = np.zeros(int(LENGTH_S * SAMPLE_RATE), np.int16)
    for begin_s, end_s, speech in parts:
        begin, end = int(begin_s * SAMPLE_RATE), int(end_s * SAMPLE_RATE)
        piece = speech[: end - begin]
        whole[begin : begin + len(piece)] = piece
    return whole


def far_speech(*, into_the_other: bool) -> Samples:
    """Give what the other end says: first alone, then, or not, into the person's words."""
    speech = speech_loop() // 2
    again = np.concatenate((speech, speech))
    later = again[SAMPLE_RATE * 3 :] if into_the_other else speech[:0]
    return placed((0.0, FAR_ALONE[1], again), (BOTH[0], LENGTH_S, later))


def near_speech() -> Samples:
    """Give what the person in the room says."""
    speech = speech_loop()
    other = np.concatenate((speech[SAMPLE_RATE * 5 :], speech)) // 3
    return placed((NEAR_FROM_S, BOTH[1], other))


def measure(run: Callable[[SoundThread], None]) -> Figures:
    """Let both talk through a room; ``run`` turns the audio thread for ``LENGTH_S``.

    The gain control goes its own ways with what a person says. So what double talk costs is
    measured against the same words at the same time with the other end silent.
    """
    near = near_speech()
    room, together = _through(run, far_speech(into_the_other=True), near)
    _, alone = _through(run, far_speech(into_the_other=False), near)
    said = near.astype(np.float64)
    return Figures(_reduced(room, together), _kept(said, alone) - _kept(said, together))


def _through(
    run: Callable[[SoundThread], None], far: Samples, near: Samples
) -> tuple[Room, NDArray[np.float64]]:
    """Give the room, and what the other end hears out of it."""
    codecs = Codecs.found()
    encoder = codecs.opus_encoder(48_000)
    whole = range(0, len(far) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
    packets = [encoder.encode(far[start : start + FRAME_SAMPLES]) for start in whole]
    encoder.close()
    room = Room(near)
    receiver = SoundReceiver(codecs, lambda stamp: None, lambda at, note: None)
    sent: list[EncodedPacket] = []
    arrived = 0

    def on_tick(now: float) -> None:
        nonlocal arrived
        began_at = room.began_at if room.began_at is not None else now
        while arrived < len(packets) and arrived * 0.02 <= now - began_at:
            receiver.insert(_SOURCE, arrived * FRAME_SAMPLES, packets[arrived], now)
            arrived += 1

    sound = SoundThread(codecs, 0.0, sent.append, on_tick)
    receiver.open()
    sound.add_stream(receiver)
    sound.use_speaker(RoomSpeaker(room))
    sound.use_microphone(RoomMicrophone(room))
    run(sound)
    sound.close()
    receiver.close()
    decoder = codecs.opus_decoder()
    heard = np.concatenate([decoder.decode(packet.data) for packet in sent]).astype(np.float64)
    decoder.close()
    return room, heard


def _reduced(room: Room, heard: NDArray[np.float64]) -> float:
    begin, end = (int(at * SAMPLE_RATE) for at in FAR_ALONE)
    before, after = (float(np.mean(part[begin:end] ** 2)) for part in (room.echo, heard))
    return 10 * float(np.log10(before / max(after, 1e-3)))


def _kept(near: NDArray[np.float64], heard: NDArray[np.float64]) -> float:
    """Say how loud the person is heard while both talk, against what was said (dB).

    Judged where the person's own speech is strong in time and frequency, so that a rest of echo
    does not count for speech.
    """
    said, got = _powers(near), _powers(heard[_delay(near, heard) :])
    begin, end = (int(at * 100) for at in BOTH)
    said, got = said[begin:end], got[begin:end]
    strong = said > np.percentile(said, 80)
    return 10 * float(np.log10(np.sum(got[strong]) / np.sum(said[strong])))


def _powers(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    hop = TICK_SAMPLES
    count = len(sound) // hop - 2
    frames = np.stack([sound[n * hop : n * hop + 2 * hop] for n in range(count)])
    return np.abs(np.fft.rfft(frames * np.hanning(2 * hop), axis=1)[:, :160]) ** 2


def _delay(near: NDArray[np.float64], heard: NDArray[np.float64]) -> int:
    begin, end = (int(at * SAMPLE_RATE) for at in (NEAR_FROM_S, BOTH[0]))
    said, got = near[begin:end], heard[begin : end + SAMPLE_RATE // 5]
    size = 1 << (len(said) + len(got)).bit_length()
    both = np.fft.irfft(np.fft.rfft(got, size) * np.conj(np.fft.rfft(said, size)))
    return int(np.argmax(both[: SAMPLE_RATE // 5]))

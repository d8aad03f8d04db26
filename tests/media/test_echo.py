# SPDX-License-Identifier: GPL-3.0-or-later
"""Echo: the audio thread, the mixed sound as reference, and WebRTC's processing in a room."""

from __future__ import annotations

import numpy as np
import pytest

from app.media.codecs.available import Codecs
from app.media.devices.sources import AudioSink, Samples
from app.media.sound import SoundThread
from tests.media.echo_room import LENGTH_S, Room, RoomMicrophone, RoomSpeaker, measure

_TICKS = int(LENGTH_S * 100)


def turned(sound: SoundThread) -> None:
    """Turn the audio thread's own work by hand, as fast as it goes."""
    for tick in range(_TICKS):
        sound.tick(1000.0 + tick * 0.01)


# WebRTC's canceller looks at the clock as well: beside other work it cannot be judged.
@pytest.mark.realtime
def test_the_echo_is_gone_and_the_person_is_not() -> None:
    figures = measure(turned)
    assert figures.echo_reduced_db >= 30
    assert figures.near_lost_db <= 3


def test_the_reference_is_what_the_loudspeaker_plays_silence_as_well() -> None:
    room = Room(np.zeros(0, np.int16))
    played: list[Samples] = []
    written: list[Samples] = []

    class Noting(RoomSpeaker):
        def write(self, samples: Samples, now: float) -> None:
            written.append(samples)
            super().write(samples, now)

    sound = SoundThread(Codecs.found(), 0.0, lambda packet: None, lambda now: None)
    microphone = RoomMicrophone(room)
    sound.use_speaker(Noting(room))
    sound.use_microphone(microphone)
    echo = sound._capture._echo
    assert echo is not None
    before = echo.played
    echo.played = lambda samples: (played.append(samples), before(samples))[1]  # type: ignore[method-assign]
    for tick in range(50):
        sound.tick(10.0 + tick * 0.01)
    sound.close()
    assert len(played) >= 50
    assert all(np.array_equal(one, other) for one, other in zip(played, written, strict=True))


class NoSound(AudioSink):
    """A loudspeaker whose clock stands still."""

    def start(self) -> None:
        """Begin."""

    def wanted(self, now: float) -> int:
        """Never take anything."""
        return 0

    def write(self, samples: Samples, now: float) -> None:
        """Lose it."""

    def stop(self) -> None:
        """End."""


def test_devices_that_stop_by_themselves_are_told_once() -> None:
    told: list[str] = []
    room = Room(np.zeros(0, np.int16))
    sound = SoundThread(
        Codecs.found(), 0.0, lambda _: None, lambda _: None, lambda kind: told.append(kind.value)
    )
    microphone = RoomMicrophone(room)
    sound.use_microphone(microphone)
    sound.use_speaker(NoSound())
    for tick in range(395):
        sound.tick(10.0 + tick * 0.01)
    assert told == []
    for tick in range(395, 500):
        sound.tick(10.0 + tick * 0.01)
    assert told == ["speaker"]
    microphone.failed = True
    sound.tick(15.0)
    sound.tick(15.01)
    assert told == ["speaker", "microphone"]
    sound.use_speaker(None)
    sound.use_microphone(None)
    for tick in range(300):
        sound.tick(16.0 + tick * 0.01)
    sound.close()
    assert len(told) == 2

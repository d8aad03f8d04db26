# SPDX-License-Identifier: GPL-3.0-or-later
"""Play a recorded sound through the loudspeaker, whole or in a loop, filtered as chosen."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from app.records.media_facts import Sound

RATE_HZ = 48_000
Samples = NDArray[np.float64]
TICK_MS = 50


class Filter(Enum):
    """What a stethoscope would let through; clinical.md F11."""

    UNFILTERED = "unfiltered"
    BELL = "bell"
    DIAPHRAGM = "diaphragm"


BANDS_HZ = {Filter.BELL: (20.0, 200.0), Filter.DIAPHRAGM: (100.0, 500.0)}


def filtered(samples: Samples, rate_hz: int, wanted: Filter) -> Samples:
    """Let a band through without moving it in time; unfiltered is returned as it is.

    The response is that of a Butterworth band-pass of order 4 run forwards and backwards.
    """
    band = BANDS_HZ.get(wanted)
    if band is None:
        return samples
    low, high = band[0], min(band[1], rate_hz / 2 * 0.95)
    size = len(samples) + rate_hz // 2
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / rate_hz), 1e-3)
    distance = (hertz**2 - low * high) / (hertz * (high - low))
    spectrum = np.fft.rfft(samples, size) / (1 + distance**8)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(samples)], dtype=np.float64)


def resampled(samples: Samples, rate_hz: int, wanted_hz: int) -> Samples:
    """Change the rate by the spectrum: nothing under half of both rates is changed."""
    count = round(len(samples) * wanted_hz / rate_hz)
    if not count:
        return samples[:0]
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return np.asarray(np.fft.irfft(spectrum, count), dtype=np.float64) * (count / len(samples))


def for_loudspeaker(sound: Sound, wanted: Filter) -> bytes:
    """Make 48 kHz mono 16-bit samples, filtered, never louder than the recording's scale."""
    samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float64) / 32768
    played = resampled(filtered(samples, sound.rate_hz, wanted), sound.rate_hz, RATE_HZ)
    return (np.clip(played, -1, 1) * 32767).astype("<i2").tobytes()


class SoundPlayer(QObject):
    """Plays one sound at a time. Lives in the GUI thread; the sink has a thread of its own."""

    position_changed = Signal(float)
    """Seconds from the start."""
    playing_changed = Signal(bool)
    no_loudspeaker = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pcm = b""
        self._sound: Sound | None = None
        self._filter = Filter.UNFILTERED
        self._loop = False
        self._start_s = 0.0
        self._sink: QAudioSink | None = None
        self._buffer: QBuffer | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """Whether sound comes out now."""
        return self._sink is not None

    def load(self, sound: Sound) -> None:
        """Take another sound; what was playing stops."""
        self.stop()
        self._sound = sound
        self._start_s = 0.0
        self._render()
        self.position_changed.emit(0.0)

    def set_filter(self, wanted: Filter) -> None:
        """Play through another filter, going on where it is."""
        self._filter = wanted
        playing, at = self.playing, self._at()
        self.stop()
        self._start_s = at
        self._render()
        if playing:
            self.play()

    def set_loop(self, on: bool) -> None:
        """Begin anew at the end, or stop there."""
        self._loop = on

    def seek(self, seconds: float) -> None:
        """Go to a place in the sound."""
        playing = self.playing
        self.stop()
        length = self._sound.seconds if self._sound else 0.0
        self._start_s = max(0.0, min(seconds, length))
        self.position_changed.emit(self._start_s)
        if playing:
            self.play()

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            at = self._at()
            self.stop()
            self._start_s = at
        else:
            self.play()

    def play(self) -> None:
        """Play from where it stands."""
        device = QMediaDevices.defaultAudioOutput()
        if self._sound is None or not self._pcm:
            return
        if device.isNull():
            self.no_loudspeaker.emit()
            return
        audio_format = QAudioFormat()
        audio_format.setSampleRate(RATE_HZ)
        audio_format.setChannelCount(1)
        audio_format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if self._start_s >= self._sound.seconds - 0.05:
            self._start_s = 0.0
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(self._pcm[2 * int(self._start_s * RATE_HZ) :]))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(device, audio_format, self)
        self._sink.start(self._buffer)
        self._timer.start()
        self.playing_changed.emit(True)

    def stop(self) -> None:
        """Be silent."""
        if self._sink is None:
            return
        self._timer.stop()
        self._sink.stop()
        self._sink.deleteLater()
        self._sink = None
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None
        self.playing_changed.emit(False)

    def _render(self) -> None:
        self._pcm = for_loudspeaker(self._sound, self._filter) if self._sound else b""

    def _at(self) -> float:
        if self._sink is None:
            return self._start_s
        return self._start_s + self._sink.processedUSecs() / 1e6

    def _tick(self) -> None:
        if self._sink is None or self._sound is None:
            return
        if self._sink.state() is QtAudio.State.IdleState or self._at() >= self._sound.seconds:
            self.stop()
            self._start_s = 0.0
            self.position_changed.emit(0.0)
            if self._loop:
                self.play()
            return
        self.position_changed.emit(self._at())

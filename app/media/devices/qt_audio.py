# SPDX-License-Identifier: GPL-3.0-or-later
"""Microphones and loudspeakers of the system (QtMultimedia), each on a Qt thread of its own.

The Qt thread moves sound between the device and a small ring; the audio thread reads and writes
the ring. So neither a stalled window nor a slow device stops the other.
"""

from __future__ import annotations

import threading

import numpy as np
from PySide6.QtCore import QIODevice, Qt, QThread, QTimer
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QAudioSource, QtAudio

from app.media.devices.errors import DeviceDenied, DeviceKind
from app.media.devices.sample_format import FromMono, SampleFormat, SampleKind, ToMono
from app.media.devices.sources import (
    SAMPLE_RATE,
    TICK_SAMPLES,
    AudioSink,
    AudioSource,
    CapturedSamples,
    Samples,
)

_BUFFER_MS = 40
"""Qt's own 250 ms would be half of the delay of a call."""
_PUMP_MS = 5
_START_TIMEOUT_S = 3.0
_MOST_IN_RING = SAMPLE_RATE // 5
_SPEAKER_AHEAD = SAMPLE_RATE * 20 // 1000


class QtMicrophone(AudioSource):
    """A microphone of the system."""

    acoustic = True

    def __init__(self, device: QAudioDevice, name: str) -> None:
        self._device = device
        self._name = name
        self._ring = SampleRing()
        self._thread: _CaptureThread | None = None

    def start(self) -> None:
        """Begin to capture. Raises DeviceDenied."""
        self._ring = SampleRing()
        self._thread = _CaptureThread(self._device, self._ring)
        if not self._thread.begin():
            self.stop()
            raise DeviceDenied(DeviceKind.MICROPHONE, self._name)

    def read(self, now: float) -> CapturedSamples | None:
        """Take the next tick."""
        taken = self._ring.take(TICK_SAMPLES)
        if taken is None:
            return None
        samples, left = taken
        return CapturedSamples(samples, now - (left + TICK_SAMPLES) / SAMPLE_RATE)

    def stop(self) -> None:
        """Let go of the device."""
        if self._thread is not None:
            self._thread.end()
            self._thread = None


class QtSpeaker(AudioSink):
    """A loudspeaker of the system."""

    def __init__(self, device: QAudioDevice, name: str) -> None:
        self._device = device
        self._name = name
        self._ring = SampleRing()
        self._thread: _PlayThread | None = None

    def start(self) -> None:
        """Begin to play. Raises DeviceDenied."""
        self._ring = SampleRing()
        self._thread = _PlayThread(self._device, self._ring)
        if not self._thread.begin():
            self.stop()
            raise DeviceDenied(DeviceKind.SPEAKER, self._name)

    def wanted(self, now: float) -> int:
        """Say how many ticks the ring takes to stay a little ahead of the device."""
        return max(0, (_SPEAKER_AHEAD - len(self._ring)) // TICK_SAMPLES)

    def write(self, samples: Samples, now: float) -> None:
        """Give the next tick."""
        self._ring.put(samples)

    def stop(self) -> None:
        """Let go of the device."""
        if self._thread is not None:
            self._thread.end()
            self._thread = None


class SampleRing:
    """A short queue of samples between two threads; when it is full the oldest go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._samples: Samples = np.zeros(0, np.int16)

    def __len__(self) -> int:
        return len(self._samples)

    def put(self, samples: Samples) -> None:
        """Append samples."""
        with self._lock:
            self._samples = np.concatenate((self._samples, samples))[-_MOST_IN_RING:]

    def take(self, count: int) -> tuple[Samples, int] | None:
        """Take so many, with how many are left; None while there are fewer."""
        with self._lock:
            if len(self._samples) < count:
                return None
            taken, self._samples = self._samples[:count], self._samples[count:]
            return taken, len(self._samples)

    def take_up_to(self, count: int) -> Samples:
        """Take as many as there are, at most so many."""
        with self._lock:
            taken, self._samples = self._samples[:count], self._samples[count:]
            return taken


class _DeviceThread(QThread):
    """A Qt thread that owns one device and moves its sound every 5 ms."""

    def __init__(self, device: QAudioDevice, ring: SampleRing) -> None:
        super().__init__()
        self._device = device
        self._ring = ring
        self._started = threading.Event()
        self._works = False

    def begin(self) -> bool:
        """Start; False when the device refuses."""
        self.start(QThread.Priority.TimeCriticalPriority)
        self._started.wait(_START_TIMEOUT_S)
        return self._works

    def end(self) -> None:
        """Stop the device and the thread."""
        self.quit()
        self.wait()

    def _pump_until_end(self, pump: QTimer) -> None:
        pump.setTimerType(Qt.TimerType.PreciseTimer)
        pump.start(_PUMP_MS)
        self._works = True
        self._started.set()
        self.exec()
        pump.stop()


class _CaptureThread(_DeviceThread):
    def run(self) -> None:
        """Capture until the end; on this thread."""
        qt_format = usable_format(self._device)
        convert = ToMono(described(qt_format))
        source = QAudioSource(self._device, qt_format)
        source.setBufferSize(qt_format.bytesForDuration(_BUFFER_MS * 1000))
        stream: QIODevice | None = source.start()
        if stream is None or source.error() != QtAudio.Error.NoError:
            self._started.set()
            return

        def move() -> None:
            data = stream.readAll().data()
            if data:
                self._ring.put(convert.feed(bytes(data)))

        pump = QTimer()
        pump.timeout.connect(move)
        self._pump_until_end(pump)
        source.stop()


class _PlayThread(_DeviceThread):
    def run(self) -> None:
        """Play until the end; on this thread."""
        qt_format = usable_format(self._device)
        convert = FromMono(described(qt_format))
        sink = QAudioSink(self._device, qt_format)
        sink.setBufferSize(qt_format.bytesForDuration(_BUFFER_MS * 1000))
        stream: QIODevice | None = sink.start()
        if stream is None or sink.error() != QtAudio.Error.NoError:
            self._started.set()
            return
        pending = b""

        def move() -> None:
            nonlocal pending
            free = sink.bytesFree()
            while len(pending) < free:
                samples = self._ring.take_up_to(TICK_SAMPLES)
                if not len(samples):
                    break
                pending += convert.feed(samples)
            if pending and free:
                written = stream.write(pending[:free])
                pending = pending[max(0, written) :]

        pump = QTimer()
        pump.timeout.connect(move)
        self._pump_until_end(pump)
        sink.stop()


def usable_format(device: QAudioDevice) -> QAudioFormat:
    """Give mono at 48 kHz where the device can, else what it likes best."""
    wanted = QAudioFormat()
    wanted.setSampleRate(SAMPLE_RATE)
    wanted.setChannelCount(1)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return wanted if device.isFormatSupported(wanted) else device.preferredFormat()


def described(qt_format: QAudioFormat) -> SampleFormat:
    """Say in our own words what a Qt format is."""
    kinds = {
        QAudioFormat.SampleFormat.UInt8: SampleKind.UINT8,
        QAudioFormat.SampleFormat.Int16: SampleKind.INT16,
        QAudioFormat.SampleFormat.Int32: SampleKind.INT32,
        QAudioFormat.SampleFormat.Float: SampleKind.FLOAT,
    }
    kind = kinds.get(qt_format.sampleFormat(), SampleKind.INT16)
    return SampleFormat(qt_format.sampleRate(), qt_format.channelCount(), kind)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Play a recorded sound through the loudspeaker, whole or a stretch of it in a loop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from app.attachments.sound_looks import LOUDSPEAKER_HZ
from app.ui.workbench.listening import Stretch, begin_at, place_after, played_from

TICK_MS = 40


class SoundPlayer(QObject):
    """Plays samples at a time. Lives in the GUI thread; the sink has a thread of its own.

    All times are those of the sound as it was recorded, whatever the speed.
    """

    position_changed = Signal(float)
    """Seconds from the start."""
    playing_changed = Signal(bool)
    no_loudspeaker = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pcm = b""
        self._speed = 1.0
        self._seconds = 0.0
        self._loop: Stretch | None = None
        self._start_s = 0.0
        self._eager = False
        """Somebody pressed play before the samples were ready."""
        self._sink: QAudioSink | None = None
        self._buffer: QBuffer | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """Whether sound comes out now."""
        return self._sink is not None

    @property
    def at_s(self) -> float:
        """Where it is."""
        if self._sink is None:
            return self._start_s
        played = self._sink.processedUSecs() / 1e6 * self._speed
        return place_after(self._start_s, played, self._loop)

    def expect(self, seconds: float) -> None:
        """Know of another sound while it is made ready: its places are there, its samples not."""
        self.stop()
        self._pcm, self._start_s, self._seconds = b"", 0.0, seconds
        self._eager = False
        self.position_changed.emit(0.0)

    def load(self, pcm: bytes, seconds: float, speed: float) -> None:
        """Take samples of 48 kHz; where the sound is the same, it goes on where it was."""
        self._again(lambda: self._set(pcm, seconds, speed))
        if self._eager:
            self.play()

    def set_loop(self, loop: Stretch | None) -> None:
        """Play a stretch round and round, or from where it stands to the end."""
        if loop != self._loop:
            self._again(lambda: self._set_loop(loop))

    def seek(self, seconds: float) -> None:
        """Go to a place in the sound."""
        playing = self.playing
        self.stop()
        self._start_s = max(0.0, min(seconds, self._seconds))
        self.position_changed.emit(self._start_s)
        if playing:
            self.play()

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.stop()
        else:
            self._eager = not self._pcm
            self.play()

    def play(self) -> None:
        """Play from where it stands, or the loop from its beginning where it stands outside."""
        device = QMediaDevices.defaultAudioOutput()
        if not self._pcm or self.playing:
            return
        self._eager = False
        if device.isNull():
            self.no_loudspeaker.emit()
            return
        audio_format = QAudioFormat()
        audio_format.setSampleRate(LOUDSPEAKER_HZ)
        audio_format.setChannelCount(1)
        audio_format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._buffer = QBuffer(self)
        self._start_s = begin_at(self._start_s, self._seconds, self._loop)
        laid_out = played_from(self._pcm, LOUDSPEAKER_HZ / self._speed, self._start_s, self._loop)
        self._buffer.setData(QByteArray(laid_out))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(device, audio_format, self)
        self._sink.start(self._buffer)
        self._timer.start()
        self.playing_changed.emit(True)

    def stop(self) -> None:
        """Be silent, and stay where it is."""
        if self._sink is None:
            return
        self._start_s = min(self.at_s, self._seconds)
        self._timer.stop()
        self._sink.stop()
        self._sink.deleteLater()
        self._sink = None
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None
        self.playing_changed.emit(False)

    def _set(self, pcm: bytes, seconds: float, speed: float) -> None:
        self._pcm, self._seconds, self._speed = pcm, seconds, speed
        self._start_s = min(self._start_s, seconds)

    def _set_loop(self, loop: Stretch | None) -> None:
        self._loop = loop

    def _again(self, change: Callable[[], None]) -> None:
        playing = self.playing
        self.stop()
        change()
        if playing:
            self.play()

    def _tick(self) -> None:
        if self._sink is None:
            return
        idle = self._sink.state() is QtAudio.State.IdleState
        if idle or (self._loop is None and self.at_s >= self._seconds):
            self.stop()
            again = self._loop is not None
            self._start_s = self._loop.start_s if self._loop is not None else 0.0
            self.position_changed.emit(self._start_s)
            if again:
                self.play()
            return
        self.position_changed.emit(self.at_s)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Try devices: see the camera, see the microphone's level, hear a tone."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QSoundEffect

from app.errors import KnownError
from app.media.devices.catalogue import open_camera, open_microphone
from app.media.devices.preference import Order
from app.media.devices.qt_devices import speaker_device
from app.media.devices.sources import AudioSource, VideoSource
from app.media.frames import FrameSlot
from app.media.levels import LevelMeter
from app.resources import resource_path

TRIAL_MS = 20_000
_METER_MS = 66


class DeviceTrial(QObject):
    """Holds at most one camera and one microphone open, for 20 s at a time. GUI thread."""

    level = Signal(float)
    silent = Signal(bool)
    camera_ended = Signal()
    microphone_ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._camera: VideoSource | None = None
        self._microphone: AudioSource | None = None
        self._meter = LevelMeter()
        self._tone, self._arrival = QSoundEffect(self), QSoundEffect(self)
        self._tone.setSource(QUrl.fromLocalFile(str(resource_path("sounds/tone.wav"))))
        self._arrival.setSource(QUrl.fromLocalFile(str(resource_path("sounds/arrival.wav"))))
        self._reading = QTimer(self)
        self._reading.setInterval(_METER_MS)
        self._reading.timeout.connect(self._read)
        self._camera_time = self._single_shot(self.stop_camera)
        self._microphone_time = self._single_shot(self.stop_microphone)

    def start_camera(self, name: str, slot: FrameSlot) -> KnownError | None:
        """Show the camera in a slot; gives what the device said if it refused."""
        self.stop_camera()
        try:
            camera = open_camera(name)
            if camera is not None:
                camera.start(slot.put)
        except KnownError as error:
            return error
        self._camera = camera
        self._camera_time.start()
        return None

    def start_microphone(self, name: str) -> KnownError | None:
        """Measure the microphone; gives what the device said if it refused."""
        self.stop_microphone()
        try:
            microphone = open_microphone(name)
            if microphone is not None:
                microphone.start()
        except KnownError as error:
            return error
        self._microphone = microphone
        self._meter = LevelMeter()
        self._reading.start()
        self._microphone_time.start()
        return None

    def play_tone(self, order: Order) -> None:
        """Play three tones on the loudspeaker of calls."""
        self._play(self._tone, order)

    def play_arrival(self, order: Order) -> None:
        """Play what is heard when somebody comes, where it is heard."""
        self._play(self._arrival, order)

    def _play(self, sound: QSoundEffect, order: Order) -> None:
        device = speaker_device(order)
        if device is not None:
            sound.setAudioDevice(device)
            sound.play()

    def stop_camera(self) -> None:
        """Let go of the camera."""
        self._camera_time.stop()
        if self._camera is not None:
            camera, self._camera = self._camera, None
            camera.stop()
            self.camera_ended.emit()

    def stop_microphone(self) -> None:
        """Let go of the microphone."""
        self._reading.stop()
        self._microphone_time.stop()
        if self._microphone is not None:
            microphone, self._microphone = self._microphone, None
            microphone.stop()
            self.microphone_ended.emit()

    def stop(self) -> None:
        """Let go of everything."""
        self.stop_camera()
        self.stop_microphone()
        self._tone.stop()
        self._arrival.stop()

    def _read(self) -> None:
        if self._microphone is None:
            return
        now = time.monotonic()
        # A second's worth at most, so that a source that never runs dry cannot hold the window.
        for _ in range(100):
            tick = self._microphone.read(now)
            if tick is None:
                break
            self._meter.hear(tick.samples, now)
        self.level.emit(self._meter.level)
        self.silent.emit(self._meter.silent(now))

    def _single_shot(self, ended: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(TRIAL_MS)
        timer.timeout.connect(ended)
        return timer

# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound and the system's message when somebody comes, until somebody acts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtMultimedia import QSoundEffect
from PySide6.QtWidgets import QWidget

from app.media.devices.preference import Order
from app.media.devices.qt_devices import speaker_device
from app.resources import resource_path

REPEAT_MS = 20_000


class ArrivalAlarm(QObject):
    """Plays two soft tones at an arrival and every 20 s after; never names anybody."""

    def __init__(self, window: QWidget, tell_system: Callable[[str], object]) -> None:
        """``tell_system`` says something to whoever has another program in front."""
        super().__init__(window)
        self._tell_system = tell_system
        self._waiting = 0
        self._sound = QSoundEffect(self)
        self._sound.setSource(QUrl.fromLocalFile(str(resource_path("sounds/arrival.wav"))))
        self._timer = QTimer(self)
        self._timer.setInterval(REPEAT_MS)
        self._timer.timeout.connect(self._play)
        self._order: Order = ()

    def set_waiting(self, count: int) -> None:
        """Start for a new arrival, stop when nobody waits."""
        if count > self._waiting:
            self._play()
            self._timer.start()
            self._tell_system(self.tr("Somebody is waiting for you."))
        elif count == 0:
            self._timer.stop()
        self._waiting = count

    def ring_through(self, order: Order) -> None:
        """Sound through the best of these loudspeakers, whatever a call uses."""
        self._order = order

    def silence(self) -> None:
        """Be quiet until the next person comes."""
        self._timer.stop()

    @property
    def sounding(self) -> bool:
        """Whether the tones repeat."""
        return self._timer.isActive()

    def _play(self) -> None:
        # Looked for each time: it may have been plugged in or taken away since.
        device = speaker_device(self._order)
        if device is not None:
            if device != self._sound.audioDevice():
                self._sound.setAudioDevice(device)
            self._sound.play()

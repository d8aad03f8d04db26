# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells when devices come and go."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtMultimedia import QMediaDevices

from app.media.devices.errors import DeviceKind
from app.media.devices.qt_devices import SERVER

_CALM_MS = 300
"""A headset comes as several devices, one after the other, and some flutter while they settle."""


class DeviceWatch(QObject):
    """Emits the kinds of devices whose list was told anew, once it is calm. GUI thread.

    It hears of them from Qt, and of those that leave PulseAudio from PulseAudio itself.
    """

    changed = Signal(object)
    """frozenset[DeviceKind]"""
    _server_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._told: set[DeviceKind] = set()
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._tell)
        self._devices = QMediaDevices(self)
        self._devices.audioInputsChanged.connect(lambda: self._note(DeviceKind.MICROPHONE))
        self._devices.audioOutputsChanged.connect(lambda: self._note(DeviceKind.SPEAKER))
        self._devices.videoInputsChanged.connect(lambda: self._note(DeviceKind.CAMERA))
        self._server_changed.connect(self._note_sound, Qt.ConnectionType.QueuedConnection)
        self._server_told = self._server_changed.emit
        SERVER.follow(self._server_told)

    def close(self) -> None:
        """Hear no more."""
        SERVER.leave(self._server_told)
        self._calm.stop()

    def _note_sound(self) -> None:
        self._note(DeviceKind.MICROPHONE)
        self._note(DeviceKind.SPEAKER)

    def _note(self, kind: DeviceKind) -> None:
        self._told.add(kind)
        self._calm.start()

    def _tell(self) -> None:
        told, self._told = frozenset(self._told), set()
        self.changed.emit(told)

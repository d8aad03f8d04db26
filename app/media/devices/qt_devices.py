# SPDX-License-Identifier: GPL-3.0-or-later
"""The cameras, microphones and loudspeakers that the system has, by their names."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtMultimedia import QAudioDevice, QCameraDevice, QMediaDevices

from app.media.devices.errors import DeviceKind, NoSuchDevice
from app.media.devices.qt_audio import QtMicrophone, QtSpeaker
from app.media.devices.qt_camera import QtCamera

DeviceT = TypeVar("DeviceT", QAudioDevice, QCameraDevice)


def camera(name: str) -> QtCamera:
    """Give a camera; "" is the default one. Raises NoSuchDevice."""
    return QtCamera(_chosen(_cameras(), name, DeviceKind.CAMERA), name)


def microphone(name: str) -> QtMicrophone:
    """Give a microphone; "" is the default one. Raises NoSuchDevice."""
    return QtMicrophone(_chosen(_microphones(), name, DeviceKind.MICROPHONE), name)


def speaker(name: str) -> QtSpeaker:
    """Give a loudspeaker; "" is the default one. Raises NoSuchDevice."""
    return QtSpeaker(_chosen(_speakers(), name, DeviceKind.SPEAKER), name)


def cameras() -> tuple[str, ...]:
    """Name the cameras, the default one first."""
    return tuple(device.description() for device in _cameras())


def microphones() -> tuple[str, ...]:
    """Name the microphones, the default one first."""
    return tuple(device.description() for device in _microphones())


def speakers() -> tuple[str, ...]:
    """Name the loudspeakers, the default one first."""
    return tuple(device.description() for device in _speakers())


def _cameras() -> list[QCameraDevice]:
    return _default_first(QMediaDevices.videoInputs()) if _qt_runs() else []


def _microphones() -> list[QAudioDevice]:
    return _default_first(QMediaDevices.audioInputs()) if _qt_runs() else []


def _speakers() -> list[QAudioDevice]:
    return _default_first(QMediaDevices.audioOutputs()) if _qt_runs() else []


def _qt_runs() -> bool:
    """Without an application object there is no event loop that devices could work with."""
    return QCoreApplication.instance() is not None


def _default_first(devices: list[DeviceT]) -> list[DeviceT]:
    return sorted(devices, key=lambda device: not device.isDefault())


def _chosen(devices: list[DeviceT], name: str, kind: DeviceKind) -> DeviceT:
    for device in devices:
        if name in ("", device.description()):
            return device
    raise NoSuchDevice(kind, name)

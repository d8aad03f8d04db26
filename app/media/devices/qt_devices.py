# SPDX-License-Identifier: GPL-3.0-or-later
"""The cameras, microphones and loudspeakers that the system has, by their names."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtMultimedia import QAudioDevice, QCameraDevice, QMediaDevices

from app.media.devices.errors import DeviceKind, NoSuchDevice
from app.media.devices.preference import Order, choose
from app.media.devices.pulse_server import PulseServer
from app.media.devices.qt_audio import QtMicrophone, QtSpeaker
from app.media.devices.qt_camera import QtCamera

SERVER = PulseServer()
"""What Qt does not tell of PulseAudio; it works once somebody follows it."""

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


def speaker_device(order: Order) -> QAudioDevice | None:
    """Give the loudspeaker that is liked best of those that are here, as Qt knows it."""
    found = _named(_speakers())
    name = choose(order, found)
    return None if name is None else found[name]


def cameras() -> tuple[str, ...]:
    """Name the cameras, the default one first."""
    return tuple(_named(_cameras()))


def microphones() -> tuple[str, ...]:
    """Name the microphones, the default one first."""
    return tuple(_named(_microphones()))


def speakers() -> tuple[str, ...]:
    """Name the loudspeakers, the default one first."""
    return tuple(_named(_speakers()))


def _cameras() -> list[QCameraDevice]:
    return QMediaDevices.videoInputs() if _qt_runs() else []


def _microphones() -> list[QAudioDevice]:
    return _here(QMediaDevices.audioInputs()) if _qt_runs() else []


def _speakers() -> list[QAudioDevice]:
    return _here(QMediaDevices.audioOutputs()) if _qt_runs() else []


def _here(devices: list[QAudioDevice]) -> list[QAudioDevice]:
    """Leave out what is still listed although it is gone."""
    return [device for device in devices if not SERVER.gone(bytes(device.id().data()))]


def _qt_runs() -> bool:
    """Without an application object there is no event loop that devices could work with."""
    return QCoreApplication.instance() is not None


def _named(devices: list[DeviceT]) -> dict[str, DeviceT]:
    """Give each device a name of its own: the second of two equal ones is "Name (2)"."""
    named: dict[str, DeviceT] = {}
    # By their ids, so that the two do not swap their names when the default one changes.
    for device in sorted(devices, key=lambda one: bytes(one.id().data())):
        name, number = device.description(), 2
        while name in named:
            name, number = f"{device.description()} ({number})", number + 1
        named[name] = device
    return dict(sorted(named.items(), key=lambda item: not item[1].isDefault()))


def _chosen(devices: list[DeviceT], name: str, kind: DeviceKind) -> DeviceT:
    named = _named(devices)
    if name in named:
        return named[name]
    if not name and named:
        return next(iter(named.values()))
    raise NoSuchDevice(kind, name)

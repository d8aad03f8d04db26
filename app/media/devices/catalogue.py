# SPDX-License-Identifier: GPL-3.0-or-later
"""Find a camera, a microphone or a loudspeaker by the name a person gave."""

from __future__ import annotations

from pathlib import Path

from app.media.devices import qt_devices
from app.media.devices.errors import DeviceKind
from app.media.devices.media_file import FileCamera, FileMicrophone
from app.media.devices.preference import Order
from app.media.devices.sources import AudioSink, AudioSource, VideoSource
from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.devices.wav_sink import WavSink

SYNTHETIC = "synthetic"
NONE = "none"


def open_camera(name: str) -> VideoSource | None:
    """Give the camera of this name: "synthetic", "none", a media file, or a device's name.

    An empty name means the system's default camera. Raises NoSuchDevice, MediaFileUnreadable.
    """
    if name == NONE:
        return None
    if name == SYNTHETIC:
        return SyntheticCamera()
    if _is_path(name):
        return FileCamera(Path(name))
    return qt_devices.camera(name)


def open_microphone(name: str) -> AudioSource | None:
    """Give the microphone of this name: "synthetic", "none", a media file, or a device's name.

    An empty name means the system's default microphone. Raises NoSuchDevice,
    MediaFileUnreadable.
    """
    if name == NONE:
        return None
    if name == SYNTHETIC:
        return SyntheticMicrophone()
    if _is_path(name):
        return FileMicrophone(Path(name))
    return qt_devices.microphone(name)


def open_speaker(name: str) -> AudioSink | None:
    """Give the loudspeaker of this name: "none", a WAV file to write, or a device's name.

    An empty name means the system's default loudspeaker. Raises NoSuchDevice,
    MediaFileUnreadable.
    """
    if name == NONE:
        return None
    if _is_path(name) or name.lower().endswith(".wav"):
        return WavSink(Path(name))
    return qt_devices.speaker(name)


def list_cameras() -> tuple[str, ...]:
    """Name the cameras of this machine, the default one first."""
    return qt_devices.cameras()


def list_microphones() -> tuple[str, ...]:
    """Name the microphones of this machine, the default one first."""
    return qt_devices.microphones()


def list_speakers() -> tuple[str, ...]:
    """Name the loudspeakers of this machine, the default one first."""
    return qt_devices.speakers()


def present(kind: DeviceKind, order: Order = ()) -> tuple[str, ...]:
    """Name what can be used now: the system's devices, and what ``order`` names beside them.

    Files are there while they exist; "synthetic" and "none" always are.
    """
    match kind:
        case DeviceKind.CAMERA:
            found = list_cameras()
        case DeviceKind.MICROPHONE:
            found = list_microphones()
        case DeviceKind.SPEAKER:
            found = list_speakers()
        case DeviceKind.SCREEN:
            found = ()
    beside = (name for name in order if name not in found and _is_here(kind, name))
    return (*found, *beside)


def _is_here(kind: DeviceKind, name: str) -> bool:
    if name in (NONE, SYNTHETIC):
        return True
    if kind is DeviceKind.SPEAKER:
        return _is_path(name) or name.lower().endswith(".wav")
    return bool(name) and Path(name).is_file()


def _is_path(name: str) -> bool:
    """Tell a path from a device's name: something is there, or it is written like one."""
    return bool(name) and (Path(name).is_file() or "/" in name or "\\" in name)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with a camera, a microphone or a loudspeaker."""

from __future__ import annotations

from enum import Enum

from app.errors import KnownError


class DeviceKind(Enum):
    """What a device is for."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"
    SCREEN = "screen"


class DeviceError(KnownError):
    """A device could not be used. The call works without it; choose another one and try again."""

    def __init__(self, kind: DeviceKind, name: str) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name


class NoSuchDevice(DeviceError):
    """This device is not connected. Plug it in, or choose another one; the call works without."""

    def sentence(self) -> str:
        """Name the kind and the device that was asked for."""
        return (
            f"There is no {self.kind.value} named {self.name!r}. "
            "Plug it in, or choose another one; the call works without."
        )


class DeviceDenied(DeviceError):
    """The system does not let Vidda use this device. Allow it in the system's privacy settings."""

    def sentence(self) -> str:
        """Name the kind of device that is not allowed."""
        return (
            f"The system does not let Vidda use the {self.kind.value}. "
            "Close other programs that use it, or allow it in the system's privacy settings."
        )


class ScreenDenied(DeviceError):
    """This screen or window cannot be shown to the other side. Nothing is shared. Choose another
    one, or allow it in the system's privacy settings."""

    def __init__(self, name: str) -> None:
        super().__init__(DeviceKind.SCREEN, name)


class MediaFileUnreadable(DeviceError):
    """This file cannot be used as a device: it is missing or of another kind. Choose another."""

    def sentence(self) -> str:
        """Name the file and what it was to be used as."""
        if self.kind is DeviceKind.SPEAKER:
            return (
                f"The sound cannot be written to the file {self.name!r}. "
                "Nothing was opened. Choose a folder that is there and may be written."
            )
        return (
            f"The file {self.name!r} cannot be used as a {self.kind.value}: "
            "it is missing, not readable, or of another kind. Nothing was opened. "
            "Choose another file."
        )

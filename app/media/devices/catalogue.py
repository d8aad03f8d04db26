# SPDX-License-Identifier: GPL-3.0-or-later
"""Find a camera, a microphone or a loudspeaker by the name a person gave."""

from __future__ import annotations

from app.media.devices.sources import AudioSink, AudioSource, VideoSource


def open_camera(name: str) -> VideoSource | None:
    """Give the camera of this name: "synthetic", "none", a media file, or a device's name.

    An empty name means the system's default camera. Raises NoSuchDevice, MediaFileUnreadable.
    """
    raise NotImplementedError


def open_microphone(name: str) -> AudioSource | None:
    """Give the microphone of this name: "synthetic", "none", a media file, or a device's name.

    An empty name means the system's default microphone. Raises NoSuchDevice,
    MediaFileUnreadable.
    """
    raise NotImplementedError


def open_speaker(name: str) -> AudioSink | None:
    """Give the loudspeaker of this name: "none", a WAV file to write, or a device's name.

    An empty name means the system's default loudspeaker. Raises NoSuchDevice,
    MediaFileUnreadable.
    """
    raise NotImplementedError


def list_cameras() -> tuple[str, ...]:
    """Name the cameras of this machine."""
    raise NotImplementedError


def list_microphones() -> tuple[str, ...]:
    """Name the microphones of this machine."""
    raise NotImplementedError


def list_speakers() -> tuple[str, ...]:
    """Name the loudspeakers of this machine."""
    raise NotImplementedError

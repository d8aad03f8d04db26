# SPDX-License-Identifier: GPL-3.0-or-later
"""The media of one participant: devices, encoders and the links that share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.media.devices.sources import AudioSink, AudioSource, VideoSource
from app.media.frames import FrameSlot
from app.media.link import IceConfiguration, Link, LinkEvent
from app.media.report import MediaStatistics


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud it is now, 0 to 1."""

    microphone: float
    speaker: float
    microphone_silent: bool
    """Exactly nothing for 3 s while the microphone is on."""


class MediaEngine:
    """Devices and encoders shared by all links. Belongs to the asyncio thread."""

    local_frames: FrameSlot
    remote_frames: FrameSlot
    statistics: MediaStatistics

    def __init__(
        self,
        camera: VideoSource | None,
        microphone: AudioSource | None,
        speaker: AudioSink | None,
    ) -> None:
        raise NotImplementedError

    async def start(self) -> None:
        """Start the devices and the threads. Raises DeviceDenied."""

    async def close(self) -> None:
        """Close the links, the threads and the devices."""

    def set_microphone_on(self, on: bool) -> None:
        """Send the microphone's sound, or silence."""

    def set_camera_on(self, on: bool) -> None:
        """Send pictures, or none."""

    def set_sound_only(self, on: bool) -> None:
        """Send no pictures and ask the peers to send none."""

    def levels(self) -> Levels:
        """Say how loud microphone and loudspeaker are now."""
        raise NotImplementedError

    async def change_camera(self, camera: VideoSource | None) -> None:
        """Use another camera, or none. Raises DeviceDenied; the call goes on without one then."""

    async def change_microphone(self, microphone: AudioSource | None) -> None:
        """Use another microphone, or none. Raises DeviceDenied."""

    async def change_speaker(self, speaker: AudioSink | None) -> None:
        """Use another loudspeaker, or none. Raises DeviceDenied."""

    async def make_link(
        self, attempt: str, ice: IceConfiguration, listener: Callable[[LinkEvent], None]
    ) -> Link:
        """Make a link that shares these devices; the listener is called on the asyncio thread."""
        raise NotImplementedError

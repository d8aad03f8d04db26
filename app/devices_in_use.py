# SPDX-License-Identifier: GPL-3.0-or-later
"""Open the camera, microphone and loudspeaker of a call, going on without those that fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from app.config import MediaOptions
from app.errors import KnownError
from app.media.devices.catalogue import open_camera, open_microphone, open_speaker
from app.media.devices.errors import NoSuchDevice
from app.media.devices.sources import AudioSink, AudioSource, VideoSource
from app.media.engine import MediaEngine

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Devices:
    """What could be opened, and why the rest could not."""

    camera: VideoSource | None
    microphone: AudioSource | None
    speaker: AudioSink | None
    problems: tuple[KnownError, ...] = field(default=())


def open_devices(wanted: MediaOptions, chosen: MediaOptions) -> Devices:
    """Open devices: those of the command line, else of the settings, else the default ones.

    A default device that does not exist is no problem: the visit works without, and the
    screens say so. A device that somebody asked for by name is.
    """
    problems: list[KnownError] = []

    def take(name: str, opener: Callable[[str], T | None]) -> T | None:
        try:
            return opener(name)
        except NoSuchDevice as error:
            if name:
                problems.append(error)
                return take("", opener)
            return None
        except KnownError as error:
            problems.append(error)
            return None

    return Devices(
        take(wanted.camera or chosen.camera, open_camera),
        take(wanted.microphone or chosen.microphone, open_microphone),
        take(wanted.speaker or chosen.speaker, open_speaker),
        tuple(problems),
    )


async def use_devices(engine: MediaEngine, devices: Devices) -> None:
    """Change a running engine to these devices. Raises DeviceError of the first that refuses."""
    await engine.change_speaker(devices.speaker)
    await engine.change_microphone(devices.microphone)
    await engine.change_camera(devices.camera)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What the people want to be spared of, and why no pictures or smaller ones go out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.media.adaptation import FULL_HEIGHT, NO_PICTURES, PicturePlan
from app.media.content import ContentHint
from app.media.control import NoPictures, Pictures
from app.media.sound_plan import SoundPlan
from app.media.statistics import QualityLimitationReason

_SAVING_SOUND = 24_000
_SAVING = PicturePlan(100_000, 320, 180, 10)
"""With the sound and all headers about 150 kbit/s: 70 MB an hour each way."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What this person chose."""

    camera_on: bool = True
    """There is something to show, and it may be shown."""
    sound_only: bool = False
    save_data: bool = False
    camera_missing: bool = False
    """There is nothing to show because no camera is connected."""

    def tell(self, plan: PicturePlan) -> Pictures:
        """Say what the other side is to know when pictures are sent by this plan."""
        missing: NoPictures | None = None
        if self.sound_only:
            missing = NoPictures.SOUND_ONLY
        elif not self.camera_on:
            missing = NoPictures.NO_CAMERA if self.camera_missing else NoPictures.CAMERA_OFF
        elif plan.frames_per_s == NO_PICTURES.frames_per_s:
            missing = NoPictures.NETWORK
        return Pictures(
            sent=missing is None,
            wanted=not self.sound_only,
            cause="" if missing is None else missing.value,
            saving=self.save_data,
        )


def spare(sound: SoundPlan, pictures: PicturePlan) -> tuple[SoundPlan, PicturePlan]:
    """Make a plan small and slow, for somebody who saves data; a screen stays legible."""
    sound = replace(sound, bitrate=min(sound.bitrate, _SAVING_SOUND))
    if pictures.hint is ContentHint.TEXT:
        return sound, replace(pictures, bitrate=min(pictures.bitrate, _SAVING.bitrate))
    return (
        sound,
        replace(
            pictures,
            bitrate=min(pictures.bitrate, _SAVING.bitrate),
            width=min(pictures.width, _SAVING.width),
            height=min(pictures.height, _SAVING.height),
            frames_per_s=min(pictures.frames_per_s, _SAVING.frames_per_s),
        ),
    )


def limitation(by_path: PicturePlan, *, sparing: bool) -> QualityLimitationReason:
    """Say what keeps the pictures small; ``by_path`` is what the path alone would allow."""
    if sparing and by_path.frames_per_s > _SAVING.frames_per_s:
        return QualityLimitationReason.OTHER
    if by_path.height < FULL_HEIGHT:
        return QualityLimitationReason.BANDWIDTH
    return QualityLimitationReason.NONE


def means_pictures(told: Pictures) -> bool:
    """Say whether an end sends pictures, or would if the network let it."""
    return told.missing in (None, NoPictures.NETWORK)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts about recorded files that are taken from their content, never their name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class MediaKind(Enum):
    """What a file is for a person."""

    PICTURE = "picture"
    SOUND = "sound"
    VIDEO = "video"


class MediaType(Enum):
    """Recognised types, by their IANA names (DICOM: RFC 3240)."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    TIFF = "image/tiff"
    HEIC = "image/heic"
    WAV = "audio/wav"
    FLAC = "audio/flac"
    MP3 = "audio/mpeg"
    OGG = "audio/ogg"
    M4A = "audio/mp4"
    MP4 = "video/mp4"
    MATROSKA = "video/x-matroska"
    DICOM = "application/dicom"
    PDF = "application/pdf"


class QualityVerdict(Enum):
    """Judgement on the spot."""

    GOOD = "good"
    LOOK_AGAIN = "look-again"
    BAD = "bad"


class QualityProblem(Enum):
    """What is wrong with a recording; each has one sentence how to do better."""

    BLURRED = "blurred"
    DARK = "dark"
    BRIGHT = "bright"
    SMALL = "small"
    NO_SCALE = "no-scale"
    SILENT = "silent"
    CLIPPED = "clipped"
    CONTACT_NOISE = "contact-noise"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Quality:
    """The judgement with its causes."""

    verdict: QualityVerdict
    problems: tuple[QualityProblem, ...] = ()


class NoScale(Enum):
    """Why what a file says of the size of its pixels is not used."""

    AT_DETECTOR = "at-detector"
    """It holds at an X-ray's detector, where everything is larger than in the body."""
    NOT_SQUARE = "not-square"
    """Its pixels are not square, so that lengths differ with their direction."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Decoded pixels: ``rgb`` holds height x width x 3 bytes, rows without padding."""

    width: int
    height: int
    rgb: bytes
    pixel_mm: float | NoScale | None = None
    """Side of a pixel in the patient, in millimetres, as the file tells it; None: it does not."""


@dataclass(frozen=True, slots=True)
class Video:
    """What a video is; its frames are decoded one by one."""

    width: int
    height: int
    times_s: tuple[float, ...]
    """When each frame is shown, from nought, rising."""

    @property
    def seconds(self) -> float:
        """Length up to its last frame."""
        return self.times_s[-1]


@dataclass(frozen=True, slots=True)
class Sound:
    """Decoded sound: ``pcm`` holds signed 16-bit little-endian mono samples."""

    rate_hz: int
    pcm: bytes

    @property
    def seconds(self) -> float:
        """Length."""
        return len(self.pcm) / 2 / self.rate_hz

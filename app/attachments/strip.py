# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the copy that travels: the same picture or sound without any metadata.

Pictures and sounds are "not altered after taken": where the container allows it, parts
are left out and the coded pixels or samples stay bit for bit. Where that cannot be done,
because the picture must be turned or the container is too wild, the copy is made anew
from decoded pixels or samples, which carry nothing else.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from PIL import Image

from app.attachments.intake import NotAccepted, Refusal
from app.attachments.strip_pictures import orientation, strip_jpeg, strip_png
from app.attachments.strip_sounds import strip_flac, strip_mp3, strip_wav
from app.records.media_facts import MediaType, Picture, Sound

_JPEG_QUALITY = 95


@dataclass(frozen=True, slots=True)
class TravelCopy:
    """What is sent instead of the original; its type may differ (TIFF travels as PNG)."""

    content: bytes
    media_type: MediaType


def travel_copy(content: bytes, media_type: MediaType, decoded: Picture | Sound) -> TravelCopy:
    """Copy a file without metadata; ``decoded`` is the same file as the decoder gave it.

    Raises:
        NotAccepted: the file's structure is damaged, or its kind is not taken.
    """
    match media_type, decoded:
        case MediaType.JPEG, Picture():
            if orientation(content, media_type) != 1:
                return TravelCopy(_as_jpeg(decoded), MediaType.JPEG)
            return TravelCopy(strip_jpeg(content), MediaType.JPEG)
        case MediaType.PNG, Picture():
            if orientation(content, media_type) != 1:
                return TravelCopy(_as_png(decoded), MediaType.PNG)
            return TravelCopy(strip_png(content), MediaType.PNG)
        case MediaType.HEIC, Picture():
            return TravelCopy(_as_jpeg(decoded), MediaType.JPEG)
        case MediaType.WEBP | MediaType.TIFF | MediaType.PDF, Picture():
            return TravelCopy(_as_png(decoded), MediaType.PNG)
        case MediaType.WAV, Sound():
            return TravelCopy(strip_wav(content), MediaType.WAV)
        case MediaType.FLAC, Sound():
            return TravelCopy(strip_flac(content), MediaType.FLAC)
        case MediaType.MP3, Sound():
            return TravelCopy(strip_mp3(content), MediaType.MP3)
        case MediaType.OGG | MediaType.M4A, Sound():
            return TravelCopy(as_wav(decoded), MediaType.WAV)
        case _:
            raise NotAccepted(Refusal.UNKNOWN, media_type)


def as_wav(sound: Sound) -> bytes:
    """Write a sound as a WAV file: 16 bits, one channel."""
    form = struct.pack("<HHIIHH", 1, 1, sound.rate_hz, sound.rate_hz * 2, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form
    body += b"data" + struct.pack("<I", len(sound.pcm)) + sound.pcm
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _image(picture: Picture) -> Image.Image:
    return Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)


def _as_jpeg(picture: Picture) -> bytes:
    target = io.BytesIO()
    _image(picture).save(target, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return target.getvalue()


def _as_png(picture: Picture) -> bytes:
    target = io.BytesIO()
    _image(picture).save(target, "PNG")
    return target.getvalue()

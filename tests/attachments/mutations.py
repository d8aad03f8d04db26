# SPDX-License-Identifier: GPL-3.0-or-later
"""Small real files of every type that is taken, and seeded ways of breaking them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from pydicom.uid import JPEG2000Lossless, JPEGBaseline8Bit

from app.records.media_facts import MediaType
from tests.fakes.coded_sounds import encoded
from tests.fakes.documents import dicom, dicom_ecg, dicom_jpeg, pdf
from tests.fakes.recordings import demo, picture, tone, wav
from tests.fakes.videos import video

HEIC = Path(__file__).parent / "samples" / "turned.heic"
# Numbers at which lengths and counts break.
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def samples() -> list[tuple[MediaType, bytes]]:
    """Give the files; of types with several codings or containers, one of each."""
    jpeg = _photo("JPEG", quality=80)
    grey = np.arange(48 * 64, dtype=np.uint16).reshape(48, 64)
    return [
        (MediaType.JPEG, jpeg),
        (MediaType.JPEG, _photo("JPEG", progressive=True, restart_marker_rows=1)),
        (MediaType.PNG, picture(96, 64)),
        (MediaType.PNG, _photo("PNG", palette=True)),
        (MediaType.WEBP, _photo("WEBP")),
        (MediaType.WEBP, _photo("WEBP", lossless=True)),
        (MediaType.TIFF, _photo("TIFF", compression="tiff_lzw")),
        (MediaType.TIFF, _photo("TIFF", compression="jpeg")),
        (MediaType.HEIC, HEIC.read_bytes()),
        (MediaType.WAV, wav(tone(0.5), 4000, (b"LIST", b"INFOIART" + bytes(8)))),
        (MediaType.FLAC, encoded("flac", "flac", 16_000, 0.5)),
        (MediaType.MP3, encoded("mp3", "libmp3lame", 16_000, 0.5)),
        (MediaType.OGG, encoded("ogg", "libopus", 48_000, 0.5)),
        (MediaType.M4A, encoded("ipod", "aac", 16_000, 0.5)),
        (MediaType.MP4, video(8, 96, 64)),
        (MediaType.MP4, video(8, 96, 64, form="mov", codec="mpeg4")),
        (MediaType.MATROSKA, video(8, 96, 64, form="matroska")),
        (MediaType.MATROSKA, video(8, 96, 64, form="webm", codec="libvpx-vp9")),
        (MediaType.DICOM, dicom(grey, WindowCenter=1000, WindowWidth=900)),
        (MediaType.DICOM, dicom(np.stack([grey.astype(np.uint8)] * 3))),
        (MediaType.DICOM, dicom_jpeg(jpeg, JPEGBaseline8Bit)),
        (MediaType.DICOM, dicom_jpeg(_photo("JPEG2000"), JPEG2000Lossless)),
        (MediaType.DICOM, dicom_ecg()),
        (MediaType.PDF, pdf(2)),
    ]


def mutations(seed: int, first: int, count: int) -> Iterator[tuple[MediaType, bytes]]:
    """Give ``count`` broken files from the one numbered ``first``; the same for the same seed."""
    whole = samples()
    for number in range(first, first + count):
        media_type, content = whole[number % len(whole)]
        random = np.random.default_rng((seed, number))
        yield media_type, _broken(content, random)


def _broken(content: bytes, random: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for _ in range(int(random.integers(1, 4))):
        # Half of all changes hit the first 512 bytes, where the structure is.
        reach = len(changed) if random.random() < 0.5 else min(512, len(changed))
        at = int(random.integers(0, max(1, reach)))
        match int(random.integers(0, 8)):
            case 0:
                for place in random.integers(0, max(1, reach), int(random.integers(1, 40))):
                    changed[place] ^= 1 << int(random.integers(0, 8))
            case 1:
                for place in random.integers(0, max(1, reach), int(random.integers(1, 12))):
                    changed[place] = int(random.integers(0, 256))
            case 2 | 3:
                size = int(random.choice((1, 2, 4)))
                value = int(random.choice(_NUMBERS)) & ((1 << 8 * size) - 1)
                order = "big" if random.random() < 0.5 else "little"
                changed[at : at + size] = value.to_bytes(size, order)
            case 4:
                del changed[at : at + int(random.integers(1, 200))]
            case 5:
                changed[at:at] = random.bytes(int(random.integers(1, 200)))
            case 6:
                end = at + int(random.integers(1, 400))
                changed[at:at] = changed[at:end] * int(random.integers(1, 9))
            case _:
                del changed[int(random.integers(len(changed) // 8, len(changed) + 1)) :]
        if not changed:
            break
    return bytes(changed)


def _photo(form: str, *, palette: bool = False, **options: object) -> bytes:
    with Image.open(io.BytesIO(demo("derm_close.jpg"))) as opened:
        small = opened.convert("RGB").resize((128, 96))
    target = io.BytesIO()
    (small.convert("P") if palette else small).save(target, form, **options)
    return target.getvalue()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Take metadata out of JPEG and PNG files without touching a pixel.

What is kept is listed; everything else goes, known or not: EXIF with place, serial
number and owner, thumbnails, XMP, comments, text chunks, maker notes, further pictures
and whatever stands behind the end of the picture.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from app.attachments.intake import NotAccepted, Refusal
from app.records.media_facts import MediaType

_ORIENTATION: Final = 0x0112
_JFIF: Final = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"}
    | {b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs"}
)
_EOI: Final = 0xD9
_SOS: Final = 0xDA
# Frames, tables and restart intervals: all that a decoder needs.
_JPEG_KEPT: Final = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, _SOS})


def strip_jpeg(content: bytes) -> bytes:
    """Copy a JPEG without metadata; colour profile and scan data stay bit for bit.

    Raises:
        NotAccepted: the file's structure is damaged.
    """
    kept = [b"\xff\xd8", _JFIF]
    for marker, segment, scan in _segments(content):
        if marker == 0xE2 and segment.startswith(b"ICC_PROFILE\x00"):
            kept.append(_written(marker, segment))
        elif marker == 0xEE and segment.startswith(b"Adobe"):
            # Says how colours are coded; without it CMYK and RGB files turn wrong.
            kept.append(_written(marker, segment[:12]))
        elif marker in _JPEG_KEPT:
            kept.append(_written(marker, segment))
            kept.append(scan)
    kept.append(b"\xff\xd9")
    return b"".join(kept)


def strip_png(content: bytes) -> bytes:
    """Copy a PNG without metadata and animation.

    Raises:
        NotAccepted: the file's structure is damaged.
    """
    kept = [_PNG_MAGIC]
    for kind, body in _chunks(content):
        if kind in _PNG_KEPT:
            checksum = zlib.crc32(kind + body)
            kept.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum))
    return b"".join(kept)


def orientation(content: bytes, media_type: MediaType) -> int:
    """Read how a picture must be turned (EXIF 1 to 8); 1 where nothing is said."""
    block = b""
    if media_type is MediaType.JPEG:
        for marker, segment, _ in _segments(content):
            if marker == 0xE1 and segment.startswith(b"Exif\x00\x00"):
                block = segment[6:]
                break
    elif media_type is MediaType.PNG:
        block = next((body for kind, body in _chunks(content) if kind == b"eXIf"), b"")
    value = _orientation_in(block)
    return value if 1 <= value <= 8 else 1


def _written(marker: int, segment: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Give marker, segment and the scan data behind it, up to the end of the first picture."""
    at = 2
    while True:
        if content[at : at + 1] != b"\xff":
            raise NotAccepted(Refusal.DAMAGED, MediaType.JPEG)
        while content[at : at + 1] == b"\xff":
            at += 1
        if at >= len(content):
            raise NotAccepted(Refusal.DAMAGED, MediaType.JPEG)
        marker = content[at]
        at += 1
        if marker == _EOI:
            return
        length = int.from_bytes(content[at : at + 2], "big")
        segment = content[at + 2 : at + length]
        if length < 2 or len(segment) != length - 2:
            raise NotAccepted(Refusal.DAMAGED, MediaType.JPEG)
        at += length
        start = at
        if marker == _SOS:
            at = _end_of_scan(content, at)
        yield marker, segment, content[start:at]


def _end_of_scan(content: bytes, at: int) -> int:
    """Find the next real marker: not a stuffed zero and not a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise NotAccepted(Refusal.DAMAGED, MediaType.JPEG)
        follower = content[at + 1]
        if follower != 0 and follower != 0xFF and not 0xD0 <= follower <= 0xD7:
            return at
        at += 1 if follower == 0xFF else 2


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG_MAGIC)
    kind = b""
    while kind != b"IEND":
        length = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + length]
        checksum = content[at + 8 + length : at + 12 + length]
        if len(checksum) != 4 or zlib.crc32(kind + body) != int.from_bytes(checksum, "big"):
            raise NotAccepted(Refusal.DAMAGED, MediaType.PNG)
        yield kind, body
        at += 12 + length


def _orientation_in(block: bytes) -> int:
    """Find the orientation in the first directory of a TIFF block (EXIF 2.3, 4.6.4)."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(block[:4])
    if order is None or len(block) < 8:
        return 1
    (start,) = struct.unpack_from(order + "I", block, 4)
    if start + 2 > len(block):
        return 1
    (count,) = struct.unpack_from(order + "H", block, start)
    for number in range(count):
        at = start + 2 + 12 * number
        if at + 12 > len(block):
            return 1
        tag, kind, _, value = struct.unpack_from(order + "HHIH", block, at)
        if tag == _ORIENTATION and kind == 3:
            return int(value)
    return 1

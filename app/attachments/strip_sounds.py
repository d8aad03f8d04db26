# SPDX-License-Identifier: GPL-3.0-or-later
"""Take metadata out of WAV, FLAC and MP3 files without touching a sample."""

from __future__ import annotations

import struct
from typing import Final

from app.attachments.intake import NotAccepted, Refusal
from app.records.media_facts import MediaType

_WAV_KEPT: Final = frozenset({b"fmt ", b"fact", b"data"})
# RF64 and streamed files write this where the true length stands elsewhere, or nowhere.
_LENGTH_UNKNOWN: Final = 0xFFFFFFFF
_FLAC_STREAMINFO: Final = 0
_FLAC_SEEKTABLE: Final = 3


def strip_wav(content: bytes) -> bytes:
    """Copy a WAV with its format and samples only; LIST, bext, iXML, id3 and others go.

    Raises:
        NotAccepted: there is no format or no sample in it.
    """
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(content):
        kind = content[at : at + 4]
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        if kind == b"data" and length == _LENGTH_UNKNOWN:
            length = len(content) - at - 8
        if kind in _WAV_KEPT and kind not in chunks:
            # A recorder that lost power leaves a length beyond the end of the file.
            chunks[kind] = content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    if len(chunks.get(b"fmt ", b"")) < 16 or not chunks.get(b"data"):
        raise NotAccepted(Refusal.DAMAGED, MediaType.WAV)
    body = b"WAVE"
    for kind in (b"fmt ", b"fact", b"data"):
        if kind in chunks:
            chunk = chunks[kind]
            body += kind + struct.pack("<I", len(chunk)) + chunk + bytes(len(chunk) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def strip_flac(content: bytes) -> bytes:
    """Copy a FLAC with its stream description, seek table and frames only.

    Raises:
        NotAccepted: the file's structure is damaged.
    """
    blocks: list[tuple[int, bytes]] = []
    at = 4
    last = False
    while not last:
        header = content[at : at + 4]
        if len(header) != 4:
            raise NotAccepted(Refusal.DAMAGED, MediaType.FLAC)
        last = bool(header[0] & 0x80)
        length = int.from_bytes(header[1:], "big")
        block = content[at + 4 : at + 4 + length]
        if len(block) != length:
            raise NotAccepted(Refusal.DAMAGED, MediaType.FLAC)
        if header[0] & 0x7F in (_FLAC_STREAMINFO, _FLAC_SEEKTABLE):
            blocks.append((header[0] & 0x7F, block))
        at += 4 + length
    if not blocks or blocks[0][0] != _FLAC_STREAMINFO:
        raise NotAccepted(Refusal.DAMAGED, MediaType.FLAC)
    kept = b"fLaC"
    for number, (kind, block) in enumerate(blocks):
        flag = 0x80 if number == len(blocks) - 1 else 0
        kept += bytes([kind | flag]) + len(block).to_bytes(3, "big") + block
    return kept + _without_tail_tags(content[at:])


def strip_mp3(content: bytes) -> bytes:
    """Copy an MP3 without the tags before and behind its frames (ID3, APE, Lyrics3).

    Raises:
        NotAccepted: nothing but tags is in it.
    """
    at = 0
    while content[at : at + 3] == b"ID3" and len(content) >= at + 10:
        footer = 10 if content[at + 5] & 0x10 else 0
        at += 10 + _seven_bits(content[at + 6 : at + 10]) + footer
    start = content.find(b"\xff", at)
    frames = b"" if start < 0 else _without_tail_tags(content[start:])
    if not frames:
        raise NotAccepted(Refusal.DAMAGED, MediaType.MP3)
    return frames


def _without_tail_tags(content: bytes) -> bytes:
    """Cut tags off the end until none is left. Each round shortens what is left."""
    end = len(content)
    while True:
        if content[max(end - 128, 0) : end].startswith(b"TAG") and end >= 128:
            end -= 128
        elif end >= 32 and content[end - 32 : end - 24] == b"APETAGEX":
            # The length counts this footer but not a header.
            end -= max(int.from_bytes(content[end - 20 : end - 16], "little"), 32)
            if end >= 32 and content[end - 32 : end - 24] == b"APETAGEX":
                end -= 32
        elif end >= 15 and content[end - 9 : end] == b"LYRICS200":
            length = content[end - 15 : end - 9]
            end -= 15 + (int(length) if length.isdigit() else 0)
        elif end >= 10 and content[end - 10 : end - 7] == b"3DI":
            end -= 20 + _seven_bits(content[end - 4 : end])
        else:
            return content[:end]
        end = max(end, 0)


def _seven_bits(field: bytes) -> int:
    """Read a length of ID3: seven bits a byte."""
    size = 0
    for byte in field:
        size = size << 7 | byte & 0x7F
    return size

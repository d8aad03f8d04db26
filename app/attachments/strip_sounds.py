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
    while content.startswith(b"ID3") and len(content) >= 10:
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        footer = 10 if content[5] & 0x10 else 0
        content = content[10 + size + footer :]
    start = content.find(b"\xff")
    content = _without_tail_tags(content[max(start, 0) :])
    if start < 0 or not content:
        raise NotAccepted(Refusal.DAMAGED, MediaType.MP3)
    return content


def _without_tail_tags(content: bytes) -> bytes:
    """Cut tags off the end until none is left."""
    while True:
        if content[-128:-125] == b"TAG":
            content = content[:-128]
        elif content[-32:-24] == b"APETAGEX":
            size = int.from_bytes(content[-20:-16], "little")
            begins = len(content) - size
            if begins >= 32 and content[begins - 32 : begins - 24] == b"APETAGEX":
                begins -= 32
            content = content[: max(begins, 0)]
        elif content.endswith(b"LYRICS200") and content[-15:-9].isdigit():
            content = content[: max(len(content) - 15 - int(content[-15:-9]), 0)]
        elif content[-10:-7] == b"3DI":
            size = 0
            for byte in content[-4:]:
                size = size << 7 | byte & 0x7F
            content = content[: max(len(content) - size - 20, 0)]
        else:
            return content

# SPDX-License-Identifier: GPL-3.0-or-later
"""Recognise recorded files by their content and say which are taken; names never count."""

from __future__ import annotations

from enum import Enum
from typing import Final

from app.errors import KnownError
from app.records.media_facts import MediaKind, MediaType

HEAD_BYTES: Final = 4096
"""So much of a file's beginning is enough to recognise it."""
MAX_ORIGINAL_BYTES: Final = 256 * 1024**2
"""A recording above this is not taken: it could not be looked at in safety afterwards."""

_KINDS: Final = {
    MediaType.JPEG: MediaKind.PICTURE,
    MediaType.PNG: MediaKind.PICTURE,
    MediaType.WEBP: MediaKind.PICTURE,
    MediaType.TIFF: MediaKind.PICTURE,
    MediaType.WAV: MediaKind.SOUND,
    MediaType.FLAC: MediaKind.SOUND,
    MediaType.MP3: MediaKind.SOUND,
    MediaType.OGG: MediaKind.SOUND,
    MediaType.M4A: MediaKind.SOUND,
    MediaType.MP4: MediaKind.VIDEO,
    MediaType.MATROSKA: MediaKind.VIDEO,
    MediaType.DICOM: MediaKind.DOCUMENT,
    MediaType.PDF: MediaKind.DOCUMENT,
}
_SOUND_BRANDS: Final = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A "})
_STILL_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"crx "}
)
_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"PK\x03\x04",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)


class Refusal(Enum):
    """Why a file is not taken."""

    UNKNOWN = "unknown"
    """Not one of the kinds that Vidda knows."""
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"
    """Recognised by its beginning, but it cannot be read."""
    DICOM = "dicom"
    DOCUMENT = "document"
    TOO_MANY = "too-many"
    """The referral holds as many files as one can carry."""


class NotAccepted(KnownError):
    """This file cannot be added. Nothing was added; the file itself is untouched.

    Pictures: JPEG, PNG, WebP, TIFF. Sound: WAV, FLAC, MP3, Ogg, M4A. Video: MP4, MOV, WebM, MKV.
    Choose one of these or record it again.
    """

    def __init__(self, reason: Refusal, found: MediaType | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.found = found

    def sentence(self) -> str:
        """Name the reason and what was found, then what to do."""
        what = {
            Refusal.UNKNOWN: "This is not a picture, sound or video that Vidda knows",
            Refusal.EMPTY: "This file is empty",
            Refusal.TOO_LARGE: "This file is too large",
            Refusal.DAMAGED: "This file is damaged and cannot be read",
            Refusal.DICOM: "This is a DICOM file, and DICOM files cannot be added yet",
            Refusal.DOCUMENT: "This is a document, and documents cannot be added",
            Refusal.TOO_MANY: "This referral holds as many files as one can carry",
        }[self.reason]
        return (
            f"{what}. Nothing was added; the file itself is untouched. "
            "Choose a JPEG, PNG, WebP or TIFF picture, a WAV, FLAC, MP3, Ogg or M4A sound, "
            "or an MP4, MOV, WebM or MKV video."
        )


def kind_of(media_type: MediaType) -> MediaKind:
    """Say what a file of this type is for a person."""
    return _KINDS[media_type]


def decodable(media_type: MediaType) -> bool:
    """Tell whether files of this type can be turned into pixels or samples."""
    return kind_of(media_type) in (MediaKind.PICTURE, MediaKind.SOUND)


def recognise(head: bytes) -> MediaType | None:
    """Name the type of a file from its first ``HEAD_BYTES`` bytes; None when it is not known.

    What also reads as a program is never recognised (polyglots, CVE-2019-11687).
    """
    if head.startswith(_PROGRAMS):
        return None
    if head.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if head[128:132] == b"DICM":
        return MediaType.DICOM
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return MediaType.TIFF
    if head.startswith((b"RIFF", b"RF64")):
        return {b"WAVE": MediaType.WAV, b"WEBP": MediaType.WEBP}.get(head[8:12])
    if head.startswith(b"fLaC"):
        return MediaType.FLAC
    if head.startswith(b"OggS"):
        return MediaType.OGG
    if head.startswith(b"%PDF-"):
        return MediaType.PDF
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return MediaType.MATROSKA
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    return MediaType.MP3 if _is_mpeg_sound(head) else None


def accept(content: bytes) -> MediaType:
    """Name the type of a file that may be added.

    Raises:
        NotAccepted: it is of another kind, empty or too large.
    """
    if not content:
        raise NotAccepted(Refusal.EMPTY)
    found = recognise(content[:HEAD_BYTES])
    if found is None:
        raise NotAccepted(Refusal.UNKNOWN)
    if len(content) > MAX_ORIGINAL_BYTES:
        raise NotAccepted(Refusal.TOO_LARGE, found)
    if found is MediaType.DICOM:
        raise NotAccepted(Refusal.DICOM, found)
    match kind_of(found):
        case MediaKind.DOCUMENT:
            raise NotAccepted(Refusal.DOCUMENT, found)
        case MediaKind.PICTURE | MediaKind.SOUND | MediaKind.VIDEO:
            return found


def _by_brand(brand: bytes) -> MediaType | None:
    if brand in _SOUND_BRANDS:
        return MediaType.M4A
    return None if brand in _STILL_BRANDS else MediaType.MP4


def _is_mpeg_sound(head: bytes) -> bool:
    """Tell an MP3 by its ID3 tag or by a valid first frame header of layer III."""
    if head.startswith(b"ID3"):
        return True
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] >> 3 & 3 != 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3

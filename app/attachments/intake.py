# SPDX-License-Identifier: GPL-3.0-or-later
"""Recognise recorded files by their content and say which are taken; names never count."""

from __future__ import annotations

from enum import Enum
from typing import Final

from app.attachments.content import Content, as_content
from app.errors import KnownError
from app.records.media_facts import MediaKind, MediaType

HEAD_BYTES: Final = 4096
"""So much of a file's beginning is enough to recognise it."""
MAX_IN_MEMORY_BYTES: Final = 256 * 1024**2
"""Of pictures, sounds and documents, which are decoded whole."""
MAX_VIDEO_BYTES: Final = 2 * 1024**3
"""Of videos, which are read from the disk part by part."""

_KINDS: Final = {
    MediaType.JPEG: MediaKind.PICTURE,
    MediaType.PNG: MediaKind.PICTURE,
    MediaType.WEBP: MediaKind.PICTURE,
    MediaType.TIFF: MediaKind.PICTURE,
    MediaType.HEIC: MediaKind.PICTURE,
    MediaType.WAV: MediaKind.SOUND,
    MediaType.FLAC: MediaKind.SOUND,
    MediaType.MP3: MediaKind.SOUND,
    MediaType.OGG: MediaKind.SOUND,
    MediaType.M4A: MediaKind.SOUND,
    MediaType.MP4: MediaKind.VIDEO,
    MediaType.MATROSKA: MediaKind.VIDEO,
    MediaType.DICOM: MediaKind.PICTURE,
    MediaType.PDF: MediaKind.PICTURE,
}
_SOUND_BRANDS: Final = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A "})
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis"})
# General brands of still pictures; which coding it is stands among the compatible ones.
_STILL_BRANDS: Final = frozenset({b"mif1", b"msf1"})
_OTHER_BRANDS: Final = frozenset({b"hevc", b"hevx", b"avif", b"avis", b"crx "})
_PROGRAMS: Final = (
    *(b"MZ", b"\x7fELF", b"#!", b"PK"),
    *(b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa"),
)
# A reader of these looks for its beginning in the first kilobyte, whatever stands before.
_ELSEWHERE: Final = (b"%pdf-", b"<html", b"<!doctype", b"<script", b"<?php", b"<svg")
_ELSEWHERE_BYTES: Final = 1024
# Archives are read from their end: this record, and as many bytes of comment as it says.
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_END_BYTES: Final = 22
_ZIP_COMMENT_BYTES: Final = 65_535


class Refusal(Enum):
    """Why a file is not taken."""

    UNKNOWN = "unknown"
    """Not one of the kinds that Vidda knows."""
    EMPTY = "empty"
    NO_FILE = "no-file"
    """Nothing lies under the name, or not any more."""
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    """Something wrote to it while it was being read."""
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"
    """Recognised by its beginning, but it cannot be read."""
    TOO_SLOW = "too-slow"
    POLYGLOT = "polyglot"
    """It can be read as two kinds of file."""
    LOCKED = "locked"
    OTHER_PATIENT = "other-patient"
    """A DICOM file that names somebody else."""
    PATIENT_UNKNOWN = "patient-unknown"
    """A DICOM file for a referral that does not say yet whose it is."""
    TOO_MANY = "too-many"
    """The referral holds as many files as one can carry."""


_CHOOSE: Final = (
    "Choose a JPEG, PNG, WebP, TIFF, HEIC or DICOM picture, a WAV, FLAC, MP3, Ogg or M4A sound, "
    "an MP4, MOV, WebM or MKV video, or a PDF."
)
_SENTENCES: Final = {
    Refusal.UNKNOWN: ("This is not a picture, sound, video or document that Vidda knows", _CHOOSE),
    Refusal.EMPTY: ("This file is empty", _CHOOSE),
    Refusal.NO_FILE: (
        "There is no file of this name any more",
        "Put the card or the disk in again if it was taken out, then choose the file again.",
    ),
    Refusal.NOT_A_FILE: (
        "This is not a file but a folder, a pipe or a device",
        "Choose the recording itself.",
    ),
    Refusal.UNREADABLE: (
        "This file cannot be read, or not in time",
        "Copy it to this computer's own disk, then choose it there.",
    ),
    Refusal.CHANGED: (
        "This file was changed while it was being read",
        "Wait until it is whole, as while it is still being copied, then add it again.",
    ),
    Refusal.TOO_LARGE: (
        "This file is too large",
        "Send a smaller one: 2 GB of video, 256 MB of anything else, 50 million pixels, "
        "30 minutes of sound or 10 pages at most.",
    ),
    Refusal.DAMAGED: (
        "This file is damaged and cannot be read",
        "Record it again, or have it sent to you anew.",
    ),
    Refusal.TOO_SLOW: (
        "This file takes too long to open",
        "Record it again, or save it as a plain picture or sound.",
    ),
    Refusal.POLYGLOT: (
        "This file can be read as two kinds of file, which is how harm is hidden",
        "Record it again, or ask where it comes from.",
    ),
    Refusal.LOCKED: (
        "This document is closed by a password",
        "Save it without a password, then add it again.",
    ),
    Refusal.OTHER_PATIENT: (
        "This DICOM file names another patient, or another birth date, than this referral",
        "Check whose recording it is; correct the name in the referral if that is what is wrong.",
    ),
    Refusal.PATIENT_UNKNOWN: (
        "This DICOM file names its patient, and this referral does not say yet whose it is",
        "Write the patient's name, then add the file again.",
    ),
    Refusal.TOO_MANY: (
        "This referral holds as many files as one can carry",
        "Take one out, or write a second referral.",
    ),
}


class NotAccepted(KnownError):
    """This file cannot be added. Nothing was added; the file itself is untouched.

    Pictures: JPEG, PNG, WebP, TIFF, HEIC, DICOM. Sound: WAV, FLAC, MP3, Ogg, M4A. Video: MP4, MOV,
    WebM, MKV. Documents: PDF. Choose one of these or record it again.
    """

    def __init__(self, reason: Refusal, found: MediaType | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.found = found

    def sentence(self) -> str:
        """Name the reason and what was found, then what to do."""
        what, then = _SENTENCES[self.reason]
        return f"{what}. Nothing was added; the file itself is untouched. {then}"


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
        return _by_brand(head)
    return MediaType.MP3 if _is_mpeg_sound(head) else None


def most_bytes(media_type: MediaType) -> int:
    """Say how large a file of this type may be: what is more could not be looked at in safety."""
    is_video = kind_of(media_type) is MediaKind.VIDEO
    return MAX_VIDEO_BYTES if is_video else MAX_IN_MEMORY_BYTES


def accept(content: bytes | Content) -> MediaType:
    """Name the type of a file that may be added. Reads its beginning and its end.

    Raises:
        NotAccepted: it is of another kind, empty or too large; and what its content raises.
    """
    file = as_content(content)
    head = file.read_at(0, HEAD_BYTES)
    if not head:
        raise NotAccepted(Refusal.EMPTY)
    found = recognise(head)
    if found is None:
        raise NotAccepted(Refusal.UNKNOWN)
    if file.size > most_bytes(found):
        raise NotAccepted(Refusal.TOO_LARGE, found)
    if _reads_otherwise(file, head, found):
        raise NotAccepted(Refusal.POLYGLOT, found)
    return found


def _reads_otherwise(file: Content, head: bytes, found: MediaType) -> bool:
    """Tell whether other programs take the file for a page, a document or an archive."""
    start = head[:_ELSEWHERE_BYTES].lower()
    if found is not MediaType.PDF and any(mark in start for mark in _ELSEWHERE):
        return True
    most = _ZIP_END_BYTES + _ZIP_COMMENT_BYTES
    end = file.read_at(max(0, file.size - most), most)
    at = end.rfind(_ZIP_END)
    while at >= 0:
        comment = int.from_bytes(end[at + 20 : at + 22], "little")
        if at + _ZIP_END_BYTES + comment == len(end):
            return True
        at = end.rfind(_ZIP_END, 0, at)
    return False


def _by_brand(head: bytes) -> MediaType | None:
    """Tell by the brands of an ISO base media file (ISO/IEC 14496-12, 4.3)."""
    brand = head[8:12]
    length = min(int.from_bytes(head[:4], "big"), len(head))
    compatible = {head[at : at + 4] for at in range(16, length - 3, 4)}
    if brand in _HEIC_BRANDS or (brand in _STILL_BRANDS and compatible & _HEIC_BRANDS):
        return MediaType.HEIC
    if brand in _STILL_BRANDS | _OTHER_BRANDS:
        return None
    return MediaType.M4A if brand in _SOUND_BRANDS else MediaType.MP4


def _is_mpeg_sound(head: bytes) -> bool:
    """Tell an MP3 by its ID3 tag or by a valid first frame header of layer III."""
    if head.startswith(b"ID3"):
        return True
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] >> 3 & 3 != 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3

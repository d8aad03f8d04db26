# SPDX-License-Identifier: GPL-3.0-or-later
"""Make names from outside harmless to show and to save under."""

from __future__ import annotations

import unicodedata
from typing import Final

from app.records.media_facts import MediaType

MAX_CHARACTERS: Final = 120
_FORBIDDEN: Final = frozenset('/\\:*?"<>|')
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
)
_ENDINGS: Final = {
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.TIFF: "tiff",
    MediaType.HEIC: "heic",
    MediaType.WAV: "wav",
    MediaType.FLAC: "flac",
    MediaType.MP3: "mp3",
    MediaType.OGG: "ogg",
    MediaType.M4A: "m4a",
    MediaType.MP4: "mp4",
    MediaType.MATROSKA: "mkv",
    MediaType.DICOM: "dcm",
    MediaType.PDF: "pdf",
}


def clean_title(text: str, otherwise: str = "file") -> str:
    """Take out of a name what deceives or harms: controls, bidi marks, path signs, devices.

    Letters of all scripts stay. The answer is never empty and never a path.
    """
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(" " if _is_blank(c) else c for c in normal if not _is_harmful(c))
    words = " ".join(kept.split()).lstrip(". ")[:MAX_CHARACTERS].rstrip(". ")
    if not words or words.split(".")[0].strip().upper() in _DEVICES:
        return otherwise
    return words


def file_name(title: str, media_type: MediaType) -> str:
    """Build the name to save under; the ending says what the content is."""
    ending = _ENDINGS[media_type]
    stem = clean_title(title).removesuffix(f".{ending}")
    return f"{stem[: MAX_CHARACTERS - len(ending) - 1].rstrip('. ')}.{ending}"


def _is_blank(character: str) -> bool:
    return unicodedata.category(character) in ("Zs", "Zl", "Zp") or character in "\t\n\r"


def _is_harmful(character: str) -> bool:
    if character in _FORBIDDEN:
        return True
    # Cf holds bidi overrides and zero-width joiners, Cc controls; tabs become blanks instead.
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs", "Co", "Cn") and character not in "\t\n\r"

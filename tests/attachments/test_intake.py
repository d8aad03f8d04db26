# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are known by content, never by name; what is not taken says why."""

from __future__ import annotations

import pytest

from app.attachments.intake import MAX_IN_MEMORY_BYTES, NotAccepted, Refusal, accept, recognise
from app.records.media_facts import MediaType
from tests.fakes.recordings import demo, picture, tone, wav

HEADS = {
    MediaType.JPEG: b"\xff\xd8\xff\xe0",
    MediaType.PNG: b"\x89PNG\r\n\x1a\n",
    MediaType.WEBP: b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    MediaType.TIFF: b"MM\x00*\x00\x00\x00\x08",
    MediaType.HEIC: b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic",
    MediaType.WAV: b"RF64\xff\xff\xff\xffWAVEds64",
    MediaType.FLAC: b"fLaC\x00\x00\x00\x22",
    MediaType.MP3: b"\xff\xfb\x90\x64",
    MediaType.OGG: b"OggS\x00\x02",
    MediaType.M4A: b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00",
    MediaType.MP4: b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00",
    MediaType.MATROSKA: b"\x1a\x45\xdf\xa3\x01\x00",
    MediaType.DICOM: bytes(128) + b"DICM\x02\x00",
    MediaType.PDF: b"%PDF-1.7\n",
}


def test_every_type_is_recognised() -> None:
    assert set(HEADS) == set(MediaType)
    for media_type, head in HEADS.items():
        assert recognise(head) is media_type


def test_real_files_are_recognised() -> None:
    assert accept(demo("derm_close.jpg")) is MediaType.JPEG
    assert accept(demo("heart_murmur_mitral.wav")) is MediaType.WAV
    for form, media_type in (
        ("PNG", MediaType.PNG),
        ("TIFF", MediaType.TIFF),
        ("WEBP", MediaType.WEBP),
    ):
        assert accept(picture(form=form)) is media_type
    assert accept(wav(tone(), 4000)) is MediaType.WAV


@pytest.mark.parametrize(
    "head",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html>",
        b"PK\x03\x04word/document.xml",
        b"MZ" + bytes(126) + b"DICM",
        b"\x7fELF",
        b"#!/bin/sh\n",
        b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n",
        b"#EXTM3U\n",
        b"\x00\x00\x00\x20ftypavif",
        b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif",
        b"\xff\xd8".join([b"PK\x05\x06", b""]),
        b"\xff\xff\xff\xff",
        b"RIFF\x10\x00\x00\x00AVI ",
        b"x",
    ],
)
def test_everything_else_is_unknown(head: bytes) -> None:
    assert recognise(head) is None
    with pytest.raises(NotAccepted) as caught:
        accept(head)
    assert caught.value.reason is Refusal.UNKNOWN


ZIP_END = b"PK\x05\x06" + bytes(16)


@pytest.mark.parametrize(
    "content",
    [
        HEADS[MediaType.JPEG] + b"<html><script>",
        HEADS[MediaType.JPEG] + bytes(500) + b"%PDF-1.4",
        HEADS[MediaType.PNG] + bytes(9000) + ZIP_END + b"\0\0",
        HEADS[MediaType.PDF] + ZIP_END + b"\x09\0a comment",
        HEADS[MediaType.DICOM] + ZIP_END + b"\0\0" + ZIP_END + b"\0\0",
    ],
)
def test_what_reads_as_two_kinds_is_refused(content: bytes) -> None:
    with pytest.raises(NotAccepted) as caught:
        accept(content)
    assert caught.value.reason is Refusal.POLYGLOT


@pytest.mark.parametrize("tail", [ZIP_END, ZIP_END + b"\x08\0a comment", b"PK\x05\x06"])
def test_what_only_looks_like_an_archives_end_is_taken(tail: bytes) -> None:
    assert accept(HEADS[MediaType.PNG] + tail) is MediaType.PNG


def test_each_reason_has_a_sentence_that_says_what_is_safe() -> None:
    sentences = {NotAccepted(reason).sentence() for reason in Refusal}
    assert len(sentences) == len(Refusal)
    assert all("Nothing was added" in sentence for sentence in sentences)


def test_an_empty_and_a_huge_file_are_refused() -> None:
    with pytest.raises(NotAccepted) as caught:
        accept(b"")
    assert caught.value.reason is Refusal.EMPTY
    with pytest.raises(NotAccepted) as caught:
        accept(HEADS[MediaType.PNG] + bytes(MAX_IN_MEMORY_BYTES))
    assert caught.value.reason is Refusal.TOO_LARGE

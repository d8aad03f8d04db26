# SPDX-License-Identifier: GPL-3.0-or-later
"""The travel copy holds the picture and nothing else; exiftool is the independent judge."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from app.attachments.decode import decode
from app.attachments.intake import NotAccepted, Refusal, accept
from app.attachments.strip import travel_copy
from app.attachments.strip_pictures import orientation, strip_jpeg, strip_png
from app.attachments.strip_sounds import strip_flac, strip_mp3, strip_wav
from app.records.media_facts import MediaType, Picture, Sound
from tests.fakes.coded_sounds import encoded
from tests.fakes.recordings import (
    PLANTED,
    demo,
    exif_tags,
    picture,
    tone,
    wav,
    with_planted_metadata,
)

HARMLESS_GROUPS = {"ExifTool", "File", "JFIF", "ICC_Profile", "Composite", "PNG", "APP14", "RIFF"}
HARMLESS_PNG = {
    *("ImageWidth", "ImageHeight", "BitDepth", "ColorType", "Compression", "Filter", "Interlace"),
    *("Gamma", "SRGBRendering", "PixelsPerUnitX", "PixelsPerUnitY", "PixelUnits", "ProfileName"),
}
HARMLESS_RIFF = {"Encoding", "NumChannels", "SampleRate", "AvgBytesPerSec", "BitsPerSample"}


def assert_clean(content: bytes, ending: str, folder: Path) -> None:
    tags = exif_tags(content, ending, folder)
    for name in tags:
        group, _, tag = name.partition(":")
        assert group in HARMLESS_GROUPS, name
        assert group != "PNG" or tag in HARMLESS_PNG, name
        assert group != "RIFF" or tag in HARMLESS_RIFF, name
        assert not any(word in tag for word in ("GPS", "Serial", "Owner", "Thumbnail", "Comment"))
    for text in PLANTED:
        assert text.encode() not in content
        assert text.encode("utf-16-le") not in content


def copy_of(content: bytes) -> tuple[bytes, MediaType, Picture | Sound]:
    media_type = accept(content)
    decoded = decode(content, media_type)
    copy = travel_copy(content, media_type, decoded)
    return copy.content, copy.media_type, decoded


def planted_jpeg(folder: Path, *extra: str) -> bytes:
    small = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(small, "JPEG")
    thumbnail = folder / "thumbnail.jpg"
    thumbnail.write_bytes(small.getvalue())
    return with_planted_metadata(
        demo("derm_close.jpg"), "jpg", folder, f"-ThumbnailImage<={thumbnail}", *extra
    )


def test_a_jpeg_loses_all_metadata_and_no_pixel(tmp_path: Path) -> None:
    content = planted_jpeg(tmp_path) + b"trailing canary: comment canary"
    before = exif_tags(content, "jpg", tmp_path)
    assert any("GPS" in name for name in before)
    assert any("Thumbnail" in name for name in before)
    assert any("OwnerName" in name for name in before)
    copy, media_type, decoded = copy_of(content)
    assert media_type is MediaType.JPEG
    assert_clean(copy, "jpg", tmp_path)
    assert decode(copy, media_type) == decoded


def test_a_progressive_jpeg_with_restarts_stays_bit_for_bit(tmp_path: Path) -> None:
    source = Image.open(io.BytesIO(demo("fundus_r.jpg")))
    target = io.BytesIO()
    source.save(target, "JPEG", quality=90, progressive=True, restart_marker_rows=2)
    content = with_planted_metadata(target.getvalue(), "jpg", tmp_path)
    copy, _, decoded = copy_of(content)
    assert_clean(copy, "jpg", tmp_path)
    assert decode(copy, MediaType.JPEG) == decoded


def test_a_turned_jpeg_is_made_upright(tmp_path: Path) -> None:
    content = planted_jpeg(tmp_path, "-Orientation#=6")
    assert orientation(content, MediaType.JPEG) == 6
    copy, media_type, decoded = copy_of(content)
    assert isinstance(decoded, Picture)
    assert (decoded.width, decoded.height) == (480, 640)
    assert_clean(copy, "jpg", tmp_path)
    again = decode(copy, media_type)
    assert isinstance(again, Picture)
    assert (again.width, again.height) == (480, 640)
    difference = np.abs(
        np.frombuffer(again.rgb, np.uint8).astype(int)
        - np.frombuffer(decoded.rgb, np.uint8).astype(int)
    )
    assert difference.mean() < 1.0


def test_a_jpeg_keeps_its_colour_profile(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = picture(form="JPEG", icc_profile=profile, exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00")
    copy, _, decoded = copy_of(content)
    assert Image.open(io.BytesIO(copy)).info["icc_profile"] == profile
    assert decode(copy, MediaType.JPEG) == decoded


def test_a_png_loses_text_exif_and_time(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", PLANTED[0])
    notes.add_itxt("Comment", "comment canary", zip=True)
    content = with_planted_metadata(picture(pnginfo=notes), "png", tmp_path)
    copy, media_type, decoded = copy_of(content)
    assert media_type is MediaType.PNG
    assert_clean(copy, "png", tmp_path)
    assert decode(copy, media_type) == decoded


def test_a_turned_png_is_made_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    content = picture(width=640, height=480, exif=exif.tobytes())
    copy, media_type, decoded = copy_of(content)
    assert isinstance(decoded, Picture)
    assert (decoded.width, decoded.height) == (480, 640)
    assert decode(copy, media_type) == decoded
    assert orientation(copy, media_type) == 1


@pytest.mark.parametrize("form", ["TIFF", "WEBP"])
def test_other_pictures_travel_as_png_with_the_same_pixels(form: str, tmp_path: Path) -> None:
    options = {"lossless": True} if form == "WEBP" else {}
    content = with_planted_metadata(picture(form=form, **options), form.lower(), tmp_path)
    copy, media_type, decoded = copy_of(content)
    assert media_type is MediaType.PNG
    assert_clean(copy, "png", tmp_path)
    assert decode(copy, media_type) == decoded


def test_a_wav_loses_list_bext_ixml_and_id3(tmp_path: Path) -> None:
    artist = b"IART" + struct.pack("<I", 22) + PLANTED[0].encode() + b"\0\0"
    owner = PLANTED[0].encode().ljust(602, b"\0")
    chunks = (
        (b"LIST", b"INFO" + artist),
        (b"bext", owner),
        (b"iXML", b"<BWFXML><NOTE>comment canary</NOTE></BWFXML>"),
        (b"id3 ", b"ID3\x04\0\0\0\0\0\x20" + PLANTED[1].encode().ljust(32, b"\0")),
        (b"odd ", b"xmp canary!"),
    )
    content = wav(tone(), 4000, *chunks)
    assert "RIFF:Artist" in exif_tags(content, "wav", tmp_path)
    copy, media_type, decoded = copy_of(content)
    assert media_type is MediaType.WAV
    assert_clean(copy, "wav", tmp_path)
    assert copy == wav(tone(), 4000)
    assert decode(copy, media_type) == decoded


@pytest.mark.parametrize(
    ("form", "codec", "travels"),
    [
        ("flac", "flac", MediaType.FLAC),
        ("mp3", "libmp3lame", MediaType.MP3),
        ("ogg", "libopus", MediaType.WAV),
        ("ipod", "aac", MediaType.WAV),
    ],
)
def test_coded_sounds_lose_their_tags_and_no_sample(
    form: str, codec: str, travels: MediaType
) -> None:
    content = encoded(form, codec)
    assert PLANTED[0].encode() in content
    copy, media_type, decoded = copy_of(content)
    assert media_type is travels
    assert isinstance(decoded, Sound)
    assert decoded.seconds == pytest.approx(2.0, abs=0.1)
    assert not any(text.encode() in copy for text in PLANTED)
    assert decode(copy, media_type) == decoded


def test_a_wav_that_was_cut_off_keeps_what_was_recorded() -> None:
    whole = wav(tone(), 4000)
    assert len(strip_wav(whole[:-1000])) == len(whole) - 1000
    streamed = whole.replace(b"data" + struct.pack("<I", 48_000), b"data\xff\xff\xff\xff")
    assert strip_wav(streamed) == whole


@pytest.mark.parametrize("cut", [2, 3, 10, 30, 200, 600, -3])
def test_a_damaged_jpeg_or_png_is_refused(cut: int) -> None:
    with pytest.raises(NotAccepted) as caught:
        strip_jpeg(demo("derm_close.jpg")[:cut])
    assert caught.value.reason is Refusal.DAMAGED
    with pytest.raises(NotAccepted):
        strip_png(picture()[:cut])


def test_damaged_sounds_are_refused() -> None:
    with pytest.raises(NotAccepted):
        strip_wav(wav(tone(), 4000)[:40])
    with pytest.raises(NotAccepted):
        strip_flac(b"fLaC\x80\x00\x00\x22short")
    with pytest.raises(NotAccepted):
        strip_mp3(b"ID3\x04\0\0\0\0\0\x01x")


def test_a_png_with_a_wrong_checksum_is_refused() -> None:
    content = bytearray(picture())
    content[20] ^= 1
    with pytest.raises(NotAccepted):
        strip_png(bytes(content))


STRIPPERS = [
    (strip_jpeg, b"\xff\xd8", demo("derm_close.jpg")[:700]),
    (strip_png, b"\x89PNG\r\n\x1a\n", picture(16, 16)),
    (strip_wav, b"RIFF\x00\x00\x00\x00WAVE", wav(tone(0.01), 4000)),
    (strip_flac, b"fLaC", b"fLaC\x80\x00\x00\x22" + bytes(40)),
    (strip_mp3, b"ID3\x04\x00\x00\x00\x00\x00\x05", b"\xff\xfb\x90\x64" + bytes(40)),
]


@pytest.mark.parametrize("stripper", STRIPPERS, ids=lambda s: s[0].__name__)
@given(data=st.data())
def test_whatever_comes_a_stripper_ends_and_raises_one_error(
    stripper: tuple[Callable[[bytes], bytes], bytes, bytes], data: st.DataObject
) -> None:
    strip, magic, sample = stripper
    content = magic + data.draw(st.binary(max_size=200))
    if data.draw(st.booleans()):
        changed = bytearray(sample)
        for at, value in data.draw(
            st.lists(st.tuples(st.integers(0, len(sample) - 1), st.integers(0, 255)), max_size=6)
        ):
            changed[at] = value
        content = bytes(changed)
    tail = data.draw(st.sampled_from([b"", b"APETAGEX" + bytes(24), b"TAG".ljust(128, b"x")]))
    try:
        strip(content + tail)
    except NotAccepted as error:
        assert error.reason is Refusal.DAMAGED


@pytest.mark.parametrize(
    "tail",
    [
        b"TAG".ljust(128, b"\0"),
        b"APETAGEX" + bytes(24),
        b"APETAGEX" + bytes(24) + b"canary" + b"APETAGEX" + bytes(4) + b"\x26" + bytes(19),
        b"LYRICSBEGINcanary000017LYRICS200",
        b"TAG".ljust(128, b"1") * 3,
    ],
)
def test_tags_behind_a_sound_are_cut_off(tail: bytes) -> None:
    frames = b"\xff\xfb\x90\x64" + bytes(300)
    assert strip_mp3(frames + tail) == frames


def test_many_small_tags_cost_no_time() -> None:
    frames = b"\xff\xfb\x90\x64" + bytes(300)
    before = b"ID3\x04\0\0\0\0\0\0" * 200_000
    assert strip_mp3(before + frames + b"TAG".ljust(128, b"x") * 100_000) == frames

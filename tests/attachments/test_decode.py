# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile files reach nothing: they are decoded in a confined child, judged by its parent."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import textwrap
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.attachments import decode as decode_module
from app.attachments import decoder, sandbox
from app.attachments.decode import CannotDecode, DecodeFailure, SandboxKind, decode, sandbox_kind
from app.records.media_facts import MediaType, Picture, Sound
from tests.fakes.recordings import demo, picture, tone, wav

ROOT = Path(__file__).resolve().parents[2]


def failure(content: bytes, media_type: MediaType, seconds: float = 30.0) -> DecodeFailure:
    with pytest.raises(CannotDecode) as caught:
        decode(content, media_type, seconds)
    return caught.value.cause


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises many pixels that compress to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 2) * 64), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def test_pixels_come_back_as_they_are() -> None:
    content = demo("derm_close.jpg")
    decoded = decode(content, MediaType.JPEG)
    expected = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
    assert decoded == Picture(640, 480, expected.tobytes())


def test_a_large_jpeg_comes_smaller_first_and_upright() -> None:
    large = Image.new("RGB", (4000, 3100), "navy")
    large.paste("white", (0, 0, 4000, 1000))
    orientation = Image.Exif()
    orientation[0x0112] = 6
    target = io.BytesIO()
    large.save(target, "JPEG", exif=orientation)
    early: list[Picture] = []
    whole = decode(target.getvalue(), MediaType.JPEG, early=early.append)
    assert isinstance(whole, Picture)
    assert (whole.width, whole.height) == (3100, 4000)
    (first,) = early
    assert (first.width, first.height) == (1550, 2000)
    for each in (first, whole):
        pixels = np.frombuffer(each.rgb, np.uint8).reshape(each.height, each.width, 3)
        assert pixels[each.height // 2, -each.width // 8].min() > 250
        assert pixels[each.height // 2, each.width // 4].max() < 140


@pytest.mark.parametrize("name", ["derm_close.jpg", "heart_murmur_mitral.wav"])
def test_what_is_small_or_no_jpeg_comes_once(name: str) -> None:
    early: list[Picture] = []
    kind = MediaType.JPEG if name.endswith("jpg") else MediaType.WAV
    decode(demo(name), kind, early=early.append)
    assert early == []


def test_a_large_jpeg_that_breaks_off_is_damaged_whatever_came_early() -> None:
    target = io.BytesIO()
    Image.effect_noise((3200, 3200), 40).save(target, "JPEG")
    content = target.getvalue()
    with pytest.raises(CannotDecode) as caught:
        decode(content[: len(content) // 2], MediaType.JPEG, early=lambda _: None)
    assert caught.value.cause is DecodeFailure.DAMAGED


def test_samples_come_back_as_they_are() -> None:
    decoded = decode(wav(tone(), 4000), MediaType.WAV)
    assert decoded == Sound(4000, (tone() * 32767).astype("<i2").tobytes())


def test_modes_other_than_rgb_are_shown_too() -> None:
    pixels = np.arange(64 * 64, dtype=np.uint16).reshape(64, 64) * 16
    deep = io.BytesIO()
    Image.fromarray(pixels).save(deep, "PNG")
    decoded = decode(deep.getvalue(), MediaType.PNG)
    assert isinstance(decoded, Picture)
    grey = np.frombuffer(decoded.rgb, np.uint8).reshape(64, 64, 3)[..., 0]
    assert grey[0, 0] == 0 and abs(int(grey[-1, -1]) - 255) <= 1
    clear = io.BytesIO()
    Image.new("RGBA", (8, 8), (10, 20, 30, 0)).save(clear, "PNG")
    white = decode(clear.getvalue(), MediaType.PNG)
    assert isinstance(white, Picture) and set(white.rgb) == {255}
    cmyk = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 0, 0, 0)).save(cmyk, "JPEG")
    assert isinstance(decode(cmyk.getvalue(), MediaType.JPEG), Picture)


def test_a_picture_bomb_costs_nothing() -> None:
    assert failure(bomb(13_000, 13_000), MediaType.PNG) is DecodeFailure.TOO_LARGE
    assert failure(bomb(60_000, 10), MediaType.PNG) is DecodeFailure.TOO_LARGE


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", MediaType.JPEG),
        (demo("derm_close.jpg")[:20_000], MediaType.JPEG),
        (demo("derm_close.jpg"), MediaType.PNG),
        (demo("heart_murmur_mitral.wav"), MediaType.MP3),
        (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n", MediaType.WAV),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", MediaType.OGG),
        (b"#EXTM3U\nfile:///etc/passwd\n", MediaType.M4A),
        (wav(tone(), 4000)[:44], MediaType.WAV),
    ],
)
def test_damaged_and_disguised_files_are_refused(content: bytes, media_type: MediaType) -> None:
    assert failure(content, media_type) is DecodeFailure.DAMAGED


@pytest.mark.parametrize("media_type", [MediaType.MATROSKA, MediaType.MP4])
def test_other_kinds_are_never_decoded(media_type: MediaType) -> None:
    assert failure(b"%PDF-1.7", media_type) is DecodeFailure.NOT_DECODED


def test_random_changes_never_harm_the_parent() -> None:
    random = np.random.default_rng(20261123)
    outcomes = set()
    for number in range(12):
        source = demo("derm_region.jpg") if number % 2 else picture()
        media_type = MediaType.JPEG if number % 2 else MediaType.PNG
        content = bytearray(source)
        for at in random.integers(0, len(content), 12):
            content[at] = int(random.integers(0, 256))
        try:
            outcomes.add(type(decode(bytes(content), media_type)))
        except CannotDecode as error:
            outcomes.add(error.cause)
    assert outcomes <= {Picture, DecodeFailure.DAMAGED, DecodeFailure.TOO_LARGE}


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("import signal; signal.pause()", DecodeFailure.TOO_SLOW),
        ("print('x' * 10); import signal; signal.pause()", DecodeFailure.TOO_SLOW),
        ("import os; os.abort()", DecodeFailure.DAMAGED),
        ("import os; os.close(0)", DecodeFailure.DAMAGED),
    ],
)
def test_a_child_that_hangs_or_dies_is_ended(
    monkeypatch: pytest.MonkeyPatch, script: str, cause: DecodeFailure
) -> None:
    monkeypatch.setattr(sandbox, "CHILD", script)
    seconds = 0.3 if cause is DecodeFailure.TOO_SLOW else 30.0
    assert failure(demo("derm_close.jpg"), MediaType.JPEG, seconds) is cause


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"short",
        decoder.HEADER.pack(b"EVIL", decoder.PICTURE, 0, 1, 1, 3) + b"abc",
        decoder.HEADER.pack(decoder.MAGIC, decoder.PICTURE, 0, 1, 1, 3) + b"ab",
        decoder.HEADER.pack(decoder.MAGIC, decoder.PICTURE, 0, 1, 1, 3) + b"abcd",
        decoder.HEADER.pack(decoder.MAGIC, decoder.PICTURE, 0, 1, 1, 2**63),
    ],
)
def test_an_answer_out_of_form_is_no_answer(answer: bytes) -> None:
    assert decode_module._read_reply(io.BytesIO(answer)) is None


@pytest.mark.parametrize(
    ("kind", "first", "second", "size"),
    [
        (decoder.PICTURE, 2, 2, 11),
        (decoder.PICTURE, 0, 2, 0),
        (decoder.PICTURE, 30_000, 1, 90_000),
        (decoder.PICTURE, 19_000, 19_000, 12),
        (decoder.SOUND, 0, 0, 2),
        (decoder.SOUND, 4000, 1, 2),
        (decoder.SOUND, 4000, 0, 3),
        (decoder.SOUND, 96_000, 0, 2),
    ],
)
def test_the_parent_believes_no_number(kind: int, first: int, second: int, size: int) -> None:
    reply = decode_module.ChildReply(
        kind, decode_module.Confinement.NONE, first, second, bytes(size)
    )
    check = (
        decode_module._checked_picture if kind == decoder.PICTURE else decode_module._checked_sound
    )
    with pytest.raises(CannotDecode):
        check(reply)


def test_doctor_can_say_how_the_child_is_shut_in() -> None:
    assert sandbox_kind() in SandboxKind
    if sys.platform != "win32":
        assert sandbox_kind() is not SandboxKind.PROCESS


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces and Landlock are Linux")
def test_a_confined_process_reaches_no_network_and_no_file(tmp_path: Path) -> None:
    target = tmp_path / "out"
    script = textwrap.dedent(
        f"""
        import resource, socket, sys
        sys.path.insert(0, {str(ROOT)!r})
        from app.attachments.confinement import Confinement, confine
        achieved = confine()
        said = [int(achieved)]
        for attempt in (
            lambda: open("/etc/passwd"),
            lambda: open({str(target)!r}, "w"),
            lambda: socket.create_connection(("127.0.0.1", 9), 2),
            lambda: bytearray(2 * 1024**3),
        ):
            try:
                attempt()
                said.append("done")
            except (OSError, MemoryError) as error:
                said.append(type(error).__name__)
        said.append(resource.getrlimit(resource.RLIMIT_CORE)[0])
        print(said)
        """
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    achieved, *outcomes, core = eval(done.stdout, {"__builtins__": {}})
    if achieved & decode_module.Confinement.NO_FILES:
        assert outcomes[0] == "PermissionError"
        assert outcomes[1] == "PermissionError"
        assert not target.exists()
    if achieved & decode_module.Confinement.NO_NETWORK:
        assert outcomes[2] in ("OSError", "PermissionError", "ConnectionRefusedError")
    assert outcomes[3] == "MemoryError"
    assert core == 0

# SPDX-License-Identifier: GPL-3.0-or-later
"""Videos frame by frame, from a confined child; and the copy that travels."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
from pathlib import Path

import av
import pytest

from app.attachments import sandbox, video_child
from app.attachments.content import Content
from app.attachments.decode import CannotDecode, DecodeFailure
from app.attachments.video_reader import VideoReader, travel_video
from app.records.media_facts import MediaType
from tests.fakes.recordings import OWNER, demo
from tests.fakes.videos import RATE, number_of, video

COUNT = 44


def copied(content: bytes | Content, kind: MediaType = MediaType.MP4) -> bytes:
    target = io.BytesIO()
    travel_video(content, kind, target)
    return target.getvalue()


@pytest.fixture(scope="module")
def mp4() -> bytes:
    return video(COUNT)


def test_each_frame_is_the_one_asked_for_in_any_order(mp4: bytes) -> None:
    reader = VideoReader(mp4, MediaType.MP4)
    assert (reader.video.width, reader.video.height) == (320, 240)
    assert reader.video.times_s == pytest.approx([n / RATE for n in range(COUNT)])
    asked = [*range(COUNT), *reversed(range(COUNT)), *random.Random(3).choices(range(COUNT), k=30)]
    assert [number_of(reader.frame(n)) for n in asked] == asked
    reader.close()


@pytest.mark.parametrize(
    ("form", "codec", "kind"),
    [("matroska", "h264", MediaType.MATROSKA), ("webm", "libvpx-vp9", MediaType.MATROSKA)],
)
def test_other_containers_and_codecs(form: str, codec: str, kind: MediaType) -> None:
    reader = VideoReader(video(12, form=form, codec=codec), kind)
    assert [number_of(reader.frame(n)) for n in (11, 0, 5)] == [11, 0, 5]
    reader.close()


def test_a_child_that_was_stopped_is_replaced(mp4: bytes) -> None:
    reader = VideoReader(mp4, MediaType.MP4)
    child = reader._child
    assert child is not None
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    assert number_of(reader.frame(7)) == 7
    reader.close()
    with pytest.raises(CannotDecode):
        reader.frame(8)


def test_a_frame_that_is_not_there_is_refused_and_the_others_are_not(mp4: bytes) -> None:
    reader = VideoReader(mp4, MediaType.MP4)
    with pytest.raises(CannotDecode):
        reader.frame(COUNT)
    assert number_of(reader.frame(3)) == 3
    reader.close()


@pytest.mark.parametrize("wrong", [b"", b"\0\0\0\x18ftypisom" + bytes(400), os.urandom(5000)])
def test_what_is_no_video_is_damaged(wrong: bytes) -> None:
    with pytest.raises(CannotDecode) as caught:
        VideoReader(wrong, MediaType.MP4)
    assert caught.value.cause is DecodeFailure.DAMAGED
    with pytest.raises(CannotDecode):
        copied(wrong)


def test_a_video_that_breaks_off_is_refused_or_shows_what_is_there(mp4: bytes) -> None:
    cut = mp4[: len(mp4) * 2 // 3]
    try:
        reader = VideoReader(cut, MediaType.MP4)
    except CannotDecode as error:
        assert error.cause is DecodeFailure.DAMAGED
    else:
        assert number_of(reader.frame(0)) == 0
        reader.close()


def test_pictures_and_sounds_are_no_videos() -> None:
    with pytest.raises(CannotDecode) as caught:
        VideoReader(demo("derm_close.jpg"), MediaType.JPEG)
    assert caught.value.cause is DecodeFailure.NOT_DECODED


def test_a_child_that_says_nothing_is_stopped(mp4: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "CHILD", "import sys; sys.stdin.buffer.read()")
    monkeypatch.setattr(video_child, "SECONDS_TO_OPEN", 0.5)
    with pytest.raises(CannotDecode) as caught:
        VideoReader(mp4, MediaType.MP4)
    assert caught.value.cause is DecodeFailure.TOO_SLOW


def test_a_video_held_upright_is_shown_upright_also_after_travelling(
    mp4: bytes, tmp_path: Path
) -> None:
    turned = _by_exiftool(mp4, tmp_path, "-Rotation=90")
    for content in (turned, copied(turned)):
        reader = VideoReader(content, MediaType.MP4)
        assert (reader.video.width, reader.video.height) == (240, 320)
        frame = reader.frame(0)
        corner = frame.rgb[3 * (frame.width - 1)]
        assert corner > 240
        reader.close()


def test_the_copy_that_travels_has_the_same_frames_and_no_metadata(
    mp4: bytes, tmp_path: Path
) -> None:
    planted = _by_exiftool(
        mp4,
        tmp_path,
        f"-Keys:Author={OWNER}",
        "-Keys:GPSCoordinates=69.6492 18.9553 10",
        "-UserData:SerialNumber=SERIAL-4711-CANARY",
        f"-XMP:Creator={OWNER}",
        "-CreateDate=2024:05:06 07:08:09",
    )
    assert OWNER.encode() in planted
    copy = copied(planted)
    for trace in (OWNER.encode(), b"SERIAL-4711", b"69.6", b"x264", b"Lavf"):
        assert trace not in copy
    with av.open(io.BytesIO(copy)) as container:
        assert "creation_time" not in container.metadata
        packets = [bytes(p) for p in container.demux(video=0) if p.size]
    assert len(packets) == COUNT
    reader = VideoReader(copy, MediaType.MP4)
    assert [number_of(reader.frame(n)) for n in (0, 20, COUNT - 1)] == [0, 20, COUNT - 1]
    reader.close()


def _by_exiftool(content: bytes, folder: Path, *orders: str) -> bytes:
    path = folder / "planted.mp4"
    path.write_bytes(content)
    command = ["exiftool", "-q", "-overwrite_original", *orders, str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return path.read_bytes()

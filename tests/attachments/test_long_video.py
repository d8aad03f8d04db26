# SPDX-License-Identifier: GPL-3.0-or-later
"""Long videos are read and copied part by part: the same copy as in memory, and no note in it."""

from __future__ import annotations

import io
import os
import random
import subprocess
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attachments import sandbox, video_child
from app.attachments.decode import CannotDecode, DecodeFailure
from app.attachments.fetched import BLOCK_BYTES, Fetched
from app.attachments.intake import NotAccepted, Refusal
from app.attachments.source import Source, read_whole
from app.attachments.video_container import TooLarge, copy_in_order, write_copy
from app.attachments.video_reader import VideoReader, travel_video
from app.records.media_facts import MediaType
from tests.fakes.recordings import OWNER, exif_tags
from tests.fakes.videos import long_video, number_of, video, with_sound

MP4, MATROSKA = MediaType.MP4, MediaType.MATROSKA
TWO_BLOCKS = random.Random(3).randbytes(2 * BLOCK_BYTES + 77)


class Parts:
    """A file that remembers what was read of it."""

    def __init__(self, content: bytes) -> None:
        self.size = len(content)
        self.read: list[tuple[int, int]] = []
        self._content = content

    def read_at(self, offset: int, size: int) -> bytes:
        self.read.append((offset, size))
        return self._content[offset : offset + size]


def shown(content: bytes) -> list[av.Packet]:
    """Read the picture packets of a video."""
    with av.open(io.BytesIO(content)) as container:
        return [packet for packet in container.demux(video=0) if packet.size]


@pytest.mark.parametrize("form", ["mp4", "mov", "matroska", "webm"])
def test_the_copy_in_order_is_the_copy_in_memory_with_every_frame(form: str) -> None:
    codec = "libvpx-vp9" if form == "webm" else "h264"
    content = video(40, form=form, codec=codec) if form == "webm" else with_sound(40, form=form)
    kind = (MP4 if form in ("mp4", "mov") else MATROSKA).value
    pieces: list[bytes] = []
    copy_in_order(io.BytesIO(content), kind, pieces.append, 10**9)
    whole = io.BytesIO()
    write_copy(io.BytesIO(content), kind, whole)
    assert b"".join(pieces) == whole.getvalue()
    packets = [[(p.pts, p.is_keyframe) for p in shown(c)] for c in (content, whole.getvalue())]
    assert packets[0] == packets[1]


def test_a_copy_of_many_pieces_is_the_copy_in_memory_too(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    long_video(path, 6_000_000)
    pieces: list[bytes] = []
    with path.open("rb") as file:
        copy_in_order(file, MP4.value, pieces.append, 10**9)
        file.seek(0)
        whole = io.BytesIO()
        write_copy(file, MP4.value, whole)
    assert len(pieces) > 5
    assert b"".join(pieces) == whole.getvalue()
    with path.open("rb") as file, pytest.raises(TooLarge):
        copy_in_order(file, MP4.value, pieces.append, 5_000_000)


def test_a_long_video_with_notes_is_judged_and_copied_by_small_parts(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    frames = long_video(path, 12_000_000)
    orders = [f"-Keys:Author={OWNER}", "-Keys:GPSCoordinates=69.6492 18.9553 10"]
    orders += ["-UserData:SerialNumber=SERIAL-4711-CANARY", f"-XMP:Creator={OWNER}"]
    command = ["exiftool", "-q", "-overwrite_original", *orders, str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    planted = path.read_bytes()
    assert b"x264" in planted
    assert OWNER.encode() in planted
    parts, target = Parts(planted), io.BytesIO()
    reader = VideoReader(parts, MP4)
    assert len(reader.video.times_s) == frames
    assert reader.frame(frames // 2).width == 1280
    reader.close()
    travel_video(parts, MP4, target)
    copy = target.getvalue()
    assert max(size for _, size in parts.read) <= BLOCK_BYTES
    for trace in (OWNER.encode(), b"SERIAL-4711", b"69.6", b"x264", b"Lavf"):
        assert trace not in copy
    groups = {name.partition(":")[0] for name in exif_tags(copy, "mp4", tmp_path)}
    assert not groups & {"XMP", "EXIF", "IPTC", "Keys", "UserData", "GPS"}


def test_a_matroska_copy_has_no_title(tmp_path: Path) -> None:
    content = with_sound(form="matroska", title=OWNER)
    assert content.count(OWNER.encode()) >= 3
    target = io.BytesIO()
    travel_video(content, MATROSKA, target)
    assert OWNER.encode() not in target.getvalue()
    assert OWNER not in " ".join(exif_tags(target.getvalue(), "mkv", tmp_path).values())
    reader = VideoReader(target.getvalue(), MATROSKA)
    assert [number_of(reader.frame(n)) for n in (17, 0, 3)] == [17, 0, 3]
    reader.close()


@given(st.lists(st.tuples(st.integers(0, len(TWO_BLOCKS) + 9), st.integers(1, BLOCK_BYTES + 9))))
def test_what_the_child_reads_is_what_the_parent_has(places: list[tuple[int, int]]) -> None:
    parts = Parts(TWO_BLOCKS)
    file = Fetched(parts.size, parts.read_at)
    for offset, size in places:
        assert file.seek(offset) == offset
        part = file.read(size)
        assert part == TWO_BLOCKS[offset : offset + len(part)]
        assert bool(part) == (offset < parts.size)
        assert file.tell() == offset + len(part)
    assert len(parts.read) <= 3


WANTS_FOR_EVER = """
import struct, sys
while True:
    sys.stdout.buffer.write(struct.pack(">4sBBIIQ", b"VDA1", 8, 0, 4, 0, 8) + bytes(8))
    sys.stdout.buffer.flush()
"""
WANTS_NONSENSE = """
import struct, sys
sys.stdout.buffer.write(struct.pack(">4sBBIIQ", b"VDA1", 8, 0, 2**32 - 1, 0, {}) + b"\\xff" * {})
sys.stdout.buffer.flush()
sys.stdin.buffer.read()
"""


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        (WANTS_FOR_EVER, DecodeFailure.TOO_SLOW),
        (WANTS_NONSENSE.format(7, 7), DecodeFailure.DAMAGED),
        (WANTS_NONSENSE.format(8, 8), DecodeFailure.TOO_SLOW),
    ],
)
def test_a_child_that_was_taken_over_gets_nothing_but_the_file(
    script: str, cause: DecodeFailure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "CHILD", script)
    monkeypatch.setattr(video_child, "SECONDS_TO_OPEN", 0.5)
    with pytest.raises(CannotDecode) as caught:
        VideoReader(video(2), MP4)
    assert caught.value.cause is cause


def test_what_cannot_be_read_any_more_ends_the_child() -> None:
    content = video(2)

    class Torn(Parts):
        def read_at(self, offset: int, size: int) -> bytes:
            raise NotAccepted(Refusal.UNREADABLE)

    with pytest.raises(NotAccepted):
        VideoReader(Torn(content), MP4)
    with pytest.raises(NotAccepted):
        travel_video(Torn(content), MP4, io.BytesIO())


def test_a_source_is_read_from_anywhere_and_knows_whether_it_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(TWO_BLOCKS)
    with Source(path) as source:
        assert read_whole(source) == TWO_BLOCKS
        assert source.read_at(100, 50) == TWO_BLOCKS[100:150]
        assert source.read_at(source.size - 1, 50) == TWO_BLOCKS[-1:]
        source.check_unchanged()
        os.utime(path, ns=(1, 1))
        with pytest.raises(NotAccepted) as caught:
            source.check_unchanged()
        assert caught.value.reason is Refusal.CHANGED
        os.truncate(path, 120)
        with pytest.raises(NotAccepted) as caught:
            source.read_at(100, 50)
        assert caught.value.reason is Refusal.CHANGED
        path.unlink()
        with pytest.raises(NotAccepted) as caught:
            source.check_unchanged()
        assert caught.value.reason is Refusal.NO_FILE


def test_a_file_that_another_took_the_place_of_was_changed(tmp_path: Path) -> None:
    path, other = tmp_path / "a.mp4", tmp_path / "b.mp4"
    for each in (path, other):
        each.write_bytes(TWO_BLOCKS)
        os.utime(each, ns=(1, 1))
    with Source(path) as source:
        other.replace(path)
        with pytest.raises(NotAccepted) as caught:
            source.check_unchanged()
        assert caught.value.reason is Refusal.CHANGED
        assert read_whole(source) == TWO_BLOCKS


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX's")
def test_what_lies_under_a_name_is_looked_at_before_it_is_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp4"
    os.mkfifo(pipe)
    for path, reason in (
        (pipe, Refusal.NOT_A_FILE),
        (tmp_path, Refusal.NOT_A_FILE),
        (tmp_path / "nothing.mp4", Refusal.NO_FILE),
        ("a\0b", Refusal.UNREADABLE),
    ):
        with pytest.raises(NotAccepted) as caught:
            Source(path)
        assert caught.value.reason is reason

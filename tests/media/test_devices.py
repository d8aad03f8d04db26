# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and made-up devices as cameras, microphones and loudspeakers."""

from __future__ import annotations

import queue
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from app.media.devices import catalogue
from app.media.devices.errors import DeviceDenied, DeviceKind, MediaFileUnreadable, NoSuchDevice
from app.media.devices.media_file import FileCamera, FileMicrophone
from app.media.devices.pacing import Pace
from app.media.devices.qt_audio import SampleRing
from app.media.devices.qt_camera import converted
from app.media.devices.sample_format import FromMono, SampleFormat, SampleKind, ToMono
from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, AudioSource, Samples, VideoSource
from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.devices.wav_sink import BUFFER_SAMPLES, WavSink
from app.media.frames import FrameSlot, VideoFrame
from tests.media.signals import read_wav, tone, tone_sequence, tones_heard, write_wav


def write_video(path: Path, count: int, width: int = 320, height: int = 240) -> None:
    """Write a clip whose pictures get brighter, 30 a second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libvpx", rate=30)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(count):
            luma = np.full((height * 3 // 2, width), 128, np.uint8)
            luma[:height] = 20 + 200 * number // count
            frame = av.VideoFrame.from_ndarray(luma, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 30)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def watched(source: VideoSource, count: int) -> list[VideoFrame]:
    """Take so many frames from a camera."""
    arrived: queue.Queue[VideoFrame] = queue.Queue()
    source.start(arrived.put)
    try:
        return [arrived.get(timeout=10) for _ in range(count)]
    finally:
        source.stop()


def brightness(frame: VideoFrame) -> float:
    return float(np.mean(frame.av.to_ndarray()[: frame.height]))


def listened(source: AudioSource, seconds: float) -> Samples:
    """Read from a microphone as if its clock went quickly."""
    source.start()
    now = time.monotonic()
    pieces: list[Samples] = []
    ticks = int(seconds * 100)
    try:
        for tick in range(ticks + 1):
            # The decoding thread must not be outrun by a clock that this test turns.
            if tick % 50 == 49:
                time.sleep(0.01)
            if (captured := source.read(now + tick * 0.01)) is not None:
                pieces.append(captured.samples)
    finally:
        source.stop()
    return np.concatenate(pieces)


def test_synthetic_camera_moves_and_is_cheap() -> None:
    frames = watched(SyntheticCamera(), 4)
    assert {(frame.width, frame.height) for frame in frames} == {(1280, 720)}
    assert not np.array_equal(frames[0].av.to_ndarray(), frames[3].av.to_ndarray())
    times = [frame.captured_at for frame in frames if frame.captured_at is not None]
    assert times == sorted(times)
    camera = SyntheticCamera()
    began = time.thread_time()
    for number in range(50):
        camera.picture(number)
    assert (time.thread_time() - began) / 50 < 0.002


def test_synthetic_microphone_sounds() -> None:
    heard = listened(SyntheticMicrophone(), 2.0)
    assert len(heard) == 2 * SAMPLE_RATE
    assert np.abs(heard).max() > 1000


@pytest.mark.parametrize("count", [6, 60], ids=["kept", "decoded again"])
def test_a_clip_is_looped(tmp_path: Path, count: int) -> None:
    write_video(tmp_path / "clip.webm", count)
    frames = watched(FileCamera(tmp_path / "clip.webm"), count + 3)
    light = [brightness(frame) for frame in frames]
    assert light[count - 2] > light[1] + 80
    assert light[count] == pytest.approx(light[0], abs=8)
    times = [frame.captured_at or 0 for frame in frames]
    assert times[-1] - times[0] == pytest.approx((count + 2) / 30, abs=0.15)


def test_a_large_clip_is_made_smaller(tmp_path: Path) -> None:
    write_video(tmp_path / "large.webm", 2, 1920, 1080)
    assert {(f.width, f.height) for f in watched(FileCamera(tmp_path / "large.webm"), 2)} == {
        (1280, 720)
    }


def test_sound_of_a_file_is_looped(tmp_path: Path) -> None:
    write_wav(tmp_path / "in.wav", tone_sequence((400, 900)))
    heard = tones_heard(listened(FileMicrophone(tmp_path / "in.wav"), 1.9))
    assert heard[:4] == [400, 900, 400, 900]


def test_unreadable_files_say_so(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no film")
    write_wav(tmp_path / "sound.wav", tone(440, 0.1))
    for open_it in (
        lambda: catalogue.open_camera(str(tmp_path / "missing.mp4")),
        lambda: catalogue.open_camera(str(tmp_path / "text.mp4")),
        lambda: catalogue.open_camera(str(tmp_path / "sound.wav")),
        lambda: catalogue.open_microphone(str(tmp_path / "text.mp4")),
        lambda: catalogue.open_speaker(str(tmp_path / "no" / "folder" / "out.wav")),
    ):
        with pytest.raises(MediaFileUnreadable) as caught:
            open_it()
        assert str(tmp_path) in caught.value.sentence()


def test_names_are_understood(tmp_path: Path) -> None:
    write_wav(tmp_path / "in.wav", tone(440, 0.1))
    assert catalogue.open_camera("none") is None
    assert catalogue.open_microphone("none") is None
    assert catalogue.open_speaker("none") is None
    assert isinstance(catalogue.open_camera("synthetic"), SyntheticCamera)
    assert isinstance(catalogue.open_microphone("synthetic"), SyntheticMicrophone)
    assert isinstance(catalogue.open_microphone(str(tmp_path / "in.wav")), FileMicrophone)
    sink = catalogue.open_speaker(str(tmp_path / "out.wav"))
    assert isinstance(sink, WavSink)
    sink.stop()
    for open_it, kind in (
        (catalogue.open_camera, DeviceKind.CAMERA),
        (catalogue.open_microphone, DeviceKind.MICROPHONE),
        (catalogue.open_speaker, DeviceKind.SPEAKER),
    ):
        with pytest.raises(NoSuchDevice) as caught:
            open_it("A device that nobody has")
        assert caught.value.kind is kind
        assert kind.value in caught.value.sentence()
    assert "privacy" in DeviceDenied(DeviceKind.CAMERA, "x").sentence()


def test_devices_are_listed_where_qt_runs(qapp: QCoreApplication) -> None:
    for names in (
        catalogue.list_cameras(),
        catalogue.list_microphones(),
        catalogue.list_speakers(),
    ):
        assert all(names)


def test_a_pace_gives_each_tick_once_and_drops_what_is_too_old() -> None:
    pace = Pace()
    assert pace.next_tick(100.0) is None
    assert pace.next_tick(100.011) == 100.0
    assert pace.next_tick(100.011) is None
    assert pace.next_tick(100.025) == pytest.approx(100.01)
    assert pace.next_tick(101.0) == pytest.approx(100.99)


# ---- the loudspeaker that is a file --------------------------------------------------------


def test_a_sound_file_gets_exactly_what_was_played(tmp_path: Path) -> None:
    path, sound = tmp_path / "out.wav", tone(440, 1.0)
    sink = WavSink(path)
    sink.start()
    position, now = 0, 50.0
    while position < len(sound):
        for _ in range(sink.wanted(now)):
            if position < len(sound):
                sink.write(sound[position : position + TICK_SAMPLES], now)
                position += TICK_SAMPLES
        now += 0.01
    sink.stop()
    assert np.array_equal(read_wav(path), sound)


def test_a_gap_in_the_writing_is_silence_of_its_length(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    sink = WavSink(path)
    loud = np.full(TICK_SAMPLES, 1000, np.int16)
    for _ in range(sink.wanted(10.0)):
        sink.write(loud, 10.0)
    # Nobody writes for half a second; then a full buffer again.
    wanted = sink.wanted(10.5)
    for _ in range(wanted):
        sink.write(loud, 10.5)
    sink.stop()
    heard = read_wav(path)
    assert wanted == BUFFER_SAMPLES // TICK_SAMPLES
    assert len(heard) == SAMPLE_RATE // 2 + BUFFER_SAMPLES
    assert np.all(heard[:BUFFER_SAMPLES] == 1000)
    assert not np.any(heard[BUFFER_SAMPLES : SAMPLE_RATE // 2])
    assert sink.wanted(11.0) == 0


def test_a_file_that_was_never_finished_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    sink = WavSink(path)
    for tick in range(250):
        sink.wanted(10 + tick * 0.01)
        sink.write(np.full(TICK_SAMPLES, 5, np.int16), 10.0)
    assert len(read_wav(path)) >= 2 * SAMPLE_RATE
    sink.stop()


# ---- formats of devices --------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(SampleKind))
@pytest.mark.parametrize(("rate", "channels"), [(48_000, 1), (44_100, 2), (16_000, 1)])
def test_device_formats_go_there_and_back(kind: SampleKind, rate: int, channels: int) -> None:
    sample_format = SampleFormat(rate, channels, kind)
    there, back = FromMono(sample_format), ToMono(sample_format)
    sound = tone(500, 1.0)
    data = b"".join(
        there.feed(sound[start : start + TICK_SAMPLES])
        for start in range(0, len(sound), TICK_SAMPLES)
    )
    # In odd pieces, as devices give them.
    pieces = [back.feed(data[start : start + 777]) for start in range(0, len(data), 777)]
    heard = np.concatenate(pieces)
    assert len(heard) == pytest.approx(len(sound), rel=0.02)
    assert set(tones_heard(heard)) == {500}
    assert np.abs(heard).max() == pytest.approx(np.abs(sound).max(), rel=0.1)


def test_a_ring_keeps_the_newest() -> None:
    ring = SampleRing()
    assert ring.take(10) is None
    ring.put(np.arange(30, dtype=np.int16))
    taken = ring.take(10)
    assert taken is not None
    assert (list(taken[0]), taken[1]) == (list(range(10)), 20)
    assert list(ring.take_up_to(100)) == list(range(10, 30))
    ring.put(np.zeros(SAMPLE_RATE, np.int16))
    assert len(ring) == SAMPLE_RATE // 5


def test_qt_frames_become_ours(qapp: QCoreApplication) -> None:
    for pixel_format in (
        QVideoFrameFormat.PixelFormat.Format_YUV420P,
        QVideoFrameFormat.PixelFormat.Format_NV12,
        QVideoFrameFormat.PixelFormat.Format_YUYV,
        QVideoFrameFormat.PixelFormat.Format_BGRX8888,
    ):
        frame = QVideoFrame(QVideoFrameFormat(QSize(64, 48), pixel_format))
        assert frame.map(QVideoFrame.MapMode.WriteOnly)
        for plane in range(frame.planeCount()):
            bits = frame.bits(plane)
            bits[:] = bytes([128]) * len(bits)
        frame.unmap()
        picture = converted(frame)
        assert picture is not None
        assert (picture.width, picture.height, picture.format.name) == (64, 48, "yuv420p")
        assert np.mean(picture.to_ndarray()) == pytest.approx(128, abs=4)


# ---- frames --------------------------------------------------------------------------------


def test_a_slot_keeps_the_newest_frame() -> None:
    slot, told = FrameSlot(), []
    slot.on_frame = lambda: told.append(1)
    frames = [VideoFrame(av.VideoFrame(16, 16, "yuv420p"), float(n)) for n in range(3)]
    assert slot.take() is None
    for frame in frames:
        slot.put(frame)
    assert slot.take() is frames[2]
    assert slot.take() is None
    assert (slot.dropped, len(told)) == (2, 3)
    slot.put(frames[0])
    slot.clear()
    assert slot.take() is None


@pytest.mark.parametrize("width", [64, 50])
def test_frames_become_bgra_rows_without_gaps(width: int) -> None:
    frame = VideoFrame(SyntheticCamera().picture(0), None)
    data = frame.to_bgra(width, 36)
    assert len(data) == width * 36 * 4
    assert set(data[3::4]) == {255}

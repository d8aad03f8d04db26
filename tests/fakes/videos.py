# SPDX-License-Identifier: GPL-3.0-or-later
"""Videos for tests: each frame tells its number by how bright it is."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np

from app.records.media_facts import Picture

RATE = 25
STEP = 4
"""Levels of grey between two frames; a codec moves a level by one or two."""


def video(
    frames: int = 50, width: int = 320, height: int = 240, *, form: str = "mp4", codec: str = "h264"
) -> bytes:
    """Make a video with key frames far apart and, where the codec has them, B-frames."""
    target = io.BytesIO()
    with av.open(target, mode="w", format=form, options={}) as made:
        stream = made.add_stream(codec, rate=RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = 24
        if codec == "h264":
            stream.options = {"preset": "ultrafast", "bf": "3"}
        for number in range(frames):
            pixels = np.full((height, width, 3), 20 + STEP * number % 200, np.uint8)
            # A white corner says how it was held.
            pixels[: height // 4, : width // 4] = 255
            for packet in stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")):
                made.mux(packet)
        for packet in stream.encode(None):
            made.mux(packet)
    return target.getvalue()


def with_sound(frames: int = 50, *, form: str = "mp4", title: str = "") -> bytes:
    """Make a video with a sound track, and a title in each place that the container has."""
    target = io.BytesIO()
    with av.open(target, mode="w", format=form) as made:
        stream = made.add_stream("h264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        sound = made.add_stream("aac", rate=8000)
        made.metadata["title"] = made.metadata["comment"] = title
        stream.metadata["title"] = sound.metadata["title"] = title
        for number in range(frames):
            pixels = np.full((240, 320, 3), 20 + STEP * number % 200, np.uint8)
            made.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
            samples = np.zeros((1, 8000 // RATE), np.float32)
            tone = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
            tone.rate, tone.pts = 8000, number * 8000 // RATE
            made.mux(sound.encode(tone))
        made.mux(stream.encode(None))
        made.mux(sound.encode(None))
    return target.getvalue()


def number_of(frame: Picture) -> int:
    """Read a frame's number, for videos of up to 45 frames."""
    pixels = np.frombuffer(frame.rgb, np.uint8).reshape(frame.height, frame.width, 3)
    middle = pixels[frame.height // 2 - 8 : frame.height // 2 + 8, frame.width // 2 :]
    return round((float(middle.mean()) - 20) / STEP)


def long_video(path: Path, size_bytes: int, *, form: str = "mp4", side: int = 720) -> int:
    """Write a video of at least this size, by repeating a second of noise; gives its frames.

    The size of a frame is that of an action camera at 60 Mbit/s, and the encoder leaves its notes.
    """
    noise = np.random.default_rng(7)
    with av.open(str(path), mode="w", format=form) as made:
        stream = made.add_stream("h264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = side * 16 // 9, side, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "18", "bf": "0", "g": "1"}
        packets = []
        for _ in range(5):
            pixels = noise.integers(96, 160, (side // 2, side * 8 // 9, 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels.repeat(2, 0).repeat(2, 1), format="rgb24")
            packets += stream.encode(frame)
        packets += stream.encode(None)
        made.start_encoding()
        count = 0
        base = stream.time_base
        assert base is not None
        step = round(1 / (RATE * base))
        contents = [bytes(packet) for packet in packets]
        written = 0
        while written < size_bytes:
            content = contents[count % len(contents)]
            packet = av.Packet(content)
            packet.stream, packet.time_base, packet.is_keyframe = stream, base, True
            packet.pts = packet.dts = count * step
            packet.duration = step
            made.mux(packet)
            written += len(content)
            count += 1
    return count

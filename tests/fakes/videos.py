# SPDX-License-Identifier: GPL-3.0-or-later
"""Videos for tests: each frame tells its number by how bright it is."""

from __future__ import annotations

import io

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


def number_of(frame: Picture) -> int:
    """Read a frame's number, for videos of up to 45 frames."""
    pixels = np.frombuffer(frame.rgb, np.uint8).reshape(frame.height, frame.width, 3)
    middle = pixels[frame.height // 2 - 8 : frame.height // 2 + 8, frame.width // 2 :]
    return round((float(middle.mean()) - 20) / STEP)

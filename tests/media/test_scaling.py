# SPDX-License-Identifier: GPL-3.0-or-later
"""One frame is converted by several threads at a time: the self-view, a tile, the encoder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import av
import numpy as np

from app.media.frames import VideoFrame
from app.media.scaling import PictureScaler

ROUNDS = 150


def picture() -> av.VideoFrame:
    pixels = np.random.default_rng(7).integers(0, 255, (720 * 3 // 2, 1280), dtype=np.uint8)
    return av.VideoFrame.from_ndarray(pixels, format="yuv420p")


def test_threads_may_convert_one_frame_at_once() -> None:
    shared = VideoFrame(picture(), None)
    expected = {size: shared.to_bgra(*size) for size in ((808, 640), (184, 138), (640, 360))}

    def convert(size: tuple[int, int]) -> bool:
        return all(shared.to_bgra(*size) == expected[size] for _ in range(ROUNDS))

    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(convert, expected))


def test_nothing_to_change_gives_the_frame_itself() -> None:
    frame = picture()
    assert PictureScaler().scale(frame, 1280, 720, "yuv420p") is frame

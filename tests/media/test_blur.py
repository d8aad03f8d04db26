# SPDX-License-Identifier: GPL-3.0-or-later
"""What is behind a person is blurred, the person is not, and a slow computer gives up in time."""

from __future__ import annotations

import hashlib
import re

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.engine import MediaEngine
from app.media.frames import VideoFrame
from app.media.send import person_mask
from app.media.send.blur import BackgroundBlur, BlurEnd
from app.media.send.blur_budget import WINDOW_S, BlurBudget
from app.media.send.person_mask import (
    MASK_HEIGHT,
    MASK_WIDTH,
    MODEL,
    BlurUnavailable,
    PersonMask,
    blurred,
)
from app.resources import read_text, resource_path
from tests.fakes.portrait_camera import PortraitCamera, room
from tests.fakes.shared_page import PAGE, SharedPage
from tests.media.ends import until
from tests.ui.gallery import portrait


def stripes(picture: av.VideoFrame) -> float:
    """Measure how clear the wall at the left edge still is."""
    plane = picture.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    wall = rows[100:600, 20:200].astype(np.float64)
    return float(np.abs(np.diff(wall, axis=1)).mean())


def face(picture: av.VideoFrame) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    plane = picture.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[200:420, 540:740].astype(np.float64)


def test_the_model_is_the_one_that_is_named_with_its_licence() -> None:
    content = resource_path(MODEL).read_bytes()
    source = read_text("models/SOURCE.txt")
    stated = re.search(r"SHA-256: ([0-9a-f]{64})", source)
    assert stated is not None
    assert hashlib.sha256(content).hexdigest() == stated[1]
    assert f"Size: {len(content)} bytes" in source
    assert "Apache License" in read_text("models/LICENSE-Apache-2.0.txt")


def test_the_person_is_found() -> None:
    mask = PersonMask().find(portrait("eira", 1280, 720).av)
    assert mask.shape == (MASK_HEIGHT, MASK_WIDTH)
    assert mask[50:85, 110:146].min() > 0.9, "the face"
    assert mask[:40, :40].max() < 0.1 and mask[:40, -40:].max() < 0.1, "the corners"


@pytest.mark.parametrize("size", [(1280, 720), (642, 362), (320, 180)])
def test_the_room_is_blurred_and_the_face_is_not(size: tuple[int, int]) -> None:
    picture = room().reformat(*size)
    made = blurred(picture, PersonMask().find(picture))
    assert (made.width, made.height, made.format.name) == (*size, "yuv420p")
    if size == (1280, 720):
        assert stripes(picture) > 30
        assert stripes(made) < 3
        assert np.abs(face(made) - face(picture)).max() <= 1
    else:
        assert made.to_ndarray().shape == picture.to_ndarray().shape


def test_without_its_model_nothing_is_pretended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_mask, "MODEL", "models/none.tflite")
    with pytest.raises(BlurUnavailable):
        PersonMask()
    monkeypatch.setattr(person_mask, "MODEL", "models/SOURCE.txt")
    with pytest.raises(BlurUnavailable):
        PersonMask()


async def test_no_clear_picture_gets_out_while_it_is_on() -> None:
    engine = MediaEngine(PortraitCamera(10), None, None)
    seen: list[VideoFrame] = []
    engine.local_frames.on_passing = seen.append
    ends: list[BlurEnd] = []
    await engine.start()
    try:
        await until(lambda: seen and stripes(seen[-1].av) > 30)
        await engine.start_blur(ends.append)
        on = len(seen)
        await until(lambda: len(seen) > on + 5)
        # One may have been on its way while it was switched on.
        assert all(stripes(frame.av) < 3 for frame in seen[on + 1 :])
        assert all(frame.captured_at is not None for frame in seen)
        await engine.share_screen(SharedPage())
        await until(lambda: (seen[-1].width, seen[-1].height) == PAGE)
        await engine.share_screen(None)
        engine.set_camera_on(False)
        off = len(seen)
        engine.set_camera_on(True)
        await until(lambda: len(seen) > off + 5)
        assert all(stripes(frame.av) < 3 for frame in seen[off + 2 :])
        engine.stop_blur()
        await until(lambda: stripes(seen[-1].av) > 30)
        assert ends == []
    finally:
        await engine.close()


async def test_a_picture_that_cannot_be_blurred_ends_it() -> None:
    delivered: list[VideoFrame] = []
    ends: list[BlurEnd] = []
    blur = BackgroundBlur(delivered.append, lambda: 0, ends.append)
    blur.start()
    # Without colours: no camera of ours gives that.
    blur.offer(VideoFrame(av.VideoFrame(64, 64, "gray"), 0.0))
    await until(lambda: ends)
    blur.join()
    assert (ends, delivered) == ([BlurEnd.BROKEN], [])


async def test_a_computer_without_time_says_so() -> None:
    engine = MediaEngine(PortraitCamera(), None, None)
    ends: list[BlurEnd] = []
    await engine.start()
    try:
        dropped = iter(range(0, 10_000_000, 1000))
        blur = BackgroundBlur(lambda _: None, lambda: next(dropped), ends.append)
        blur.start()
        engine.local_frames.on_passing = blur.offer
        await until(lambda: ends, WINDOW_S + 10)
        assert ends == [BlurEnd.SLOW]
        blur.end()
        blur.join()
    finally:
        await engine.close()


# ---- the decider ---------------------------------------------------------------------------


def run(
    budget: BlurBudget, *, seconds: float, took_s: float, rate: int, of: int, drops: int
) -> bool:
    """Blur ``rate`` of ``of`` frames a second; ``drops`` a second get lost at the encoder."""
    now, dropped = 0.0, 0.0
    while now < seconds:
        for _ in range(of // rate):
            budget.offered()
        now += 1 / rate
        dropped += drops / rate
        budget.blurred(took_s, round(dropped), now)
        if budget.exceeded:
            return True
    return False


@given(st.floats(0.001, 0.02), st.integers(13, 30))
def test_who_keeps_up_goes_on(took_s: float, rate: int) -> None:
    assert not run(BlurBudget(0.0), seconds=20, took_s=took_s, rate=rate, of=rate, drops=0)


@pytest.mark.parametrize(
    ("took_s", "rate", "of", "drops"),
    [(0.09, 10, 30, 0), (0.05, 18, 18, 0), (0.01, 25, 25, 12), (0.03, 10, 30, 0)],
    ids=["few frames", "no pause", "the encoder starves", "held up by others"],
)
def test_who_does_not_keep_up_ends(took_s: float, rate: int, of: int, drops: int) -> None:
    budget = BlurBudget(0.0)
    assert not run(budget, seconds=WINDOW_S - 0.2, took_s=took_s, rate=rate, of=of, drops=drops)
    assert run(BlurBudget(0.0), seconds=10, took_s=took_s, rate=rate, of=of, drops=drops)


def test_a_dark_room_is_no_slow_computer() -> None:
    assert not run(BlurBudget(0.0), seconds=20, took_s=0.02, rate=8, of=8, drops=0)

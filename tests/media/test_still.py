# SPDX-License-Identifier: GPL-3.0-or-later
"""Few and sharp frames for a moment: what is planned, and what arrives over a real link."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.media.adaptation import NO_PICTURES, PicturePlan
from app.media.content import ContentHint
from app.media.devices.synthetic import SyntheticCamera
from app.media.frames import FrameSlot, VideoFrame
from app.media.still import StillChoice, sharp
from tests.media.ends import connect, end, until
from tests.ui.gallery import portrait

PLANS = st.builds(
    PicturePlan,
    st.integers(0, 5_000_000),
    st.just(640),
    st.just(360),
    st.sampled_from((0, 12, 30)),
    st.sampled_from(ContentHint),
)
SIZES = st.tuples(st.integers(1, 4000), st.integers(1, 4000))


@given(PLANS, st.integers(0, 5_000_000))
def test_a_moment_of_detail_costs_no_more_than_the_path_carries(
    plan: PicturePlan, bitrate: int
) -> None:
    made = sharp(plan, bitrate)
    if plan.hint is not ContentHint.MOTION or plan.frames_per_s == 0:
        assert made == plan
    else:
        assert made.hint is ContentHint.DETAIL
        assert made.bitrate == bitrate
        assert 0 < made.frames_per_s <= plan.frames_per_s
        assert made.width >= plan.width and made.height >= plan.height


def test_a_thin_path_gets_no_larger_picture() -> None:
    plan = PicturePlan(300_000, 480, 270, 30)
    assert sharp(plan, 300_000).width == 480
    assert sharp(plan, 400_000).width == 1920
    assert sharp(NO_PICTURES, 20_000) == NO_PICTURES


@given(st.lists(SIZES, min_size=1))
def test_the_last_of_the_largest_is_taken(sizes: list[tuple[int, int]]) -> None:
    choice = StillChoice(0.0)
    taken = [size for at, size in enumerate(sizes) if choice.takes(*size, at / 100)]
    areas = [width * height for width, height in sizes]
    last = len(areas) - 1 - areas[::-1].index(max(areas))
    assert taken[-1] == sizes[last]


def test_a_large_picture_is_taken_after_a_second() -> None:
    choice = StillChoice(10.0)
    assert choice.takes(1280, 720, 10.1)
    assert not choice.done(10.9)
    assert choice.done(11.0)


def test_one_that_grows_gets_time_to_become_sharp() -> None:
    choice = StillChoice(0.0)
    assert choice.takes(640, 360, 0.1)
    assert not choice.done(1.1), "a large one may be on its way"
    assert choice.takes(960, 540, 1.2)
    assert not choice.done(1.5)
    assert choice.done(1.6)


def test_the_wait_is_bounded() -> None:
    assert StillChoice(0.0).done(2.5)
    small = StillChoice(0.0)
    assert small.takes(320, 180, 0.1)
    assert not small.done(2.4)
    assert small.done(2.5)


def test_whoever_looks_takes_nothing_from_the_screen() -> None:
    slot, seen = FrameSlot(), list[VideoFrame]()
    slot.on_passing = seen.append
    frame = portrait()
    slot.put(frame)
    assert seen == [frame]
    assert slot.take() is frame


def test_the_pixels_of_a_frame_as_they_are() -> None:
    frame = portrait("eira", 642, 482)  # rows with padding
    rows = frame.av.to_ndarray(format="rgb24")
    assert frame.to_rgb() == rows.tobytes()


async def test_who_saves_data_still_gives_a_large_picture_for_a_moment() -> None:
    async with end(SyntheticCamera()) as first, end() as second:
        sizes: list[tuple[int, int]] = []
        slot = second.engine.remote_frames
        slot.on_passing = lambda frame: sizes.append((frame.width, frame.height))
        first.engine.set_save_data(True)
        await connect(first, second)
        await until(lambda: sizes and sizes[-1] == (320, 180), 20)
        for told in (False, True):
            first.engine.hold_still(True)
            await until(lambda: sizes[-1] == (1280, 720), 5)
            at = len(sizes)
            if told:
                first.engine.hold_still(False)
            await until(lambda: sizes[-1] == (320, 180), 10)
            assert len(sizes) - at < 20, "few frames, not thirty a second"

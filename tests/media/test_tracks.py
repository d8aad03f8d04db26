# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks that never end and drop what cannot leave."""

from __future__ import annotations

import asyncio

from app.media.send.tracks import (
    MOST_PICTURES,
    MOST_SOUND_PACKETS,
    EncodedPacket,
    PictureTrack,
    SoundTrack,
)


def packet(number: int, *, keyframe: bool = False) -> EncodedPacket:
    return EncodedPacket(b"%d" % number, number * 960, float(number), keyframe)


async def test_sound_is_given_in_order_and_waited_for() -> None:
    track = SoundTrack()
    assert track.last_sent() is None
    waiting = asyncio.gather(track.recv())
    await asyncio.sleep(0)
    track.put(packet(1))
    (given,) = await waiting
    assert (bytes(given), given.pts, given.time_base.denominator) == (b"1", 960, 48_000)
    last = track.last_sent()
    assert last is not None
    assert (last.timestamp, last.captured_at) == (960, 1.0)


async def test_sound_that_cannot_leave_drops_the_oldest() -> None:
    track = SoundTrack()
    for number in range(MOST_SOUND_PACKETS + 3):
        track.put(packet(number))
    assert bytes(await track.recv()) == b"3"
    assert track.dropped == 3


async def test_pictures_begin_with_a_keyframe_and_ask_for_it() -> None:
    asked: list[int] = []
    track = PictureTrack(lambda: asked.append(1))
    assert not track.put(packet(1))
    assert asked == [1]
    assert track.put(packet(2, keyframe=True))
    assert track.put(packet(3))
    assert [bytes(await track.recv()) for _ in range(2)] == [b"2", b"3"]


async def test_pictures_that_cannot_leave_are_dropped_up_to_a_keyframe() -> None:
    asked: list[int] = []
    track = PictureTrack(lambda: asked.append(1))
    for number in range(MOST_PICTURES):
        assert track.put(packet(number, keyframe=number == 0))
    assert not track.put(packet(8))
    assert (asked, track.dropped) == ([1], MOST_PICTURES + 1)
    assert track.put(packet(9, keyframe=True))
    assert bytes(await track.recv()) == b"9"


async def test_a_pause_ends_with_a_keyframe() -> None:
    track = PictureTrack(lambda: None)
    track.put(packet(0, keyframe=True))
    track.pause()
    assert not track.put(packet(1))
    assert track.put(packet(2, keyframe=True))

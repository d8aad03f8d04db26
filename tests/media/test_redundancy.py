# SPDX-License-Identifier: GPL-3.0-or-later
"""Packets that carry earlier ones again: built, taken apart, negotiated."""

from __future__ import annotations

import re

import pytest
from aiortc import RTCSessionDescription
from hypothesis import given
from hypothesis import strategies as st

from app.media import rtc_codecs, rtc_compat
from app.media.descriptions import clean_description, take_description
from app.media.redundancy import (
    LONGEST_BLOCK_BYTES,
    LONGEST_OFFSET,
    Block,
    RedundancyMalformed,
    join_blocks,
    split_blocks,
)
from app.media.rtc_codecs import SoundTypes
from app.media.send.tracks import EncodedPacket, SoundTrack

BLOCKS = st.builds(
    Block,
    st.integers(0, 127),
    st.integers(1, LONGEST_OFFSET),
    st.binary(min_size=1, max_size=LONGEST_BLOCK_BYTES),
)
NEWEST = st.builds(Block, st.integers(0, 127), st.just(0), st.binary(min_size=1, max_size=1200))


@given(st.lists(BLOCKS, max_size=5, unique_by=lambda block: block.age), NEWEST)
def test_what_is_joined_is_split(earlier: list[Block], newest: Block) -> None:
    oldest_first = sorted(earlier, key=lambda block: -block.age)
    assert split_blocks(join_blocks(earlier, newest)) == (*oldest_first, newest)


@given(st.binary(max_size=1500))
def test_rubbish_is_refused_in_one_way(payload: bytes) -> None:
    try:
        *earlier, newest = split_blocks(payload)
    except RedundancyMalformed:
        return
    assert newest.age == 0
    assert newest.payload
    assert sum(len(block.payload) for block in (*earlier, newest)) < len(payload)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x6f",
        b"\xef\x0f\x00",
        b"\xef\x0f\x00\x02",
        b"\xef\x0f\x00\x02\x6fab",
        b"\xef\x0f\x00\x00" * 10 + b"\x6fab",
    ],
)
def test_malformed_packets_are_refused(payload: bytes) -> None:
    with pytest.raises(RedundancyMalformed):
        split_blocks(payload)


def test_a_packet_of_chromium_is_read() -> None:
    """Block of 20 ms before: F=1, type 111, offset 960, two bytes; then type 111."""
    header = bytes((0x80 | 111, *(960 << 10 | 2).to_bytes(3)))
    assert split_blocks(header + bytes((111,)) + b"oldnew") == (
        Block(111, 960, b"ol"),
        Block(111, 0, b"dnew"),
    )
    assert Block(111, 960, b"x").timestamp(10) == (10 - 960) % (1 << 32)


def test_what_does_not_fit_the_format_is_left_out() -> None:
    newest = Block(96, 0, b"new")
    too_much = [
        Block(96, LONGEST_OFFSET + 1, b"x"),
        Block(96, 960, bytes(1024)),
        Block(96, 1920, b""),
    ]
    assert join_blocks(too_much, newest) == b"\x60new"


# ---- sending -------------------------------------------------------------------------------


async def test_each_packet_repeats_those_before_it() -> None:
    track = SoundTrack()
    track.repeat((1, 3))
    for number in range(5):
        track.put(EncodedPacket(b"%d" % number, number * 960, 0.0))
    carried = [split_blocks((await track.next_payload(96))[0]) for _ in range(5)]
    assert [tuple(block.payload for block in blocks) for blocks in carried] == [
        (b"0",),
        (b"0", b"1"),
        (b"1", b"2"),
        (b"0", b"2", b"3"),
        (b"1", b"3", b"4"),
    ]
    assert [block.age for block in carried[4]] == [3 * 960, 960, 0]


async def test_a_peer_that_does_not_know_it_gets_plain_packets() -> None:
    track = SoundTrack()
    track.repeat((1,))
    track.put(EncodedPacket(b"0", 0, 0.0))
    track.put(EncodedPacket(b"1", 960, 0.0))
    assert await track.next_payload(None) == (b"0", 0)
    assert await track.next_payload(None) == (b"1", 960)


# ---- negotiation ---------------------------------------------------------------------------


async def negotiated(change_offer: dict[str, str]) -> tuple[str, str, SoundTypes | None]:
    """Let one end answer the other's offer after a change of its text; give both texts."""
    first, second = (rtc_compat.new_connection(None, relay_only=False) for _ in range(2))
    transceivers = []
    for one in (first, second):
        transceivers.append(
            rtc_codecs.add_permanent_track(one, SoundTrack(), "audio/red", "audio/opus")
        )
        one.addTransceiver("video")
        one.createDataChannel("x")
    await first.setLocalDescription(await first.createOffer())
    offer = first.localDescription.sdp
    for old, new in change_offer.items():
        assert re.search(old, offer)
        offer = re.sub(old, new, offer)
    await take_description(second, RTCSessionDescription(clean_description(offer), "offer"))
    await second.setLocalDescription(await second.createAnswer())
    answer = second.localDescription.sdp
    types = rtc_codecs.sound_types(transceivers[1])
    await first.close()
    await second.close()
    return offer, answer, types


async def test_both_of_ours_agree_on_redundancy_first() -> None:
    offer, answer, types = await negotiated({})
    assert types == SoundTypes(opus=96, red=63)
    for text in (offer, answer):
        assert re.search(r"m=audio \d+ UDP/TLS/RTP/SAVPF 63 96\r\n", text)
        assert "a=rtpmap:63 red/48000/2\r\n" in text
        assert "a=fmtp:63 96/96\r\n" in text


async def test_an_answer_takes_the_offers_numbers() -> None:
    """Chromium offers Opus as 111 first and red as 63; whoever puts red first gets it."""
    _, answer, types = await negotiated(
        {
            r"SAVPF 63 96\r": "SAVPF 111 63\r",
            "96/96": "111/111",
            r":96 opus": ":111 opus",
            r"fmtp:96 ": "fmtp:111 ",
        }
    )
    assert types == SoundTypes(opus=111, red=63)
    assert re.search(r"m=audio \d+ UDP/TLS/RTP/SAVPF 63 111\r\n", answer)
    assert "a=fmtp:63 111/111\r\n" in answer


@pytest.mark.parametrize(
    "change",
    [
        {r"a=rtpmap:63[^\n]*\n": "", r"a=fmtp:63[^\n]*\n": "", "SAVPF 63 96": "SAVPF 96"},
        {"96/96": "0/0"},
        {r"a=fmtp:63[^\n]*\n": ""},
    ],
)
async def test_without_redundancy_of_opus_there_is_plain_opus(change: dict[str, str]) -> None:
    _, answer, types = await negotiated(change)
    assert types == SoundTypes(opus=96, red=None)
    assert "red" not in answer

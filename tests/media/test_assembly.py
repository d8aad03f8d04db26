# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames from packets, and what is asked for again."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.media.receive.assembly import (
    MOST_ROUNDS,
    AskAgain,
    AskKeyframe,
    AssemblyCommand,
    Decode,
    VideoAssembly,
    VideoPacket,
)

ROUND_TRIP_S = 0.06
KEY, DELTA = b"\x00key", b"\x01delta"


def frame(number: int, sequence: int, packets: int = 3, *, key: bool = False) -> list[VideoPacket]:
    """Cut a frame into packets; its data tells its number."""
    pieces = [(KEY if key else DELTA) + b"%d" % number, *[b"."] * (packets - 1)]
    return [
        VideoPacket(
            (sequence + index) & 0xFFFF, number * 3000, index == packets - 1, index == 0, piece
        )
        for index, piece in enumerate(pieces)
    ]


def stream(count: int, first_sequence: int = 100) -> list[VideoPacket]:
    """A keyframe and frames that refer to it, three packets each."""
    return [
        packet
        for number in range(count)
        for packet in frame(number, first_sequence + 3 * number, key=number == 0)
    ]


def fed(
    assembly: VideoAssembly, packets: list[VideoPacket], now: float = 0.0
) -> list[AssemblyCommand]:
    return [c for packet in packets for c in assembly.add(packet, now, ROUND_TRIP_S)]


def decoded(commands: list[AssemblyCommand]) -> list[int]:
    return [command.timestamp // 3000 for command in commands if isinstance(command, Decode)]


def asked(commands: list[AssemblyCommand]) -> list[tuple[int, ...]]:
    return [command.sequences for command in commands if isinstance(command, AskAgain)]


def test_a_frame_is_given_with_its_last_packet() -> None:
    assembly, packets = VideoAssembly(), stream(2)
    assert decoded(fed(assembly, packets[:3])) == [0]
    assert decoded(fed(assembly, packets[3:5])) == []
    commands = fed(assembly, packets[5:])
    assert commands == [Decode(DELTA + b"1..", 3000, keyframe=False)]


def test_order_of_packets_does_not_matter() -> None:
    packets = stream(2)
    shuffled = [packets[n] for n in (0, 2, 1, 5, 4, 3)]
    assert decoded(fed(VideoAssembly(), shuffled)) == [0, 1]


def test_numbers_wrap() -> None:
    assert decoded(fed(VideoAssembly(), stream(4, first_sequence=65_530))) == [0, 1, 2, 3]


def test_a_missing_packet_is_asked_for_at_once_and_frames_wait() -> None:
    assembly, packets = VideoAssembly(), stream(4)
    missing = packets.pop(4)
    commands = fed(assembly, packets)
    assert asked(commands) == [(missing.sequence,)]
    assert decoded(commands) == [0]
    assert decoded(fed(assembly, [missing], 0.06)) == [1, 2, 3]
    assert assembly.tick(5.0, ROUND_TRIP_S) == []


def requests_after_losses(share: float, crowded: bool) -> list[float]:
    """Lose this share of many packets, then one; say when it is asked for until 0.3 s later."""
    assembly = VideoAssembly()
    assembly.set_crowded(crowded)
    number = 0
    for number in range(600):
        if not share or number % round(1 / share):
            assembly.add(frame(number, number)[0], 0.0, ROUND_TRIP_S)
    assembly.tick(5.0, ROUND_TRIP_S)
    fed(assembly, frame(700, number + 1, key=True), 6.0)
    number += 3
    assembly.add(frame(701, number + 2)[0], 6.0, ROUND_TRIP_S)
    return [0.0] + [
        tick * 0.01 for tick in range(1, 30) if asked(assembly.tick(6 + tick * 0.01, ROUND_TRIP_S))
    ]


def test_a_first_loss_is_asked_once_a_round_trip() -> None:
    gaps = [later - earlier for earlier, later in pairwise(requests_after_losses(0, False))]
    assert all(0.065 <= gap <= 0.095 for gap in gaps)


@pytest.mark.parametrize(("share", "copies"), [(0.03, 2), (0.2, 3)])
def test_where_much_is_lost_a_round_has_several_requests(share: float, copies: int) -> None:
    within_first_round = [at for at in requests_after_losses(share, False) if at < 0.07]
    assert len(within_first_round) == copies
    assert len([at for at in requests_after_losses(share, True) if at < 0.07]) == 1


def test_requests_end() -> None:
    assembly, packets = VideoAssembly(), stream(3)
    del packets[4]
    count = len(asked(fed(assembly, packets)))
    for tick in range(1, 40):
        count += len(asked(assembly.tick(tick * 0.01, 0.0)))
    assert count == MOST_ROUNDS


def test_after_the_deadline_only_a_keyframe_helps() -> None:
    assembly, packets = VideoAssembly(), stream(4)
    del packets[4]
    fed(assembly, packets)
    assert AskKeyframe() in assembly.tick(0.85, ROUND_TRIP_S)
    assert assembly.tick(0.9, ROUND_TRIP_S) == []
    assert AskKeyframe() in assembly.tick(1.2, ROUND_TRIP_S)
    assert decoded(fed(assembly, frame(9, 112), 1.3)) == []
    assert decoded(fed(assembly, frame(10, 115, key=True) + frame(11, 118), 1.3)) == [10, 11]


def test_giving_up_keeps_a_keyframe_that_waits() -> None:
    assembly, packets = VideoAssembly(), stream(3)
    del packets[4]
    fed(assembly, packets + frame(3, 109, key=True) + frame(4, 112))
    assert decoded(assembly.tick(0.85, ROUND_TRIP_S)) == [3, 4]


def test_begins_with_a_keyframe_only() -> None:
    assembly = VideoAssembly()
    commands = fed(assembly, frame(5, 500))
    assert commands == [AskKeyframe()]
    # Half a keyframe, as its first packet was sent before this end was there.
    assert decoded(fed(VideoAssembly(), frame(6, 503, key=True)[1:])) == []
    assert decoded(fed(assembly, frame(6, 503, key=True))) == [6]


def test_a_decoder_that_failed_gets_a_keyframe_next() -> None:
    assembly = VideoAssembly()
    fed(assembly, stream(2))
    assert assembly.decoding_failed(1.0, ROUND_TRIP_S) == [AskKeyframe()]
    assert decoded(fed(assembly, frame(2, 106), 1.0)) == []
    assert decoded(fed(assembly, frame(3, 109, key=True), 1.1)) == [3]


def test_late_and_doubled_packets_are_ignored() -> None:
    assembly, packets = VideoAssembly(), stream(3)
    fed(assembly, packets)
    assert fed(assembly, packets, 0.1) == []


def test_it_never_keeps_more_than_its_bound() -> None:
    assembly = VideoAssembly()
    fed(assembly, stream(1))
    commands = fed(assembly, [p for n in range(2, 300) for p in frame(n, 103 + 3 * n)])
    assert AskKeyframe() in commands


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.integers(0, 0xFFFF))
def test_losses_and_disorder_never_give_a_wrong_frame(chance: random.Random, first: int) -> None:
    """With every packet sent again when asked for, all frames come out whole and in order."""
    packets = stream(30, first)
    by_sequence = {packet.sequence: packet for packet in packets}
    assembly = VideoAssembly()
    pending = [(n * 0.005 + chance.random() * 0.02, packet) for n, packet in enumerate(packets)]
    # The first one comes first, and the last one comes: no end can know of a loss before it.
    between = [item for item in pending[1:-1] if chance.random() > 0.2]
    pending = [(-1.0, packets[0]), *between, (0.5, packets[-1])]
    got: list[int] = []
    for tick in range(-100, 100):
        now = tick * 0.01
        for at, packet in sorted(pending, key=lambda item: item[0]):
            if at <= now:
                commands = assembly.add(packet, now, 0.02)
                got += decoded(commands)
                pending += [(now + 0.02, by_sequence[s]) for q in asked(commands) for s in q]
        pending = [item for item in pending if item[0] > now]
        commands = assembly.tick(now, 0.02)
        got += decoded(commands)
        pending += [(now + 0.02, by_sequence[s]) for q in asked(commands) for s in q]
    assert got == sorted(set(got))
    assert got[:1] == [0]
    assert got[-1] == 29


@given(
    st.lists(
        st.builds(
            VideoPacket,
            st.integers(0, 0xFFFF),
            st.integers(0, 0xFFFFFFFF),
            st.booleans(),
            st.booleans(),
            st.binary(max_size=4),
        ),
        max_size=60,
    )
)
def test_nothing_from_the_network_breaks_it(packets: list[VideoPacket]) -> None:
    assembly = VideoAssembly()
    for number, packet in enumerate(packets):
        assembly.add(packet, number * 0.05, ROUND_TRIP_S)
        assembly.tick(number * 0.05, ROUND_TRIP_S)

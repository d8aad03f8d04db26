# SPDX-License-Identifier: GPL-3.0-or-later
"""What is played when packets come late, twice or never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.receive.playout import (
    DEEPEST_S,
    FRAME_S,
    MOST_KEPT_S,
    Conceal,
    Play,
    PlayoutBuffer,
    Recover,
    Rest,
    Step,
    Stretch,
)


def payload(number: int) -> bytes:
    return b"%d" % number


def played(
    arrivals: list[tuple[int, float]], until_s: float, buffer: PlayoutBuffer | None = None
) -> list[Step]:
    """Insert packets (number, time of arrival) and ask each 20 ms."""
    buffer = buffer or PlayoutBuffer()
    waiting = sorted(arrivals, key=lambda arrival: arrival[1])
    steps: list[Step] = []
    now = 0.0
    while now < until_s:
        while waiting and waiting[0][1] <= now:
            number, at = waiting.pop(0)
            buffer.insert(number & 0xFFFF, (number * 960) & 0xFFFFFFFF, payload(number), at)
        steps.append(buffer.next(now))
        now += FRAME_S
    return steps


def numbers(steps: list[Step]) -> list[int | str]:
    """Shorten steps: a number is played, r2 is what 2 repaired, "-" is concealed."""
    short: list[int | str] = []
    for step in steps:
        match step:
            case Play(data):
                short.append(int(data))
            case Recover(data):
                short.append(f"r{int(data)}")
            case Conceal():
                short.append("-")
            case Rest():
                pass
    return short


def on_time(
    count: int, *, without: tuple[int, ...] = (), first: int = 0
) -> list[tuple[int, float]]:
    return [(first + n, n * FRAME_S + 0.001) for n in range(count) if first + n not in without]


def test_plays_in_order_and_waits_for_the_second_packet() -> None:
    steps = played(on_time(10), 10 * FRAME_S)
    assert numbers(steps)[:8] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert isinstance(steps[0], Rest)


def test_one_loss_is_repaired_from_the_next_packet() -> None:
    assert numbers(played(on_time(10, without=(4,)), 0.2))[:7] == [0, 1, 2, 3, "r5", 5, 6]


def test_two_losses_are_concealed_and_repaired() -> None:
    buffer = PlayoutBuffer()
    buffer.target_s = 0.08
    steps = played(on_time(12, without=(4, 5)), 0.3, buffer)
    assert numbers(steps)[:8] == [0, 1, 2, 3, "-", "r6", 6, 7]


def test_swapped_packets_are_put_in_order() -> None:
    arrivals = on_time(8)
    arrivals[3], arrivals[4] = (3, arrivals[4][1]), (4, arrivals[3][1])
    assert numbers(played(arrivals, 0.2))[:7] == list(range(7))


def test_doubled_packets_are_played_once() -> None:
    assert numbers(played(on_time(6) + on_time(6), 0.16))[:6] == [0, 1, 2, 3, 4, 5]


def test_numbers_wrap() -> None:
    assert numbers(played(on_time(8, first=65_533), 0.2))[:6] == [65_533 + n for n in range(6)]


def test_late_packets_are_played_late_and_not_skipped() -> None:
    """All packets come 100 ms late from the fifth on: nothing is lost, only delayed."""
    arrivals = [(n, n * FRAME_S + 0.001 + (0.1 if n >= 5 else 0)) for n in range(20)]
    short = numbers(played(arrivals, 0.6))
    assert [n for n in short if isinstance(n, int)] == list(range(20))


def test_a_burst_is_not_played_twice_as_long() -> None:
    """Five packets never come: five frames are made up, and then it goes on where it stands."""
    short = numbers(played(on_time(20, without=(5, 6, 7, 8, 9)), 0.5))
    assert short[:5] == [0, 1, 2, 3, 4]
    assert len([n for n in short[5:] if not isinstance(n, int)][:10]) <= 6 + 5
    assert short[short.index(10) :][:5] == [10, 11, 12, 13, 14]


def test_silence_after_three_seconds_of_nothing_and_a_new_start() -> None:
    buffer = PlayoutBuffer()
    assert not isinstance(played(on_time(3), 2.5, buffer)[-1], Rest)
    steps = played([], 2.0, buffer)
    assert isinstance(steps[-1], Rest)
    later = [(n + 50, 10 + n * FRAME_S) for n in range(5)]
    for number, at in later:
        buffer.insert(number, number * 960, payload(number), at)
    assert numbers([buffer.next(10.2)]) == [50]


def test_jitter_deepens_the_buffer_and_quiet_does_not() -> None:
    calm, rough = PlayoutBuffer(), PlayoutBuffer()
    for number in range(200):
        calm.insert(number, number * 960, b"x", number * FRAME_S)
        rough.insert(number, number * 960, b"x", number * FRAME_S + (number % 7) * 0.01)
        calm.next(number * FRAME_S)
        rough.next(number * FRAME_S)
    assert calm.target_s == pytest.approx(2 * FRAME_S)
    assert 0.09 <= rough.target_s <= 0.12


def test_too_much_waiting_is_shortened_and_too_little_lengthened() -> None:
    buffer = PlayoutBuffer()
    assert buffer.stretch() is Stretch.KEEP
    for number in range(5):
        buffer.insert(number, number * 960, b"x", number * FRAME_S)
    buffer.next(0.1)
    assert buffer.stretch() is Stretch.SHORTEN
    buffer.stretched(-0.06)
    assert buffer.stretch() is Stretch.KEEP
    buffer.stretched(-0.02)
    assert buffer.stretch() is Stretch.LENGTHEN


def test_a_flood_is_cut_to_the_target() -> None:
    buffer = PlayoutBuffer()
    for number in range(5):
        buffer.insert(number, number * 960, payload(number), 0.0)
    buffer.next(0.1)
    for number in range(5, 60):
        buffer.insert(number, number * 960, payload(number), 0.1)
    assert buffer.depth_s <= MOST_KEPT_S


def test_a_jump_of_the_numbers_begins_anew() -> None:
    buffer = PlayoutBuffer()
    played(on_time(10), 0.2, buffer)
    buffer.insert(9000, 960, payload(9000), 1.0)
    assert numbers([buffer.next(1.1)]) == [9000]


@given(
    st.lists(
        st.tuples(st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF), st.floats(0, 5)), max_size=80
    )
)
def test_nothing_from_the_network_breaks_it(packets: list[tuple[int, int, float]]) -> None:
    buffer = PlayoutBuffer()
    for sequence, timestamp, at in packets:
        buffer.insert(sequence, timestamp, b"x", at)
        buffer.next(at)
        buffer.stretch()
        assert buffer.depth_s <= MOST_KEPT_S + FRAME_S
        assert 2 * FRAME_S <= buffer.target_s <= DEEPEST_S


@given(st.sets(st.integers(3, 60)), st.integers(0, 65_535))
def test_what_arrives_in_time_is_played_in_order_once(lost: set[int], first: int) -> None:
    arrivals = [(first + n, at) for n, at in on_time(64) if n not in lost]
    heard = [n for n in numbers(played(arrivals, 64 * FRAME_S + 0.2)) if isinstance(n, int)]
    assert heard == sorted(set(heard))
    assert len(heard) >= len(arrivals) - 12

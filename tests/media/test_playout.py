# SPDX-License-Identifier: GPL-3.0-or-later
"""What is played when packets come late, twice or never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.receive.delays import LONGEST_WAIT_S, SHORTEST_WAIT_S
from app.media.receive.playout import (
    CLOCK_RATE,
    MOST_KEPT_S,
    Conceal,
    Play,
    PlayoutBuffer,
    Recover,
    Rest,
    Step,
)

FRAME_S = 0.02
TICK_S = 0.01
_CELT_20_MS = 0xF8
_VOICE_20_MS = 0x48
_VOICE_10_MS, _VOICE_40_MS, _VOICE_60_MS = 0x40, 0x50, 0x58
_REPEATS = 0x40


def payload(number: int, kind: int = _CELT_20_MS) -> bytes:
    return bytes((kind, 0)) + b"%d" % number


def repeating(number: int) -> bytes:
    """Make a packet that carries the one before it again, in-band."""
    return bytes((_VOICE_20_MS, _REPEATS)) + b"%d" % number


def stamp(number: int, frame: int = 960) -> int:
    return number * frame & 0xFFFFFFFF


class Ear:
    """Asks a buffer for sound as the loudspeaker does, in a time that the test turns."""

    def __init__(self, buffer: PlayoutBuffer) -> None:
        self.buffer = buffer
        self.steps: list[Step] = []
        self._waits_s = 0.0

    def tick(self, now: float, frame_s: float = FRAME_S) -> None:
        self._waits_s -= TICK_S
        while self._waits_s < TICK_S - 1e-9:
            step = self.buffer.next(now + max(0.0, self._waits_s))
            self.steps.append(step)
            match step:
                case Play():
                    self._waits_s = max(0.0, self._waits_s) + frame_s
                case Recover(_, samples) | Conceal(samples):
                    self._waits_s = max(0.0, self._waits_s) + samples / CLOCK_RATE
                case Rest():
                    self._waits_s = TICK_S


def played(
    arrivals: list[tuple[int, float]],
    until_s: float,
    buffer: PlayoutBuffer | None = None,
) -> list[Step]:
    """Insert packets (number, time of arrival) and listen."""
    ear = Ear(buffer or PlayoutBuffer())
    waiting = sorted(arrivals, key=lambda arrival: arrival[1])
    for tick in range(round(until_s / TICK_S)):
        now = tick * TICK_S
        while waiting and waiting[0][1] <= now:
            number, at = waiting.pop(0)
            ear.buffer.insert(stamp(number), payload(number), at)
        ear.tick(now)
    return ear.steps


def numbers(steps: list[Step]) -> list[int | str]:
    """Shorten steps: a number is played, c2 from a copy, r2 is what 2 rebuilt, "-" is concealed."""
    short: list[int | str] = []
    for step in steps:
        match step:
            case Play(data, _, repaired):
                short.append(f"c{int(data[2:])}" if repaired else int(data[2:]))
            case Recover(data, _):
                short.append(f"r{int(data[2:])}")
            case Conceal():
                short.append("-")
            case Rest():
                pass
    return short


def on_time(
    count: int, *, without: tuple[int, ...] = (), first: int = 0
) -> list[tuple[int, float]]:
    return [(first + n, n * FRAME_S + 0.001) for n in range(count) if first + n not in without]


def test_plays_in_order_and_waits_a_little() -> None:
    steps = played(on_time(10), 10 * FRAME_S)
    assert numbers(steps) == list(range(8))
    assert isinstance(steps[0], Rest)


def test_swapped_packets_are_put_in_order() -> None:
    arrivals = on_time(8)
    arrivals[3], arrivals[4] = (3, arrivals[4][1]), (4, arrivals[3][1])
    assert numbers(played(arrivals, 0.19))[:7] == list(range(7))


def test_doubled_packets_are_played_once() -> None:
    assert numbers(played(on_time(6) + on_time(6), 0.16))[:6] == [0, 1, 2, 3, 4, 5]


def test_timestamps_wrap() -> None:
    first = (1 << 32) // 960 - 3
    arrivals = on_time(8, first=first)
    assert numbers(played(arrivals, 0.18))[:7] == [first + n for n in range(7)]


# ---- losses --------------------------------------------------------------------------------


def test_a_lost_frame_is_concealed_in_its_place() -> None:
    short = numbers(played(on_time(10, without=(4,)), 0.2))
    assert short[:7] == [0, 1, 2, 3, "-", 5, 6]


def test_a_copy_fills_a_hole_and_nothing_else() -> None:
    buffer = PlayoutBuffer()
    for number in (0, 1, 3, 4):
        buffer.insert(stamp(number), payload(number), 0.0)
    for number in (0, 2, 3):
        buffer.insert_copy(stamp(number), payload(number), 0.0)
    ear = Ear(buffer)
    for tick in range(6, 16):
        ear.tick(tick * TICK_S)
    assert numbers(ear.steps)[:5] == [0, 1, "c2", 3, 4]


def test_a_copy_older_than_the_first_packet_is_not_waited_for() -> None:
    buffer = PlayoutBuffer()
    buffer.insert(stamp(5), payload(5), 0.0)
    buffer.insert_copy(stamp(4), payload(4), 0.0)
    assert numbers([buffer.next(0.1)]) == [5]


def test_a_lost_frame_is_rebuilt_from_the_next_one() -> None:
    buffer = PlayoutBuffer()
    for number in (0, 1, 3, 6):
        buffer.insert(stamp(number), repeating(number), 0.0)
    short = numbers([buffer.next(0.1 + number * FRAME_S) for number in range(7)])
    # Of two lost ones in a row only the second has a copy.
    assert short == [0, 1, "r3", 3, "-", "r6", 6]


def test_while_nothing_comes_little_is_made_up_at_a_time() -> None:
    """The third packet is 25 ms late: it is played late, and nothing of it is left out."""
    arrivals = [(n, n * FRAME_S + 0.001 + (0.055 if n == 2 else 0)) for n in range(3)]
    short = numbers(played(arrivals, 0.13))
    assert short[:3] == [0, 1, "-"]
    assert 2 in short
    assert short.index(2) <= 4


def test_late_packets_are_played_late_and_not_skipped() -> None:
    """All packets come 100 ms late from the fifth on: nothing is lost, only delayed."""
    arrivals = [(n, n * FRAME_S + 0.001 + (0.1 if n >= 5 else 0)) for n in range(20)]
    short = numbers(played(arrivals, 0.6))
    assert [n for n in short if isinstance(n, int)] == list(range(20))


def test_a_burst_is_not_played_twice_as_long() -> None:
    """Five packets never come: 100 ms are made up, and then it goes on where it stands."""
    steps = played(on_time(20, without=(5, 6, 7, 8, 9)), 0.5)
    before = steps.index(next(s for s in steps if isinstance(s, Play) and s.timestamp == 9600))
    made_up = [step for step in steps[:before] if isinstance(step, Conceal)]
    assert sum(step.samples for step in made_up) == 5 * 960


def test_silence_after_three_seconds_of_nothing_and_a_new_start() -> None:
    buffer = PlayoutBuffer()
    assert not isinstance(played(on_time(3), 2.5, buffer)[-1], Rest)
    assert isinstance(played([], 2.0, buffer)[-1], Rest)
    for number in range(50, 55):
        buffer.insert(stamp(number), payload(number), 10 + number * FRAME_S)
    assert numbers([buffer.next(12.2)]) == [50]


def test_what_is_no_opus_packet_is_left_out() -> None:
    buffer = PlayoutBuffer()
    buffer.insert(0, b"", 0.0)
    buffer.insert(0, b"\xff", 0.0)
    buffer.insert_copy(0, b"\xff\x00", 0.0)
    assert buffer.depth_s == 0


# ---- other senders -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "frame"),
    [(_VOICE_10_MS, 480), (_VOICE_20_MS, 960), (_VOICE_40_MS, 1920), (_VOICE_60_MS, 2880)],
)
def test_packets_of_any_length(kind: int, frame: int) -> None:
    ear = Ear(PlayoutBuffer())
    frame_s = frame / CLOCK_RATE
    sent = [n for n in range(20) if n != 7]
    for tick in range(round(20 * frame_s / TICK_S)):
        now = tick * TICK_S
        while sent and sent[0] * frame_s <= now:
            ear.buffer.insert(stamp(sent[0], frame), payload(sent[0], kind), now)
            sent.pop(0)
        ear.tick(now, frame_s)
    short = numbers(ear.steps)
    assert [n for n in short if n != "-"][:12] == [n for n in range(13) if n != 7]
    assert sum(s.samples for s in ear.steps if isinstance(s, Conceal)) <= max(frame, 2400)


def test_a_pause_that_was_announced_is_no_loss() -> None:
    """Discontinuous transmission: an empty packet, nothing for a second, then speech again."""
    buffer = PlayoutBuffer()
    for number in range(5):
        buffer.insert(stamp(number), payload(number), number * FRAME_S)
    buffer.insert(stamp(5), bytes((_VOICE_20_MS,)), 5 * FRAME_S)
    ear = Ear(buffer)
    for tick in range(4, 120):
        ear.tick(tick * TICK_S)
    quiet = [step for step in ear.steps if isinstance(step, Conceal)]
    assert quiet
    assert all(step.pause for step in quiet)
    buffer.insert(stamp(60), payload(60), 60 * FRAME_S)
    ear.steps.clear()
    for tick in range(120, 130):
        ear.tick(tick * TICK_S)
    assert 60 in numbers(ear.steps)


def test_a_new_sender_begins_anew() -> None:
    buffer = PlayoutBuffer()
    played(on_time(10), 0.2, buffer)
    buffer.forget()
    buffer.insert(77, payload(9), 1.0)
    assert isinstance(buffer.next(1.0), Rest)
    assert numbers([buffer.next(1.1)]) == [9]


def test_a_jump_of_the_clock_begins_anew() -> None:
    for far in (9_000, 400):
        buffer = PlayoutBuffer()
        played(on_time(10, first=4_000), 0.2, buffer)
        buffer.insert(stamp(far), payload(far), 1.0)
        assert numbers([buffer.next(1.1)]) == [far]


def test_a_small_jump_of_the_clock_is_not_waited_for() -> None:
    buffer = PlayoutBuffer()
    played(on_time(10), 0.2, buffer)
    buffer.insert(stamp(100), payload(100), 0.21)
    assert 100 in numbers([buffer.next(0.24), buffer.next(0.25)])


def test_frames_that_overlap_one_played_are_left_out() -> None:
    buffer = PlayoutBuffer()
    buffer.insert(0, payload(0), 0.0)
    buffer.insert(480, payload(1), 0.0)
    buffer.insert(960, payload(2), 0.0)
    assert numbers([buffer.next(0.1), buffer.next(0.12)]) == [0, 2]
    assert buffer.skipped == 1


# ---- depth ---------------------------------------------------------------------------------


def test_a_flood_is_cut_to_the_target() -> None:
    buffer = PlayoutBuffer()
    for number in range(5):
        buffer.insert(stamp(number), payload(number), 0.0)
    buffer.next(0.1)
    for number in range(5, 60):
        buffer.insert(stamp(number), payload(number), 0.1)
        assert buffer.depth_s <= MOST_KEPT_S
    assert buffer.skipped > 20
    assert buffer.waiting <= 25


def test_what_waits_too_long_is_told() -> None:
    buffer = PlayoutBuffer()
    assert buffer.excess_s(0.0) == 0
    for number in range(5):
        buffer.insert(stamp(number), payload(number), number * FRAME_S)
    buffer.next(0.2)
    # Frame 1 begins 220 ms after the quickest packet could have begun with frame 0.
    assert buffer.excess_s(0.22) == pytest.approx(0.2 - buffer.target_s)


def test_late_packets_are_counted() -> None:
    buffer = PlayoutBuffer()
    played(on_time(10, without=(4,)), 0.2, buffer)
    buffer.insert(stamp(4), payload(4), 0.2)
    assert buffer.late == 1


# ---- anything ------------------------------------------------------------------------------

PACKETS = st.tuples(
    st.integers(0, 0xFFFFFFFF),
    st.one_of(st.binary(max_size=4), st.builds(payload, st.just(1), st.integers(0, 255))),
    st.booleans(),
    st.floats(0, 5),
)


@given(st.lists(PACKETS, max_size=80))
def test_nothing_from_the_network_breaks_it(
    packets: list[tuple[int, bytes, bool, float]],
) -> None:
    buffer = PlayoutBuffer()
    for timestamp, data, copy, at in packets:
        (buffer.insert_copy if copy else buffer.insert)(timestamp, data, at)
        step = buffer.next(at)
        if isinstance(step, Conceal | Recover):
            assert 0 < step.samples <= 5760
        assert buffer.depth_s <= MOST_KEPT_S + 0.12
        assert SHORTEST_WAIT_S <= buffer.target_s <= LONGEST_WAIT_S


@given(st.sets(st.integers(3, 60)), st.integers(0, 4_000_000))
def test_what_arrives_in_time_is_played_in_order_once(lost: set[int], first: int) -> None:
    arrivals = [(first + n, at) for n, at in on_time(64) if n not in lost]
    heard = [n for n in numbers(played(arrivals, 64 * FRAME_S + 0.2)) if isinstance(n, int)]
    assert heard == [number for number, _ in arrivals]

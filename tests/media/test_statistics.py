# SPDX-License-Identifier: GPL-3.0-or-later
"""What a link counts: packets by RFC 3550, freezes by W3C's words, and all of it on a real link."""

from __future__ import annotations

import random
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.codecs.available import Codecs
from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.receive.arrivals import Arrivals
from app.media.receive.freezes import Freezes
from app.media.statistics import LinkStatistics, QueueName
from tests.lab.network import Network, bad_network
from tests.media.ends import connect, end, until

CLOCK = 48_000
PACKET_S = 0.02


def arrived(numbers: list[int], jitter_s: float = 0.0) -> Arrivals:
    """Let packets with these numbers come, each 20 ms of sound; every second one is late."""
    arrivals = Arrivals(CLOCK)
    for number in numbers:
        late_s = jitter_s if number % 2 else 0.0
        at = number * PACKET_S + late_s
        arrivals.note(7, number % (1 << 16), (number * 960) % (1 << 32), 100, at)
    return arrivals


@pytest.mark.parametrize(
    ("numbers", "packets", "lost"),
    [
        ([], 0, 0),
        ([5], 1, 0),
        ([5, 6, 7], 3, 0),
        ([5, 8], 2, 2),
        ([5, 7, 6], 3, 0),
        ([5, 6, 6, 6], 2, 0),
        ([5, 8, 7, 7, 7], 3, 1),
        ([65_534, 65_535, 65_536, 65_538], 4, 1),
        ([5, 9000, 9001], 3, 0),
        ([9000, 5], 1, 0),
    ],
)
def test_what_is_missing(numbers: list[int], packets: int, lost: int) -> None:
    arrivals = arrived(numbers)
    assert (arrivals.packets, arrivals.lost) == (packets, lost)
    assert arrivals.size_bytes == len(numbers) * 100


@given(
    st.integers(0, 1 << 17),
    st.sets(st.integers(1, 300), max_size=200),
    st.integers(0, 20),
    st.randoms(use_true_random=False),
)
def test_each_loss_is_counted_once_in_whatever_order_the_rest_comes(
    first: int, lost: set[int], twice: int, chance: random.Random
) -> None:
    numbers = [first + n for n in range(302) if n not in lost]
    head, tail = numbers[0], numbers[-1]
    shuffled = numbers[1:-1] + chance.choices(numbers, k=twice)
    chance.shuffle(shuffled)
    arrivals = arrived([head, *shuffled, tail])
    assert (arrivals.lost, arrivals.packets) == (len(lost), len(numbers))


def test_another_source_begins_its_own_numbers() -> None:
    arrivals = Arrivals(CLOCK)
    for source, number in ((1, 10), (1, 12), (2, 60_000), (2, 60_001)):
        arrivals.note(source, number, number * 960, 10, number * PACKET_S)
    assert (arrivals.packets, arrivals.lost) == (4, 1)


def test_jitter_is_that_of_the_way_not_of_the_frames() -> None:
    assert arrived(list(range(200))).jitter_s == pytest.approx(0, abs=1e-9)
    assert arrived(list(range(2000)), jitter_s=0.01).jitter_s == pytest.approx(0.01, rel=0.02)
    arrivals = Arrivals(90_000)
    for frame in range(100):
        for part in range(8):
            # The parts of one frame have one time, and follow each other on purpose.
            at = frame / 30 + part * 0.003
            arrivals.note(1, frame * 8 + part, frame * 3000, 1200, at)
    assert arrivals.jitter_s == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("gaps", "count", "total_s"),
    [
        ([1 / 30] * 60, 0, 0.0),
        ([1 / 30] * 30 + [0.18] + [1 / 30] * 30, 0, 0.0),
        ([1 / 30] * 30 + [0.19] + [1 / 30] * 30, 1, 0.19),
        # At ten frames a second 250 ms are two frames that did not come, and no freeze yet.
        ([0.1] * 40 + [0.25] + [0.1] * 5, 0, 0.0),
        ([0.1] * 40 + [0.31] + [0.1] * 5, 1, 0.31),
        ([0.5], 1, 0.5),
    ],
)
def test_freezes(gaps: list[float], count: int, total_s: float) -> None:
    freezes, now = Freezes(), 10.0
    freezes.shown(now)
    for gap in gaps:
        now += gap
        freezes.shown(now)
    assert (freezes.count, freezes.total_s) == (count, pytest.approx(total_s))
    assert freezes.standing_s(now + 0.01) == 0
    assert freezes.standing_s(now + 2) == pytest.approx(2)


def test_a_camera_that_is_off_freezes_nothing() -> None:
    freezes = Freezes()
    freezes.shown(1.0)
    freezes.expect(False)
    # The last one may be on its way still.
    freezes.shown(1.1)
    assert freezes.standing_s(60.0) == 0
    freezes.expect(True)
    assert freezes.standing_s(60.0) == 0
    freezes.shown(61.0)
    assert freezes.count == 0


async def test_a_link_tells_what_came_and_went() -> None:
    async with (
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(SyntheticCamera(), SyntheticMicrophone()) as second,
    ):
        await connect(first, second)
        with bad_network(first.link, Network(loss=0.05, delay_s=0.03), random.Random(7)):

            def whole() -> bool:
                told = second.link.statistics()
                return (
                    told is not None
                    and told.sound_in.packets_lost > 3
                    and told.picture_in.retransmitted_packets_received > 3
                    and told.picture_in.frames_shown > 60
                    and told.path.current_round_trip_time_s is not None
                    and told.path.lip_sync_s is not None
                    and told.picture_in.delay_s is not None
                )

            await until(whole, 40)
        there, here = first.link.statistics(), second.link.statistics()
        assert there is not None and here is not None
        assert here.sound_in.packets_received > 50
        assert here.sound_in.total_samples_received > 48_000
        assert here.sound_in.repaired_samples > 0
        assert here.sound_in.jitter_buffer_target_s > 0
        assert 0 < here.sound_in.packets_lost / here.sound_in.packets_received < 0.3
        pictures = here.picture_in
        assert pictures.nack_count > 0
        assert pictures.frame_width * 9 == pictures.frame_height * 16 > 0
        assert pictures.frames_shown <= pictures.frames_decoded <= pictures.frames_received
        assert pictures.key_frames_decoded >= 1
        assert pictures.total_decode_time_s > 0
        sent = there.picture_out
        assert sent.nack_count > 0 and sent.retransmitted_packets_sent >= sent.nack_count
        assert sent.frames_encoded >= pictures.frames_decoded
        assert sent.packets_sent > pictures.frames_decoded
        assert there.sound_out.packets_sent >= here.sound_in.packets_received
        assert (here.path.relayed, here.path.protocol) == (False, "udp")
        # 30 ms of the way at least, and what waits to be played, whole or asked for again.
        assert here.sound_in.delay_s is not None and pictures.delay_s is not None
        assert 0.03 < here.sound_in.delay_s < 1 and 0.03 < pictures.delay_s < 1
        assert here.path.lip_sync_s == here.sound_in.delay_s - pictures.delay_s
        assert sent.encoder_implementation is Codecs.found().pictures_by
        assert there.sound_out.encoder_implementation is Codecs.found().sound_by
        assert here.connected_s > 1 and here.cpu_s > 0
        assert {queue.name for queue in here.queues} == set(QueueName)
        assert all(0 <= queue.length <= queue.capacity for queue in here.queues)


def test_nothing_but_numbers_and_closed_words() -> None:
    """So a copy of it can go to support: no text can hide a name or an address."""

    def texts(value: object) -> list[str]:
        if is_dataclass(value):
            return [found for f in fields(value) for found in texts(getattr(value, f.name))]
        return [value] if isinstance(value, str) else []

    assert texts(LinkStatistics(at=0.0)) == [""], "the protocol, and no other text"

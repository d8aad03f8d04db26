# SPDX-License-Identifier: GPL-3.0-or-later
"""How a link went between two snapshots."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.media.rates import Rates, rates
from app.media.statistics import LinkStatistics, PathStatistics, PictureInbound, SoundInbound

START = LinkStatistics(
    at=100.0,
    cpu_s=50.0,
    sound_in=SoundInbound(packets_received=500, packets_lost=10, total_samples_received=480_000),
    picture_in=PictureInbound(
        packets_received=4000, packets_lost=4, retransmitted_packets_received=90, frames_shown=300
    ),
)


def later(
    seconds: float = 2.0,
    sound: dict[str, int] | None = None,
    pictures: dict[str, float] | None = None,
    **changes: object,
) -> Rates:
    """Compare with a snapshot in which these counters have grown."""

    def grown(before: object, by: dict[str, int] | dict[str, float] | None) -> dict[str, object]:
        return {name: getattr(before, name) + value for name, value in (by or {}).items()}

    after = replace(
        START,
        at=START.at + seconds,
        sound_in=replace(START.sound_in, **grown(START.sound_in, sound)),  # type: ignore[arg-type]
        picture_in=replace(START.picture_in, **grown(START.picture_in, pictures)),  # type: ignore[arg-type]
        **changes,  # type: ignore[arg-type]
    )
    return rates(START, after)


@pytest.mark.parametrize(
    ("sound", "pictures", "share"),
    [
        ({"packets_received": 98, "packets_lost": 2}, {}, 0.02),
        # Four were lost and came again: they were lost on the way all the same.
        ({}, {"packets_received": 100, "retransmitted_packets_received": 4}, 0.04),
        # Three of the time before came again now, and one was lost.
        (
            {},
            {"packets_received": 102, "packets_lost": -2, "retransmitted_packets_received": 3},
            0.01,
        ),
        # Two packets that had only been overtaken.
        ({"packets_received": 100, "packets_lost": -2}, {}, 0.0),
        ({}, {}, 0.0),
        ({"packets_lost": 50}, {}, 1.0),
    ],
)
def test_loss_on_the_way_here(
    sound: dict[str, int], pictures: dict[str, float], share: float
) -> None:
    assert later(sound=sound, pictures=pictures).loss_in == pytest.approx(share)


def test_what_a_person_would_notice() -> None:
    found = later(
        sound={
            "total_samples_received": 96_000,
            "concealed_samples": 960,
            "repaired_samples": 4800,
        },
        pictures={"frames_shown": 58, "total_freezes_duration_s": 0.5, "bytes_received": 250_000},
        cpu_s=51.0,
        path=PathStatistics(fraction_lost_sent=0.03),
    )
    assert (found.concealed, found.repaired) == (0.01, 0.05)
    assert (found.frames_in, found.frozen, found.pictures_in) == (29.0, 0.25, 1_000_000.0)
    assert (found.cpu, found.loss_out) == (0.5, 0.03)
    assert found.encode_s is found.quantizer is None


def test_a_picture_that_was_switched_off_unfreezes() -> None:
    assert later(pictures={"total_freezes_duration_s": -1.0}).frozen == 0


def test_no_time_is_no_rate() -> None:
    assert later(seconds=0.0, sound={"packets_lost": 5}) == Rates(0.0)

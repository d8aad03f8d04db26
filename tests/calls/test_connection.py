# SPDX-License-Identifier: GPL-3.0-or-later
"""What is made of a look a second: words for both directions, a minute for the plots."""

from __future__ import annotations

import pytest

from app.calls.chronicle import Chronicle
from app.calls.connection import (
    SECONDS_KEPT,
    ConnectionWatch,
    Observation,
    details,
    picture_of,
)
from app.calls.views import ConnectionQuality, PictureState, Trust
from app.media.control import Pictures, Reception
from app.media.statistics import (
    LinkStatistics,
    PathStatistics,
    PictureInbound,
    PictureOutbound,
    SoundInbound,
)

GOOD, WEAK, NONE = ConnectionQuality.GOOD, ConnectionQuality.WEAK, ConnectionQuality.NONE
FINE = Pictures(sent=True, wanted=True)
SAVING = Pictures(sent=True, wanted=True, saving=True)


def second(
    number: int,
    *,
    lost: int = 0,
    shown: int = 30,
    reception: Reception | None = None,
    own: Pictures = FINE,
    peer: Pictures = FINE,
    loss_out: float = 0.0,
) -> Observation:
    """Give the look of a second, of a connection in which each second was like this one."""
    statistics = LinkStatistics(
        at=100.0 + number,
        connected_s=float(number),
        sound_in=SoundInbound(packets_received=(50 - lost) * number, packets_lost=lost * number),
        picture_in=PictureInbound(packets_received=0, frames_shown=shown * number),
        picture_out=PictureOutbound(frames_encoded=30 * number),
        path=PathStatistics(current_round_trip_time_s=0.05, fraction_lost_sent=loss_out),
    )
    return Observation(statistics, own, peer, reception, silent=False)


def watched(*seen: Observation | None) -> ConnectionWatch:
    watch = ConnectionWatch()
    for number, one in enumerate(seen):
        watch.look(one, float(number))
    return watch


def reception(shown: float, sent: float = 30.0) -> Reception:
    return Reception(concealed=0.0, frozen=0.0, frames_shown=shown, frames_sent=sent)


def test_a_good_connection() -> None:
    watch = watched(*[second(n, reception=reception(30)) for n in range(12)])
    assert (watch.own_quality, watch.peer_quality) == (GOOD, GOOD)
    told = watch.reception()
    assert told == Reception(
        concealed=0.0,
        frozen=0.0,
        frames_shown=30.0,
        frames_sent=30.0,
        repaired=0.0,
        freeze_count=0,
        freeze_s=0.0,
    )


@pytest.mark.parametrize(
    ("bad", "own", "peer"),
    [
        ({"lost": 2}, GOOD, WEAK),
        ({"lost": 0, "loss_out": 0.05}, WEAK, GOOD),
        ({"loss_out": 0.019}, GOOD, GOOD),
        # Half of what was sent is shown, on one side or the other.
        ({"shown": 15, "reception": reception(30)}, GOOD, WEAK),
        ({"reception": reception(15)}, WEAK, GOOD),
        # Few frames, but all that were sent: a dark room, or a screen that does not change.
        ({"shown": 7, "reception": reception(30, sent=7)}, GOOD, GOOD),
        ({"shown": 0, "reception": reception(30, sent=1)}, GOOD, GOOD),
        # Older ends tell nothing.
        ({"shown": 7}, GOOD, GOOD),
        ({"peer": Pictures(False, True, "network"), "shown": 0}, GOOD, WEAK),
        ({"own": Pictures(False, True, "network")}, WEAK, GOOD),
        ({"peer": Pictures(False, True, "camera-off"), "shown": 0}, GOOD, GOOD),
        ({"own": Pictures(False, False, "sound-only"), "shown": 0}, GOOD, GOOD),
    ],
)
def test_each_direction_has_its_own_word(
    bad: dict[str, object], own: ConnectionQuality, peer: ConnectionQuality
) -> None:
    watch = watched(*[second(n, **bad) for n in range(12)])  # type: ignore[arg-type]
    assert (watch.own_quality, watch.peer_quality) == (own, peer)


def test_the_first_seconds_are_not_judged() -> None:
    watch = watched(*[second(n, shown=1, reception=reception(1)) for n in range(3)])
    assert (watch.own_quality, watch.peer_quality) == (GOOD, GOOD)


def test_another_link_counts_from_nothing() -> None:
    watch = watched(*[second(n, lost=10) for n in range(10)], None, second(0))
    assert watch.peer_quality is GOOD
    assert watch.rates is None
    without_a_gap = watched(*[second(n) for n in range(10)], second(1))
    assert without_a_gap.rates is None


def test_the_last_minute_with_its_gaps() -> None:
    watch = watched(*[second(n) for n in range(100)])
    assert len(watch.samples) == SECONDS_KEPT
    assert all(one is not None and one.round_trip_s == 0.05 for one in watch.samples)
    watch.look(None, 101.0)
    assert watch.samples[-1] is None
    assert (watch.own_quality, watch.statistics) == (NONE, None)
    found = details(watch, Chronicle(), Trust.KNOWN_KEY)
    assert (found.trust, found.there) == (Trust.KNOWN_KEY, None)
    assert (found.statistics, found.rates, len(found.samples)) == (None, None, SECONDS_KEPT)
    assert watched(None, None).samples == ()


def test_what_the_two_ends_told_of_their_pictures() -> None:
    watch = watched(second(1), second(2, own=SAVING))
    assert watch.pictures == (SAVING, FINE)
    watch.look(None, 3.0)
    assert watch.pictures == (FINE, FINE)


def test_what_the_other_end_tells_is_among_the_details() -> None:
    there = reception(24)
    assert details(watched(second(1), second(2, reception=there)), Chronicle()).there is there
    assert details(watched(second(1), second(2)), Chronicle()).there is None


@pytest.mark.parametrize(
    ("told", "wanted", "state"),
    [
        (FINE, True, PictureState.SHOWN),
        (FINE, False, PictureState.NOT_WANTED),
        (Pictures(False, True, "network"), True, PictureState.NETWORK),
        (Pictures(False, True, "network"), False, PictureState.NOT_WANTED),
        (Pictures(False, True, "camera-off"), True, PictureState.CAMERA_OFF),
        (Pictures(False, True, "camera-off"), False, PictureState.CAMERA_OFF),
        (Pictures(False, False, "sound-only"), True, PictureState.SOUND_ONLY),
        (Pictures(False, False, "sound-only"), False, PictureState.SOUND_ONLY),
    ],
)
def test_why_a_picture_is_not_seen(told: Pictures, wanted: bool, state: PictureState) -> None:
    assert picture_of(told, wanted=wanted) is state

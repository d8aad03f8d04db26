# SPDX-License-Identifier: GPL-3.0-or-later
"""Clocks, liveness, adaptation, relays and control messages: values in, values out."""

from __future__ import annotations

import contextlib
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media import control
from app.media.adaptation import (
    NO_PICTURES,
    Ladder,
    PicturePlan,
    RateControl,
    share,
)
from app.media.clocks import CaptureClock, ClockOffset, Exchange, WallClock, captured_here
from app.media.ice_servers import NoRelay, relay_choices
from app.media.link_events import IceConfiguration
from app.media.liveness import Liveness, Pulse
from app.media.receive.sequence import Unwrapper
from app.media.send.pictures import fitted
from signaling_server.wire_http import IceServer

# ---- clocks --------------------------------------------------------------------------------


def test_wall_clock_goes_both_ways() -> None:
    wall = WallClock(ahead_s=1_700_000_000.0)
    assert wall.ntp(5.0) == 1_700_000_000.0 + 5.0 + 2_208_988_800
    assert wall.monotonic(wall.ntp(5.0)) == pytest.approx(5.0)


def test_offset_is_taken_from_the_quickest_exchange() -> None:
    offset = ClockOffset()
    assert (offset.offset_s, offset.round_trip_s) == (None, None)
    offset.add(Exchange(sent=0.0, peer_received=10.5, peer_sent=10.5, received=0.2))
    offset.add(Exchange(sent=1.0, peer_received=11.01, peer_sent=11.02, received=1.03))
    assert offset.offset_s == pytest.approx(10.0)
    assert offset.round_trip_s == pytest.approx(0.02)


def test_impossible_exchanges_are_ignored() -> None:
    offset = ClockOffset()
    offset.add(Exchange(sent=1.0, peer_received=0.0, peer_sent=9.0, received=1.1))
    offset.add(Exchange(sent=0.0, peer_received=float("inf"), peer_sent=0.0, received=1.0))
    assert offset.offset_s is None


def test_capture_time_on_this_clock() -> None:
    wall, captures, offset = WallClock(1000.0), CaptureClock(90_000), ClockOffset()
    assert captured_here(captures, offset, wall, 0) is None
    # The peer's clock is 7 s ahead; it captured timestamp 90 000 at our monotonic 50.
    captures.note_report(wall.ntp(50.0) + 7.0, 90_000)
    # Off by as much as nobody has told yet: both streams of a peer alike.
    assert captured_here(captures, offset, wall, 90_000) == pytest.approx(57.0, abs=1e-5)
    offset.add(Exchange(sent=0.0, peer_received=7.0, peer_sent=7.0, received=0.0))
    assert captured_here(captures, offset, wall, 90_000 + 45_000) == pytest.approx(50.5, abs=1e-5)
    assert captured_here(captures, offset, wall, 0) == pytest.approx(49.0, abs=1e-5)


def test_capture_time_over_the_wrap() -> None:
    captures = CaptureClock(48_000)
    captures.note_report(100.0, 0xFFFFFFFF - 47_999)
    assert captures.captured_ntp(48_000) == pytest.approx(102.0)


@given(st.lists(st.integers(-300, 300), max_size=200), st.integers(0, 0xFFFF))
def test_unwrapped_numbers_keep_their_distance(steps: list[int], first: int) -> None:
    unwrapper = Unwrapper(16)
    position = first
    start = unwrapper.unwrap(first)
    for step in steps:
        position = max(first - 300, position + step)
        assert unwrapper.unwrap(position & 0xFFFF) - start == position - first


# ---- liveness ------------------------------------------------------------------------------


def test_silence_is_noted_and_then_final() -> None:
    liveness = Liveness(0.0)
    verdicts = [liveness.check(tick * 0.25) for tick in range(13)]
    assert verdicts[:6] == [Pulse.STEADY] * 6
    assert verdicts[6:12] == [Pulse.UNSTEADY] * 6
    assert verdicts[12] is Pulse.SILENT


def test_what_is_heard_makes_it_steady_again() -> None:
    liveness = Liveness(0.0)
    for tick in range(9):
        liveness.check(tick * 0.25)
    liveness.heard(2.1)
    assert liveness.check(2.25) is Pulse.STEADY


def test_an_own_stall_is_not_the_peers_silence() -> None:
    liveness = Liveness(0.0)
    liveness.check(0.25)
    assert liveness.check(60.0) is Pulse.STEADY
    assert [liveness.check(60 + tick * 0.25) for tick in range(1, 13)][-1] is Pulse.SILENT


# ---- adaptation ----------------------------------------------------------------------------


def test_the_ladder_goes_down_at_once_and_up_after_a_while() -> None:
    ladder = Ladder()
    assert ladder.plan(1_400_000, 0.0) == PicturePlan(1_400_000, 1280, 720, 30)
    assert ladder.plan(200_000, 1.0).height == 270
    assert ladder.plan(1_400_000, 2.0).height == 270
    assert ladder.plan(1_400_000, 5.4).height == 270
    assert ladder.plan(1_400_000, 5.5).height == 360
    assert ladder.plan(1_400_000, 9.0).height == 540
    assert ladder.plan(1_400_000, 12.5).height == 720


def test_a_path_that_showed_no_limit_yet_gets_larger_pictures_soon() -> None:
    ladder = Ladder()
    assert ladder.plan(440_000, 0.0).height == 360
    assert ladder.plan(800_000, 1.0).height == 360
    assert ladder.plan(800_000, 1.7).height == 540


def test_a_little_more_than_a_size_needs_is_not_enough_to_go_up() -> None:
    ladder = Ladder()
    assert ladder.plan(400_000, 0.0).height == 360
    assert ladder.plan(660_000, 1.0).height == 360
    assert ladder.plan(660_000, 60.0).height == 360


def test_pictures_that_keep_filling_the_path_pause_for_longer() -> None:
    ladder, now, pauses = Ladder(), 0.0, []
    ladder.plan(60_000, now)
    for _ in range(5):
        assert ladder.plan(10_000, now) == NO_PICTURES
        began = now
        while ladder.plan(60_000, now) == NO_PICTURES:
            now += 1.0
        pauses.append(now - began)
    assert pauses == [20, 40, 80, 120, 120]


def test_sound_comes_first_and_the_weakest_link_decides() -> None:
    strong, weak = RateControl(0.0), RateControl(0.0, start=100_000)
    sound, left = share([strong, weak], [], redundant=False)
    assert sound.bitrate == 20_000
    assert left == 100_000 - sound.wire_bitrate
    assert share([], [], redundant=False)[0].bitrate == 32_000
    assert share([RateControl(0.0, start=10_000)], [], redundant=False)[1] == 0


def test_pictures_are_fitted_without_bending() -> None:
    plan = PicturePlan(1, 640, 360, 30)
    assert fitted(1280, 720, plan) == (640, 360)
    assert fitted(640, 480, plan) == (480, 360)
    assert fitted(720, 1280, plan) == (360, 640)
    assert fitted(320, 180, plan) == (320, 180)


# ---- relays --------------------------------------------------------------------------------


def test_relays_are_tried_in_order_of_speed() -> None:
    servers = (
        IceServer(
            urls=("turns:r:443?transport=tcp", "turn:r:3478?transport=tcp", "turn:r:3478"),
            username="u",
            credential="c",
        ),
        IceServer(urls=("stun:r:3478",), username="", credential=""),
    )
    open_choices = relay_choices(IceConfiguration(servers))
    assert [choice.urls for choice in open_choices if choice] == [
        "turn:r:3478",
        "turn:r:3478?transport=tcp",
        "turns:r:443?transport=tcp",
        "stun:r:3478",
    ]
    assert len(relay_choices(IceConfiguration(servers, relay_only=True))) == 3
    assert relay_choices(IceConfiguration()) == (None,)
    with pytest.raises(NoRelay):
        relay_choices(IceConfiguration(servers[1:], relay_only=True))


# ---- control messages ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        control.Ping(3.9e9),
        control.Pong(1.0, 2.0, 3.0),
        control.Pictures(sent=True, wanted=False),
        control.Text("æ\u2028\0"),
    ],
)
def test_messages_survive_the_way(message: control.Message) -> None:
    assert control.decode(control.encode(message)) == message


def test_texts_have_a_bound() -> None:
    with pytest.raises(control.TextTooLong):
        control.encode(control.Text("x" * (control.LONGEST_TEXT + 1)))
    with pytest.raises(control.ControlError):
        control.decode('{"type":"text","text":"' + "x" * 70_000 + '"}')


@given(st.text() | st.from_regex(r'\{"type":"(ping|pong|text)".*\}'))
def test_nothing_but_control_error_leaves_decode(text: str) -> None:
    with contextlib.suppress(control.ControlError):
        control.decode(text)


def test_the_offset_may_be_read_while_exchanges_come() -> None:
    offset = ClockOffset()
    ended, failures = threading.Event(), []

    def read() -> None:
        while not ended.is_set():
            try:
                assert offset.offset_s in (None, 7.0)
                assert offset.round_trip_s in (None, 0.0)
            except RuntimeError as error:
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20_000):
        offset.add(Exchange(sent=0.0, peer_received=7.0, peer_sent=7.0, received=0.0))
    ended.set()
    reader.join()
    assert not failures

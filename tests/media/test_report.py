# SPDX-License-Identifier: GPL-3.0-or-later
"""What the report of a call tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.media.report import WARM_UP_S, CallFacts, MediaStatistics, build_report
from app.records.encounter import Interruption, InterruptionCause

FACTS = CallFacts(connected=True, verified=True, relay=False, setup_ms=312.34, reconnects=1)
START = 100.0 + WARM_UP_S


def report(statistics: MediaStatistics, now: float) -> dict[str, Any]:
    return build_report(statistics, FACTS, now)


def connected() -> MediaStatistics:
    statistics = MediaStatistics()
    statistics.connected(100.0)
    return statistics


def test_a_call_that_never_connected() -> None:
    facts = CallFacts(connected=False, verified=False, relay=False, setup_ms=None)
    assert build_report(MediaStatistics(), facts, 50.0) == {
        "connected": False,
        "verified": False,
        "relay": False,
        "setup_ms": None,
        "reconnects": 0,
        "interruptions": [],
        "seconds": 0.0,
        "cpu_s": 0.0,
        "video": {
            "frames": 0,
            "fps": 0.0,
            "width": 0,
            "height": 0,
            "freezes": 0,
            "freeze_s": 0.0,
            "delay_ms": {"p50": None, "p95": None},
            "kbps_in": 0.0,
            "kbps_out": 0.0,
        },
        "audio": {
            "concealed": None,
            "recovered": None,
            "delay_ms": {"p50": None, "p95": None},
        },
    }


def test_each_interruption_has_its_cause_and_its_place() -> None:
    start = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    facts = replace(
        FACTS,
        connected_at=start,
        interruptions=(
            Interruption(start + timedelta(seconds=61.04), start + timedelta(seconds=63.5)),
            Interruption(start + timedelta(seconds=100), None, InterruptionCause.OWN_NETWORK),
        ),
    )
    assert build_report(connected(), facts, START)["interruptions"] == [
        {"cause": "network", "began_s": 61.0, "seconds": 2.5},
        {"cause": "own-network", "began_s": 100.0, "seconds": None},
    ]


def test_it_begins_five_seconds_after_the_first_connection() -> None:
    statistics = connected()
    statistics.connected(104.0)
    statistics.passed(101.0, 1.0)
    statistics.passed(START, 3.0)
    statistics.passed(START + 10, 5.5)
    statistics.frame_shown(101.0, 640, 360, 0.5)
    statistics.sound_played(101.0, 1.0, concealed_s=1.0)
    statistics.picture_bytes(101.0, received=10_000)
    told = report(statistics, START + 10)
    assert (told["seconds"], told["cpu_s"], told["reconnects"]) == (10.0, 2.5, 1)
    assert told["setup_ms"] == 312.3
    assert told["video"]["frames"] == 0
    assert told["audio"]["concealed"] is None


def test_frames_rates_and_delays() -> None:
    statistics = connected()
    for number in range(300):
        at = START + number / 30
        statistics.frame_shown(at, 1280, 720, 0.02 if number < 280 else 0.3)
        statistics.picture_bytes(at, received=5000, sent=2500)
    video = report(statistics, START + 10)["video"]
    assert (video["frames"], video["fps"]) == (300, 30.0)
    assert (video["width"], video["height"]) == (1280, 720)
    assert (video["freezes"], video["freeze_s"]) == (0, 0.0)
    assert video["delay_ms"] == {"p50": 20.0, "p95": 300.0}
    assert (video["kbps_in"], video["kbps_out"]) == (1200.0, 600.0)


def test_gaps_are_freezes() -> None:
    statistics = connected()
    for at in (0.0, 0.19, 0.5, 0.6, 2.6):
        statistics.frame_shown(START + at, 1280, 720, None)
    video = report(statistics, START + 2.7)["video"]
    assert (video["freezes"], video["freeze_s"]) == (2, pytest.approx(2.31))
    video = report(statistics, START + 3.6)["video"]
    assert (video["freezes"], video["freeze_s"]) == (3, pytest.approx(3.31))
    assert video["delay_ms"]["p50"] is None


def test_no_picture_at_all_is_one_long_freeze() -> None:
    video = report(connected(), START + 4)["video"]
    assert (video["freezes"], video["freeze_s"]) == (1, pytest.approx(4.0))


def test_a_camera_that_is_off_does_not_freeze() -> None:
    statistics = connected()
    statistics.frame_shown(START, 1280, 720, None)
    statistics.pictures_expected(False, START + 0.1)
    assert report(statistics, START + 5)["video"]["freezes"] == 0
    statistics.pictures_expected(True, START + 5)
    statistics.frame_shown(START + 5.1, 1280, 720, None)
    assert report(statistics, START + 5.2)["video"]["freezes"] == 0
    without = connected()
    without.pictures_expected(False, 100.5)
    assert report(without, START + 5)["video"]["freezes"] == 0


def test_shares_of_what_was_played() -> None:
    statistics = connected()
    for number in range(100):
        statistics.sound_played(
            START + number * 0.02,
            0.02,
            concealed_s=0.02 if number < 2 else 0.0,
            recovered_s=0.02 if 2 <= number < 7 else 0.0,
            delay_s=0.08,
        )
    audio = report(statistics, START + 2)["audio"]
    assert audio == {
        "concealed": 0.02,
        "recovered": 0.05,
        "delay_ms": {"p50": 80.0, "p95": 80.0},
    }

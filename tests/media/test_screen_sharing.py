# SPDX-License-Identifier: GPL-3.0-or-later
"""A real screen and a real window, captured by Qt and sent over two real links."""

from __future__ import annotations

import json

import pytest

from tests.media.xvfb import xvfb

# Judges rates and delays of media: nothing else may run beside it.
pytestmark = pytest.mark.realtime


def test_a_screen_and_a_window_take_the_cameras_place() -> None:
    with xvfb() as screen:
        told = json.loads(screen.run("tests.media.screen_end"))
    # The own window that fills the screen is not offered; the other program's is.
    assert told["listed"] == [["window", "xmessage"], ["screen", "screen"]]
    assert told["noise_db"] > 32, "letters arrive legible"
    assert told["sharp_after_s"] < 5
    assert 1.5 < told["frames_per_s"] < 15.9
    assert told["self_view"]
    assert told["window"] == [500, 300]
    assert (told["ended_by_us"], told["ended_by_window"]) == (0, 1)
    assert told["same_description"] and told["signaling"] == [] and told["video_lines"] == 1
    assert told["times_grow"] and told["up"]

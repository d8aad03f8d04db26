# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound of the record on a real loudspeaker: heard, and no longer than it is seen."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.media.pulse import pulse

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(
    shutil.which("pulseaudio") is None or shutil.which("pactl") is None,
    reason="PulseAudio not installed",
)
def test_nothing_is_heard_that_is_not_seen() -> None:
    # A heart that beats on from a page that was left reaches the patient's end by the microphone.
    with pulse("module-null-sink sink_name=headphones") as server:
        done = subprocess.run(
            [sys.executable, "-m", "tests.ui.playing_end"],
            cwd=ROOT,
            env={**server.environment(), "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    heard = json.loads(done.stdout.splitlines()[-1])
    assert {
        step: on for step, on in heard.items() if on is not step.startswith("plays before")
    } == {}
    assert len(heard) == 6

# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo itself: the real windows of six people in processes of their own, unseen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Judges rates and delays of media: nothing else may run beside it.
pytestmark = pytest.mark.realtime

PICTURES = {
    "01-today.png",
    "03-call.png",
    "06-call-verified.png",
    "08-note-signed.png",
    "09-locked.png",
    "11-note-again.png",
    "20-patient-check.png",
    "21-patient-waiting.png",
    "22-patient-call.png",
    "30-compose.png",
    "32-answer.png",
    "42-review-finding.png",
    "43-review-sound.png",
    "34-answer-sound.png",
    "46-outcome-told.png",
    "36-allocated.png",
    "51-allocate.png",
}


@pytest.mark.timeout(240)
def test_every_step_of_the_demo_happens(tmp_path: Path) -> None:
    out = tmp_path / "demo-output"
    environment = {k: v for k, v in os.environ.items() if k != "VIDDA_PASSPHRASE_FILE"}
    ended = subprocess.run(
        [sys.executable, "-m", "app", "demo", "--headless", "--seconds", "12", "--out", str(out)],
        capture_output=True,
        text=True,
        timeout=230,
        env=environment,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["ok"] is True
    assert all(step["ok"] for step in report["steps"])
    assert {step["who"] for step in report["steps"]} >= {
        "psychiatrist",
        "patient",
        "gp",
        "dermatologist",
        "cardiologist",
        "coordinator",
    }
    for who in ("psychiatrist", "patient"):
        call = report["calls"][who]
        assert call["connected"]
        assert call["verified"]
        assert call["video"]["frames"] > 0
    made = {path.name for path in out.glob("*.png")}
    assert made >= PICTURES
    assert all((out / name).stat().st_size > 5000 for name in PICTURES)

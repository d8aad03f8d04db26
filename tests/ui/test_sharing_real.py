# SPDX-License-Identifier: GPL-3.0-or-later
"""A real window shared through the windows of both, on an X screen of its own."""

from __future__ import annotations

import subprocess
import sys

from tests.media.xvfb import ROOT, xvfb


def test_a_visit_shares_a_window_and_a_screen() -> None:
    with xvfb() as screen:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "tests/ui/sharing_end.py"],
            cwd=ROOT,
            env=screen.environment(),
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "1 passed" in done.stdout

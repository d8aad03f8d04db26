# SPDX-License-Identifier: GPL-3.0-or-later
"""A full disk costs nothing that was saved, and one more note still fits. security.md, P4."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT = [0, 1, 4096, 5000, 40_000, 123_456, 1_000_000]


def may_mount() -> bool:
    if shutil.which("unshare") is None or shutil.which("mount") is None:
        return False
    probe = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(probe, capture_output=True, timeout=30).returncode == 0


@pytest.mark.skipif(not may_mount(), reason="no mount namespaces here (Linux, user namespaces)")
def test_a_full_disk(tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    script = Path(__file__).with_name("full_disk.py")
    done = subprocess.run(
        ["unshare", "-rm", sys.executable, str(script), str(mount), *map(str, LEFT)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert len(results) == len(LEFT)
    for result in results:
        assert result == {
            "low before": False,
            "saved into the spare room": True,
            "low after": True,
            "blob refused": True,
            "lost while full": 0,
            "lost after reopening": 0,
            "low at end": False,
            "blob rests": [],
        }

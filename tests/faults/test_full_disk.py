# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes, referrals and visits on a really full disk: said, nothing lost, and on it goes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.command_world import CommandWorld

ROOT = Path(__file__).resolve().parents[2]
FULL = "The disk is full, so the last change could not be saved; everything saved before is safe."


def may_mount() -> bool:
    if shutil.which("unshare") is None or shutil.which("mount") is None:
        return False
    probe = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(probe, capture_output=True, timeout=30, check=False).returncode == 0


@pytest.mark.skipif(not may_mount(), reason="no mount namespaces here (Linux, user namespaces)")
def test_a_full_disk(world: CommandWorld, tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    script = ["unshare", "-rm", sys.executable, "-m", "tests.faults.full_disk"]
    places = [world.psychiatrist, mount, tmp_path / "terminal", world.passphrase_file]
    done = subprocess.run(
        [*script, *places], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    for wish in ("note", "referral", "photo", "visit"):
        assert said.pop(wish).startswith(FULL), wish
    code, out, err = said.pop("command")
    assert (code, out) == (1, "")
    assert err.startswith(FULL)
    assert err.count("\n") == 1
    assert said == {
        "shown while full": ["before"],
        "note again": "",
        "command after": [0, ""],
        "notes": ["after"],
        "drafts": 1,
        "blobs": 0,
    }

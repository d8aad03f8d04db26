# SPDX-License-Identifier: GPL-3.0-or-later
"""The command with a real gnome-keyring in its states: it says which, and makes no second key."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.vault.keyslots import COPIES
from tests.fakes.command_world import CommandWorld

ROOT = Path(__file__).resolve().parents[2]
SAYS = {
    "missing": "The keyring of this computer does not hold the key to this profile.",
    "wrong": "The keyring of this computer holds another key than this profile's.",
    "changed": "The key to this profile lies in another keyring than today's.",
    "locked": "The keyring of this computer is locked.",
}


@pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="gnome-keyring or dbus-run-session is not installed",
)
def test_states_of_a_real_keyring(world: CommandWorld, tmp_path: Path) -> None:
    profile, runtime = world.copy(), tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.faults.keyring_session"]
    done = subprocess.run(
        [*command, profile, tmp_path / "terminal", world.passphrase_file],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(runtime),
            "TMPDIR": os.environ.get("TMPDIR", "/tmp"),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    code, out, err = said.pop("ok")
    assert (code, err) == (0, "")
    assert json.loads(out)["link"]
    for state, (code, out, err) in said.items():
        assert (code, out) == (1, ""), state
        assert err.startswith(SAYS[state]), err
        assert err.count("\n") == 1
    assert set(said) == set(SAYS)
    # However the keyring stands: the passphrase still opens the same records.
    assert world.schedule(profile).code == 0
    assert len({(profile / name).read_bytes() for name in COPIES}) == 1

# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault with a real gnome-keyring in a session of its own; never the developer's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def environment(home: Path) -> dict[str, str]:
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, parents=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        # What a user, a distribution or an attacker may have set: none of it may count.
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/session",
    }


@pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="gnome-keyring or dbus-run-session is not installed",
)
def test_states_of_a_real_keyring(tmp_path: Path) -> None:
    script = Path(__file__).with_name("keyring_session.py")
    command = ["dbus-run-session", "--", sys.executable, str(script), str(tmp_path / "profile")]
    home = tmp_path / "home"
    done = subprocess.run(
        command, env=environment(home), cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    # D-Bus starts a new daemon, which is locked; versions differ in whether it says so or fails.
    assert seen.pop("killed") in ("locked", "denied")
    assert seen == {
        "backend": "SecretService",
        "created": "ok",
        "ok": "ok",
        "same key": True,
        "label tells nothing": True,
        "missing": "missing",
        "missing made nothing": True,
        "resealed": "ok",
        "ok again": True,
        "locked": "locked",
        "hung": "timeout",
        "files unchanged": True,
        "passphrase": True,
    }


def test_no_session_means_no_keyring_whatever_the_environment_names(tmp_path: Path) -> None:
    rc = tmp_path / "home" / ".config" / "python_keyring"
    rc.mkdir(parents=True)
    (rc / "keyringrc.cfg").write_text(
        "[backend]\ndefault-keyring=evil.Keyring\nkeyring-path=" + str(tmp_path)
    )
    (tmp_path / "evil.py").write_text(
        "from pathlib import Path\nPath(__file__).with_name('ran').touch()\n"
    )
    code = "from app.vault.keyring_backends import find_keyring; print(find_keyring())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path / "home"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "None\n", done.stderr
    assert not (tmp_path / "ran").exists()

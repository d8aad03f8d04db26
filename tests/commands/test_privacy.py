# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs keep to themselves: their memory, and in their logs who talks to whom."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.fakes.command_world import WITHOUT_WINDOWS, command_world

ROOT = Path(__file__).resolve().parents[2]
_LOOK = """
import ctypes, json, os, resource, sys
from importlib import import_module
import_module(sys.argv[1]).become_private()
mask = os.umask(0)
limit = resource.getrlimit(resource.RLIMIT_CORE)
print(json.dumps([mask, limit, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)]))
"""
NOT_FOR_LOGS = (
    "candidate",
    "a=fingerprint",
    "a=ice-ufrag",
    "v=0",
    "127.0.0.1",
    "Bearer",
    "Authorization",
    "AGE-SECRET",
    "Nils Secretly",
)


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
@pytest.mark.parametrize("module", ["app.process", "signaling_server.process"])
def test_memory_and_new_files_are_private(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOOK, module],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == [0o077, [0, 0], 0]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_visit_at_full_volume_names_nobody(tmp_path: Path) -> None:
    """Both ends say all they can; whom and what it is about stays out of it."""
    with command_world(tmp_path) as world:
        plan = ("-vv", "--profile", world.psychiatrist, "schedule", "--patient", "Nils Secretly")
        planned = world.run(*plan, "--json")
        visit = json.loads(planned.out)
        media = ("--camera", "synthetic", "--microphone", "synthetic", "--speaker", "none")
        staff = ("-vv", "--profile", world.psychiatrist, "host", visit["appointment"])
        host = world.terminal.start(*staff, *WITHOUT_WINDOWS, *media, "--seconds", "6")
        patient = ("-vv", "--profile", world.new_folder(), "join", visit["link"], "--headless")
        guest = world.terminal.start(*patient, *media)
        ends = [host.wait(), guest.wait()]
        assert [end.code for end in ends] == [0, 0], [end.err for end in ends]
        said = [planned.err, *(end.err for end in ends)]
        said.append(world.server.log.read_text(encoding="utf-8"))
        with_words = [text for text in said[:3] if "DEBUG" in text]
        assert len(with_words) == 3, "at full volume something is said"
        secret = urlsplit(visit["link"]).fragment
        for text in said:
            assert [word for word in (*NOT_FOR_LOGS, secret) if word in text] == []

# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole visits between two namespaces, as four programs, while the network breaks below them.

The server and the clinician share one namespace, the patient has the other: when the patient's
network goes, the line to the server goes with it, as it does in the mountains.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import numpy as np

from app.media.devices.sources import SAMPLE_RATE, Samples
from tests.lab.material import Material, read_wav, speech_loop, write_wav
from tests.lab.namespaces import ADDRESSES, OTHER_ADDRESSES, ShapedPath, shaped_path
from tests.lab.rows import CLEAN
from tests.lab.scores import longest_silence_s
from tests.lab.shaping import PathShape

_PORT = 8443
_SETTLES_S = 8.0
_COMES_BACK_WITHIN_S = 20.0
_CUT_S = 10.0
_AWAY_S = 2.0
_PATIENT, _CLINICIAN = 0, 1
_PIECE = SAMPLE_RATE // 100

Found = dict[str, float | None]
Break = Callable[[ShapedPath], float]
"""Breaks the network and mends it; gives the seconds in between."""


def cut(material: Material, out: Path) -> Found:
    """Nothing passes for ten seconds, then the same path is there again."""

    def break_it(path: ShapedPath) -> float:
        began_at = time.monotonic()
        path.shape(PathShape(up=False))
        time.sleep(_CUT_S)
        path.shape(CLEAN)
        return time.monotonic() - began_at

    return _visit(material, out / "calls/cut", break_it)


def move(material: Material, out: Path) -> Found:
    """The patient's address goes away, and two seconds later there is another."""

    def break_it(path: ShapedPath) -> float:
        began_at = time.monotonic()
        path.take_address(_PATIENT)
        time.sleep(_AWAY_S)
        path.give_address(_PATIENT, OTHER_ADDRESSES[_PATIENT])
        return time.monotonic() - began_at

    return _visit(material, out / "calls/move", break_it)


def _visit(material: Material, out: Path, break_it: Break) -> Found:
    out.mkdir(parents=True, exist_ok=True)
    speech = out / "unbroken.wav"
    write_wav(speech, unbroken(speech_loop()))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        path = stack.enter_context(shaped_path(1))
        path.shape(CLEAN)
        # The server makes a demo clinic for nobody but its own computer.
        near, far = (f"http://{host}:{_PORT}" for host in ("127.0.0.1", ADDRESSES[_CLINICIAN]))
        listen = ("--host", "0.0.0.0", "--port", str(_PORT))
        serve = ("serve", *listen, "--data", str(folder / "server"))
        server = _running(_python(path, _CLINICIAN, "signaling_server", *serve))
        _wait_for("ready", stack.enter_context(server).stdout)
        staff = folder / "clinic"
        made = _python(path, _CLINICIAN, "app", "demo-clinic", str(staff), "--server", near)
        clinic = json.loads(subprocess.check_output(made, env=_env()))
        profile = ["--profile", str(clinic["psychiatrist"]["profile"])]
        visit = ["host", str(clinic["appointment"]), "--admit-all"]
        host_line = _python(path, _CLINICIAN, "app", "-vv", *profile, *visit)
        host = stack.enter_context(
            _running([*host_line, *_media(out, "host", material, speech)], staff)
        )
        seat = ["--profile", str(folder / "patient"), "join", clinic["link"].replace(near, far)]
        join_line = _python(path, _PATIENT, "app", "-vv", *seat)
        join = stack.enter_context(_running([*join_line, *_media(out, "join", material, speech)]))
        for end in (host, join):
            _wait_for("Connected", end.stderr)
        time.sleep(_SETTLES_S)
        gone_s = break_it(path)
        time.sleep(_COMES_BACK_WITHIN_S)
        for end in (join, host):
            end.terminate()
        for name, end in (("join", join), ("host", host)):
            said = end.communicate(timeout=30)[1]
            (out / f"{name}.log").write_text(said, encoding="utf-8")
    found = [_judge(out, name, gone_s) for name in ("host", "join")]
    return {figure: max(one[figure] for one in found) for figure in found[0]}


def unbroken(speech: Samples) -> Samples:
    """Leave the pauses out of speech, so that each silence heard is one of the network."""
    whole = speech[: len(speech) // _PIECE * _PIECE].reshape(-1, _PIECE)
    loud = np.sqrt(np.mean(whole.astype(np.float64) ** 2, axis=1)) > 300
    return np.ascontiguousarray(whole[loud].ravel())


def _judge(out: Path, name: str, gone_s: float) -> dict[str, float]:
    report = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
    heard = read_wav(out / f"{name}.wav")
    sounding = np.flatnonzero(np.abs(heard) > 500)
    silent_s = longest_silence_s(heard[sounding[0] : sounding[-1]])
    return {
        "network_gone_s": gone_s,
        "sound_back_s": silent_s - gone_s,
        "pictures_back_s": report["video"]["freeze_s"] - gone_s,
        "connected_anew": report["reconnects"],
    }


def _python(path: ShapedPath, end: int, *arguments: str) -> list[str]:
    return path.command(end, sys.executable, "-m", *arguments)


def _media(out: Path, name: str, material: Material, speech: Path) -> list[str]:
    return [
        "--headless",
        *("--camera", str(material.clip), "--microphone", str(speech)),
        *("--speaker", str(out / f"{name}.wav"), "--report", str(out / f"{name}.json")),
    ]


def _env(clinic: Path | None = None) -> dict[str, str]:
    env = {**os.environ, "VIDDA_INSECURE_HTTP": "1"}
    if clinic is not None:
        env["VIDDA_PASSPHRASE_FILE"] = str(clinic / "passphrase")
    return env


@contextmanager
def _running(command: list[str], clinic: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_env(clinic)
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=30)


def _wait_for(word: str, stream: IO[str] | None) -> None:
    assert stream is not None, "opened as a pipe"
    for line in stream:
        if word in line:
            return
    raise SystemExit(f"A program of the visit ended before it said: {word}.")

# SPDX-License-Identifier: GPL-3.0-or-later
"""Run one call of two ends over a shaped path, and gather what each heard and saw."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from tests.lab.material import Material
from tests.lab.namespaces import ShapedPath, shaped_path
from tests.lab.shaping import PathShape

ROOT = Path(__file__).resolve().parents[2]
SETTLE_S = 6.0
"""Before the judged time: the rates find their height, for both pairs alike."""
JUDGED_S = 24.0
_PATIENCE_S = 40.0
_OURS, _CHROMIUM = "tests.lab.our_end", "tests.lab.chromium_end"


class System(Enum):
    """Whose two ends talk."""

    OURS = "ours"
    CHROMIUM = "chromium"
    CHROMIUM_RED = "chromium-red"
    OURS_AND_CHROMIUM = "ours-and-chromium"


class End:
    """One end, a process inside a namespace that obeys lines."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._errors = (folder / "errors.txt").open("w")
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd=ROOT,
        )
        self._answers: deque[dict[str, Any]] = deque()
        self.events: list[tuple[float, str]] = []
        self._came = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, command: dict[str, Any]) -> dict[str, Any]:
        """Send a line and wait for its answer."""
        self.tell(command)
        deadline = time.monotonic() + _PATIENCE_S
        with self._came:
            while not self._answers:
                if not self._came.wait(max(0.0, deadline - time.monotonic())):
                    raise SystemExit(f"No answer to {list(command)}: see {self.folder}/errors.txt")
            return self._answers.popleft()

    def tell(self, command: dict[str, Any]) -> None:
        """Send a line that has no answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def finish(self) -> dict[str, Any]:
        """Let it end and give what it has written down."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(_PATIENCE_S)
        return dict(json.loads((self.folder / "seen.json").read_text(encoding="utf-8")))

    def close(self) -> None:
        """End the process if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.loads(line)
            with self._came:
                if "event" in message:
                    self.events.append((message["at"], message["event"]))
                else:
                    self._answers.append(message)
                self._came.notify_all()


@dataclass(frozen=True, slots=True)
class Judged:
    """What one end wrote down, and the judged part of the time (monotonic seconds)."""

    folder: Path
    seen: dict[str, Any]
    begin: float
    end: float
    cpu_cores: float


@dataclass(frozen=True, slots=True)
class PairRun:
    """One call: both ends, and what passed the path in the judged time."""

    system: System
    ends: tuple[Judged, Judged]
    path: dict[str, dict[str, float]]
    load: float
    """Load average of the machine over the last minute, when the call ended."""


def run_pair(
    system: System,
    shape: PathShape,
    seed: int,
    material: Material,
    folder: Path,
    during: Callable[[ShapedPath, tuple[End, End], float], None] | None = None,
    seconds: float = JUDGED_S,
) -> PairRun:
    """Run one call. ``during`` may change the path; it is called when the judged time begins."""
    with ExitStack() as stack:
        path = stack.enter_context(shaped_path(seed))
        path.shape(shape)
        ends = stack.enter_context(both_ends(system, path, material, folder))
        connect(*ends)
        time.sleep(SETTLE_S)
        path.count()
        first = [end.ask({"mark": "begin"}) for end in ends]
        begin = time.monotonic()
        if during is not None:
            during(path, ends, begin)
        time.sleep(max(0.0, begin + seconds - time.monotonic()))
        passed = path.count()
        last = [end.ask({"mark": "end"}) for end in ends]
        judged = [
            Judged(
                end.folder,
                end.finish(),
                before["at"],
                after["at"],
                (after["cpu_s"] - before["cpu_s"]) / (after["at"] - before["at"]),
            )
            for end, before, after in zip(ends, first, last, strict=True)
        ]
        return PairRun(system, (judged[0], judged[1]), passed, os.getloadavg()[0])


@contextmanager
def both_ends(
    system: System, path: ShapedPath, material: Material, folder: Path
) -> Iterator[tuple[End, End]]:
    """Start the two ends of a call; each writes into a folder of its own."""
    modules = {
        System.OURS: (_OURS, _OURS),
        System.OURS_AND_CHROMIUM: (_OURS, _CHROMIUM),
    }.get(system, (_CHROMIUM, _CHROMIUM))
    red = ["--red"] if system is System.CHROMIUM_RED else []
    with ExitStack() as stack:
        ends: list[End] = []
        for place, module in enumerate(modules):
            own = folder / f"end-{place}"
            command = [sys.executable, "-m", module, "--folder", str(own), *red]
            command += ["--speech", str(material.speech), "--clip", str(material.clip)]
            end = End(path.command(place, *command), own)
            stack.callback(end.close)
            ends.append(end)
        yield ends[0], ends[1]


def connect(offerer: End, answerer: End) -> None:
    """Let the two ends find each other."""
    offer = offerer.ask({"offer": True})["sdp"]
    offerer.tell({"accept": answerer.ask({"answer": offer})["sdp"]})

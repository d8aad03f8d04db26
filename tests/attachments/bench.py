# SPDX-License-Identifier: GPL-3.0-or-later
"""``make bench-attachments``: hostile files against the figures of intake and decoding.

    python -m tests.attachments.bench [--out FOLDER] [--count N] [--seed N] [--no-packages]

Takes in N mutations of real files of every type, and every file in the source packages of Pillow,
pydicom and mutagen, many of which are broken on purpose; pip fetches those into a folder that goes
again. strace counts the sockets that any process asks for and the files opened for writing. Prints
a Markdown table; the exit code is 0 if every figure is reached.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PACKAGES: Final = ("pillow", "pydicom", "mutagen")
HANG_S: Final = 30.0
MEMORY_KB: Final = 1024 * 1024
_ROOT: Final = Path(__file__).resolve().parents[2]
# As in ``sandbox``, without the HTTP client that pydicom would load.
_START: Final = (
    "import runpy, sys; sys.modules['requests'] = None; "
    "runpy.run_module('tests.attachments.fuzz_worker', run_name='__main__')"
)
_WRITES: Final = re.compile(r"O_CREAT|O_WRONLY|O_RDWR|\bcreat\(")
_HARMLESS: Final = re.compile(r'"/dev/|"/proc/')


@dataclass
class Run:
    """What came of one pile of files."""

    name: str
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    children: int = 0
    died: int = 0
    peak_kb: int = 0
    sockets: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    confined: bool = True

    @property
    def files(self) -> int:
        """How many were taken in."""
        return self.outcomes.total()

    @property
    def holds(self) -> bool:
        """Whether every figure is reached."""
        quick = self.slowest_s < HANG_S
        alone = self.confined and not self.sockets and not self.writes
        return bool(self.files) and not self.crashes and quick and alone and self._small()

    def _small(self) -> bool:
        return 0 < self.peak_kb <= MEMORY_KB


def run(name: str, commands: Sequence[Sequence[str]], folder: Path) -> Run:
    """Have workers take files in beside each other, watched by strace."""
    result = Run(name)
    began = time.monotonic()
    processes = []
    for number, words in enumerate(commands):
        trace = folder / f"trace-{number}"
        command = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "signal=none", "-o", str(trace)]
        command += ["-e", "trace=socket,connect,bind,sendto,openat,open,creat"]
        command += [sys.executable, "-B", "-c", _START, *words]
        said = (folder / f"said-{number}").open("wb")
        environment = os.environ | {"PYTHONPATH": str(_ROOT)}
        process = subprocess.Popen(
            command, cwd=_ROOT, stdout=said, stderr=subprocess.DEVNULL, env=environment
        )
        processes.append((process, said, trace))
    for process, said, trace in processes:
        process.wait()
        said.close()
        _add(result, Path(said.name), trace, process.returncode)
    result.seconds = time.monotonic() - began
    return result


def _add(result: Run, said: Path, trace: Path, code: int) -> None:
    lines = [json.loads(line) for line in said.read_text().splitlines()]
    if code or not lines or "children" not in lines[-1]:
        result.crashes.append(f"the worker itself ended by {code} after {len(lines)} files")
        return
    total = lines.pop()
    for line in lines:
        result.outcomes[line["outcome"]] += 1
        result.slowest_s = max(result.slowest_s, line["seconds"])
        if line["crash"]:
            result.crashes.append(f"{line['name']}: {line['crash']}")
    result.children += total["children"]
    result.died += total["died"]
    result.peak_kb = max(result.peak_kb, total["peak_kb"])
    result.confined &= total["confined"]
    for call in trace.read_text(errors="replace").splitlines():
        if re.search(r"\b(socket|connect|bind|sendto)\(", call):
            result.sockets.append(call)
        elif _WRITES.search(call) and not _HARMLESS.search(call):
            result.writes.append(call)


def fetched(folder: Path) -> list[Path]:
    """Fetch and unpack the source packages."""
    unpacked = []
    for package in PACKAGES:
        into = folder / package
        into.mkdir()
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--no-binary", ":all:", "--dest", str(into), package]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        (archive,) = into.glob("*.tar.gz")
        with tarfile.open(archive) as source:
            source.extractall(into / "files", filter="data")
        archive.unlink()
        unpacked.append(into)
    return unpacked


def table(runs: Sequence[Run]) -> str:
    """Write the figures as Markdown."""
    head = "| files | taken in | accepted | stored only | refused | crashes | hangs > 30 s"
    head += (
        " | slowest, s | decoding processes | of these died, contained | sockets | files written"
    )
    head += " | peak memory of one, MiB | shut in | s | holds |"
    lines = [head, "|" + " --- |" * head.count(" | ") + " --- |"]
    for each in runs:
        kept = each.outcomes["accepted"], each.outcomes["stored-only"]
        cells = [each.name, each.files, *kept, each.files - sum(kept) - len(each.crashes)]
        cells += [len(each.crashes), int(each.slowest_s > HANG_S), f"{each.slowest_s:.1f}"]
        cells += [each.children, each.died, len(each.sockets), len(each.writes)]
        cells += [f"{each.peak_kb / 1024:.0f}", _yes(each.confined)]
        cells += [f"{each.seconds:.0f}", _yes(each.holds)]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _yes(true: bool) -> str:
    return "yes" if true else "NO"


def main() -> int:
    """Run what the command line asks for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--out", type=Path)
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=20261126)
    asked.add_argument("--no-packages", action="store_true")
    options = asked.parse_args()
    runs = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        control = run("unbroken, as a control", [["samples"]], folder)
        if set(control.outcomes) != {"accepted"}:
            control.crashes.append(f"not every unbroken file was accepted: {control.outcomes}")
        runs.append(control)
        half = options.count // 2
        parts = [(0, half), (half, options.count - half)]
        words = [["mutations", str(options.seed), str(f), str(n)] for f, n in parts]
        runs.append(run(f"mutations, seed {options.seed}", words, folder))
        for package in [] if options.no_packages else fetched(folder):
            words = [["files", str(package), str(part), "2"] for part in range(2)]
            runs.append(run(f"source package of {package.name}", words, folder))
    written = table(runs)
    details = [f"{r.name}: {each}" for r in runs for each in (*r.crashes, *r.sockets, *r.writes)]
    print(written, *details[:50], sep="\n")
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "attachments.md").write_text(written + "\n")
    return 0 if all(each.holds for each in runs) else 1


if __name__ == "__main__":
    sys.exit(main())

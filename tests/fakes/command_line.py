# SPDX-License-Identifier: GPL-3.0-or-later
"""The real commands in processes of their own, without loading the programs each time.

A fork server imports the programs once; each command is a fork of it with its own environment,
its own standard streams in files, and its own exit code.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

import click

from app.__main__ import vidda
from signaling_server.__main__ import main as vidda_server

LIMIT_S: Final = 60.0
PROGRAMS: Final[Mapping[str, click.Command]] = {"vidda": vidda, "vidda-server": vidda_server}
_KEPT: Final = (
    "PATH",
    "HOME",
    "LANG",
    "TZ",
    "PYTHON_KEYRING_BACKEND",
    "TMPDIR",
    "QT_LOGGING_RULES",
)
CONTEXT: Final = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__])


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    def sentence(self) -> str:
        """Give what standard error says, having checked the manners of every failure."""
        assert self.code not in (0, None), f"should have failed; stderr: {self.err}"
        assert self.code > 0, f"killed by signal {-self.code}; stderr: {self.err}"
        assert "Traceback" not in self.err, self.err
        assert self.out == "", "standard output is for results"
        lines = [line for line in self.err.splitlines() if line.strip()]
        assert lines, "a failure must be said"
        return lines[-1]

    def only_sentence(self) -> str:
        """Give the one line that standard error says, and nothing before it."""
        sentence = self.sentence()
        assert self.err.strip() == sentence, f"more than one line: {self.err!r}"
        return sentence


class CommandLine:
    """A terminal: a folder for what commands print, and an environment."""

    def __init__(self, folder: Path, **environment: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._count = 0
        self._environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._environment |= environment

    def run(self, *arguments: str | Path, to: Path | None = None, **environment: str) -> Outcome:
        """Run ``vidda`` with these arguments; an empty variable is not set at all."""
        return self.start(*arguments, to=to, **environment).wait()

    def start(self, *arguments: str | Path, to: Path | None = None, **environment: str) -> Running:
        """Start ``vidda``; standard output goes ``to`` a file, which is then nobody's business."""
        return self._start("vidda", arguments, environment, to)

    def run_server(self, *arguments: str | Path) -> Outcome:
        """Run ``vidda-server`` with these arguments."""
        return self.start_server(*arguments).wait()

    def start_server(self, *arguments: str | Path) -> Running:
        """Start ``vidda-server`` with these arguments."""
        return self._start("vidda-server", arguments, {}, None)

    def _start(
        self,
        name: str,
        arguments: Sequence[str | Path],
        environment: Mapping[str, str],
        to: Path | None,
    ) -> Running:
        self._count += 1
        out = self._folder / f"{self._count:03}.out"
        err = self._folder / f"{self._count:03}.err"
        out.touch()
        there = {k: v for k, v in (self._environment | environment).items() if v}
        words = [str(a) for a in arguments]
        process = CONTEXT.Process(target=_be_the_command, args=(name, words, there, to or out, err))
        process.start()
        return Running(process, out, err)


class Running:
    """A command that was started."""

    def __init__(self, process: ForkServerProcess, out: Path, err: Path) -> None:
        self._process = process
        self._out, self._err = out, err

    def wait(self, limit_s: float = LIMIT_S) -> Outcome:
        """Wait for its end; a command that hangs is ended and fails the test."""
        self._process.join(limit_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
            raise AssertionError(f"hangs; said so far: {self._err.read_text()}")
        code = self._process.exitcode
        assert code is not None
        return Outcome(code, self._out.read_text(), self._err.read_text())

    @property
    def err(self) -> Path:
        """The file with standard error."""
        return self._err

    def first_line(self) -> str:
        """Wait for the first line of standard output."""
        deadline = time.monotonic() + LIMIT_S
        while "\n" not in (written := self._out.read_text()):
            assert self._process.is_alive(), f"ended: {self._err.read_text()}"
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return written.splitlines()[0]

    def until_it_says(self, text: str, limit_s: float = LIMIT_S) -> None:
        """Wait until standard error contains a text."""
        deadline = time.monotonic() + limit_s
        while text not in (said := self._err.read_text() if self._err.exists() else ""):
            assert self._process.is_alive(), f"ended without saying {text!r}: {said}"
            assert time.monotonic() < deadline, f"does not say {text!r}: {said}"
            time.sleep(0.02)

    def kill(self) -> None:
        """End it by SIGKILL, as a power cut would."""
        self._process.kill()
        self._process.join()

    def interrupt(self) -> None:
        """Ask it to end, as Ctrl-C does."""
        assert self._process.pid is not None
        os.kill(self._process.pid, signal.SIGINT)


def _be_the_command(
    name: str,
    arguments: list[str],
    environment: Mapping[str, str],
    out: Path,
    err: Path,
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for path, number in ((out, 1), (err, 2)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, number)
        os.close(file)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.argv = [name, *arguments]
    PROGRAMS[name](arguments, prog_name=name)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the main job end to end: a server, a clinic, a visit between two processes, a referral.

The director starts every part as a process of its own, collects the steps that the parts
tell line by line, and believes nothing that no part has told.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from app.demo_clinic import make_demo_clinic

SERVER_START_S = 30.0
PART_LIMIT_S = 150.0
REPORT = "report.json"
_PR_SET_PDEATHSIG = 1


class DemoFailed(Exception):
    """A step did not happen; the text says which."""


@dataclass(slots=True)
class Steps:
    """What happened so far, told to the person at the terminal as it happens."""

    console: Console
    began: float = field(default_factory=time.monotonic)
    done: list[dict[str, object]] = field(default_factory=list)
    failed: bool = False

    def add(self, who: str, line: dict[str, object]) -> None:
        """Record one step and print it."""
        line = {"who": who, "at_s": round(time.monotonic() - self.began, 1), **line}
        self.done.append(line)
        ok = bool(line.get("ok"))
        self.failed = self.failed or not ok
        mark = "[green]✓[/green]" if ok else "[red]✗[/red]"
        picture = f"  [dim]{line['screenshot']}[/dim]" if line.get("screenshot") else ""
        self.console.print(f"{mark} {line['at_s']:>6} s  {who:<13} {line['step']}{picture}")


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the demo: who it is and what it is told on its command line."""

    who: str
    arguments: tuple[str, ...]


def run_demo(out: Path, headless: bool, seconds: int) -> int:
    """Run everything; the exit code is 0 only if every step really happened."""
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("*.png"), *out.glob("*.json"), *out.glob("*.log")):
        old.unlink()
    steps = Steps(Console(highlight=False, soft_wrap=True))
    with tempfile.TemporaryDirectory(prefix="vidda-demo-") as folder:
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            asyncio.run(_run(out.resolve(), Path(folder), headless, seconds, steps))
        except KeyboardInterrupt:
            # Once every step has happened, this is one more way to close the windows.
            if not (out / REPORT).exists():
                steps.add("demo", {"step": "Stopped before its end", "ok": False})
    if not (out / REPORT).exists():
        _report(out, steps)
    return 1 if steps.failed else 0


def _report(out: Path, steps: Steps) -> None:
    calls: dict[str, object] = {}
    for who in ("psychiatrist", "patient"):
        report = out / f"{who}-call.json"
        if report.exists():
            calls[who] = json.loads(report.read_text(encoding="utf-8"))
    took = round(time.monotonic() - steps.began, 1)
    summary = {"ok": not steps.failed, "seconds": took, "calls": calls, "steps": steps.done}
    text = json.dumps(summary, indent=2, ensure_ascii=False) + "\n"
    (out / REPORT).write_text(text, encoding="utf-8")
    word = "Not every step happened" if steps.failed else "All steps happened"
    steps.console.print(f"{word}, in {took} s. Pictures and {REPORT} are in {out}.")


def _interrupt(*_: object) -> None:
    # As Ctrl-C does: asyncio cancels what runs, and all parts are ended in order.
    raise KeyboardInterrupt


async def _run(out: Path, folder: Path, headless: bool, seconds: int, steps: Steps) -> None:
    try:
        async with AsyncExitStack() as stack:
            url = await stack.enter_async_context(_server(folder / "server"))
            steps.add("server", {"step": "The signaling server runs", "ok": True})
            clinic = await make_demo_clinic(folder / "clinic", url)
            steps.add("clinic", {"step": "A fictional clinic with its people is made", "ok": True})
            environment = _environment(folder / "clinic", headless)
            windows: list[asyncio.subprocess.Process] = []
            for parts in _acts(clinic, out, headless, seconds):
                windows += await _play(stack, steps, parts, environment, out)
            _report(out, steps)
            if not headless:
                steps.console.print("The windows are yours now. Close them to end the demo.")
                await asyncio.gather(*(window.wait() for window in windows))
    except DemoFailed as error:
        steps.add("demo", {"step": str(error), "ok": False})
    except (OSError, ValueError) as error:
        steps.add("demo", {"step": f"The demo could not go on: {error}", "ok": False})


def _acts(
    clinic: dict[str, Any], out: Path, headless: bool, seconds: int
) -> tuple[tuple[Part, ...], ...]:
    """List who plays together, act by act: the visit, then the referral."""
    common = ("--out", str(out), "--seconds", str(seconds), *(() if headless else ("--stay",)))

    def staff(who: str, *more: str) -> Part:
        profile = str(clinic[who]["profile"])
        return Part(who, ("--profile", profile, "demo-part", who, *common, *more))

    return (
        (
            staff("psychiatrist", "--appointment", str(clinic["appointment"])),
            Part("patient", ("demo-part", "patient", *common, "--link", str(clinic["link"]))),
        ),
        tuple(staff(who) for who in ("gp", "dermatologist", "cardiologist", "coordinator")),
    )


def _environment(clinic: Path, headless: bool) -> dict[str, str]:
    environment = {**os.environ, "VIDDA_PASSPHRASE_FILE": str(clinic / "passphrase")}
    if headless:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    environment["QT_LOGGING_RULES"] = "qt.multimedia.*=false;qt.qpa.*=false"
    return environment


@asynccontextmanager
async def _server(data: Path) -> AsyncIterator[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "signaling_server",
        "serve",
        "--port",
        "0",
        "--data",
        str(data),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        preexec_fn=_END_WITH_PARENT,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(SERVER_START_S):
            line = (await process.stdout.readline()).decode().strip()
        if not line.startswith("ready "):
            raise DemoFailed("The server did not start")
        yield line.removeprefix("ready ")
    except TimeoutError as error:
        raise DemoFailed("The server did not start in time") from error
    finally:
        await _end(process)


async def _play(
    stack: AsyncExitStack,
    steps: Steps,
    parts: tuple[Part, ...],
    environment: dict[str, str],
    out: Path,
) -> list[asyncio.subprocess.Process]:
    """Start parts side by side and wait until each has told the end of its script."""
    processes: list[asyncio.subprocess.Process] = []
    try:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-m",
                    "app",
                    *part.arguments,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=stack.enter_context((out / f"{part.who}.log").open("wb")),
                    env=environment,
                    preexec_fn=_END_WITH_PARENT,
                )
                stack.push_async_callback(_end, process)
                processes.append(process)
                group.create_task(_follow(steps, part, process))
    except ExceptionGroup as failed:
        # The others would wait in vain for the one that failed.
        raise DemoFailed("The demo ended early") from failed
    return processes


async def _follow(steps: Steps, part: Part, process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PART_LIMIT_S):
            while line := await process.stdout.readline():
                told = json.loads(line)
                if told.get("end"):
                    return
                steps.add(part.who, told)
                if not told.get("ok"):
                    raise DemoFailed(part.who)
    except TimeoutError as error:
        steps.add(part.who, {"step": "took longer than expected", "ok": False})
        raise DemoFailed(part.who) from error
    code = await process.wait()
    steps.add(part.who, {"step": f"ended before its script did (exit {code})", "ok": False})
    raise DemoFailed(part.who)


def _end_with_parent() -> None:
    """Have a child end when the director is killed; runs in the child before its program."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


# Windows knows no such function.
_END_WITH_PARENT = None if sys.platform == "win32" else _end_with_parent


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(10):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()

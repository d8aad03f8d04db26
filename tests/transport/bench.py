# SPDX-License-Identifier: GPL-3.0-or-later
"""``make bench-referrals``: the transport of referrals against its figures.

    python -m tests.transport.bench [--out FOLDER] [--kills N] [--seed N] [--only PART]

Prints Markdown tables and, with ``--out``, writes them and their numbers as JSON there. Takes
about ten minutes, with nothing beside it; the exit code is 0 if every figure is reached.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.transport.allocation_kills import killed_coordinator
from tests.transport.attacks import Fought
from tests.transport.fighting import fought
from tests.transport.kills import Killed, Victim, killed, region
from tests.transport.speed import Speed, measured

PARTS = ("kills", "speed", "attacks")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def table_of_kills(runs: Sequence[Killed]) -> str:
    """Say what the kills led to."""
    head = ("kill -9 of", "kills", "of these up / down", "referrals of MiB", "whole")
    head += ("delivered once", "carried again, MiB", "at most after one kill, KiB", "s", "holds")
    rows = [
        (
            run.victim,
            run.kills,
            f"{run.kills_up} / {run.kills_down}",
            f"{run.referrals} x {run.size_bytes / 2**20:.0f}",
            run.whole,
            run.delivered_once,
            f"{(run.again_up + run.again_down) / 2**20:.1f}",
            f"{run.most_again / 1024:.0f}",
            f"{run.seconds:.0f}",
            _yes(run.holds),
        )
        for run in runs
    ]
    return table(head, rows)


def table_of_speed(speed: Speed) -> str:
    """Say how fast it was."""
    size = speed.size_bytes / 1e6
    rate = "{:.2f} s, {:.0f} MB/s".format
    rows = [
        ("sealing, from the travel copy to the spool", rate(speed.seal_s, size / speed.seal_s), ""),
        ("local verification before the upload", rate(speed.verify_s, size / speed.verify_s), ""),
        ("both", f"{speed.rate:.0f} MB/s", ">= 200"),
        ("the recipient's check and keeping", rate(speed.check_s, size / speed.check_s), ""),
        ("program `age`, sealing", rate(speed.age_seal_s, size / speed.age_seal_s), "beside"),
        ("program `age`, opening", rate(speed.age_open_s, size / speed.age_open_s), "beside"),
        (
            "memory of the process, before and at most",
            f"{speed.base_mb:.0f} and {speed.peak_mb:.0f} MB",
            "<= 150",
        ),
        (
            "longest time the GUI was away; with nothing to do",
            f"{speed.gui_gap_ms:.0f} ms; {speed.idle_gap_ms:.0f} ms",
            "<= 50",
        ),
        ("processor time of the three, both cores", f"{speed.cpu_s:.2f} s", ""),
        ("load before, of two cores", f"{speed.load:.1f}", "< 0.5"),
    ]
    return table((f"video of {size:.0f} MB, best of three", "measured", "wanted"), rows)


def table_of_attacks(fights: Sequence[Fought]) -> str:
    """List the attacks."""
    rows = [
        (number, fight.attack, _yes(fight.control), _yes(fight.refused), fight.cause or "-")
        for number, fight in enumerate(fights, 1)
    ]
    return table(("", "the server, or a colleague", "control arrives", "refused", "told as"), rows)


def _yes(holds: bool) -> str:
    return "yes" if holds else "**NO**"


def main(arguments: Sequence[str]) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="bench-referrals")
    parser.add_argument("--out", type=Path, help="folder for table and JSON")
    parser.add_argument("--kills", type=int, default=100, help="of the client, and of the server")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=PARTS, action="append")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.CRITICAL)  # Refusals are what is wanted here.
    texts: list[str] = []
    found: dict[str, object] = {}
    reached = True
    for part in options.only or PARTS:
        with tempfile.TemporaryDirectory(prefix="vidda-bench-") as name:
            text, numbers, holds = _measure(part, Path(name), options)
        print(text, end="\n\n", flush=True)
        texts.append(text)
        found[part] = numbers
        reached = reached and holds
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "referrals.md").write_text("\n\n".join(texts) + "\n")
        (options.out / "referrals.json").write_text(json.dumps(found, indent=1) + "\n")
    return 0 if reached else 1


def _measure(part: str, folder: Path, options: argparse.Namespace) -> tuple[str, object, bool]:
    match part:
        case "kills":
            with region(folder) as place:
                runs = [killed(place, victim, options.kills, options.seed) for victim in Victim]
                few = max(1, options.kills // 4)
                runs.append(killed_coordinator(place, few, options.seed, 4 * 1024**2))
            return table_of_kills(runs), [asdict(r) for r in runs], all(r.holds for r in runs)
        case "speed":
            speed = measured(folder)
            numbers = {**asdict(speed), "rate_mb_s": speed.rate}
            return table_of_speed(speed), numbers, speed.holds
        case _:
            fights = asyncio.run(fought(folder))
            holds = all(fight.holds for fight in fights)
            return table_of_attacks(fights), [asdict(f) for f in fights], holds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures that one steady link does not show: a step, many calls, broken networks, a browser.

``python -m tests.lab.scenarios --out lab-output`` runs all, ``--only step`` one. Root only.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from app.media.devices.media_file import FileCamera, FileMicrophone
from app.media.devices.sources import SAMPLE_RATE
from app.media.devices.synthetic import SyntheticMicrophone
from app.media.engine import MediaEngine
from app.media.link import IceConfiguration, Link, LinkEvent
from tests.lab import visits
from tests.lab.inbound import Found, inbound
from tests.lab.judge import judge
from tests.lab.material import Material, make_material, read_wav, speech_loop, write_small_clip
from tests.lab.namespaces import ShapedPath
from tests.lab.pair_run import End, System, run_pair
from tests.lab.rows import CLEAN
from tests.lab.scores import longest_gap_s
from tests.lab.shaping import PathShape

_WIDE, _NARROW = 2_000_000, 300_000
_FALLS_AT_S, _RISES_AT_S, _ENDS_AT_S = 6.0, 26.0, 52.0
_SETTLED_S = 2.0
_FOUR_S = 20.0
_SETTLED_FRAMES, _SETTLE_PATIENCE_S = 200, 30.0


def step(material: Material, out: Path) -> Found:
    """2 Mbit/s become 300 kbit/s and 2 Mbit/s again: gaps in the sound, time to settle and back."""
    shape = replace(CLEAN, bits_per_s=_WIDE)

    def change(path: ShapedPath, ends: tuple[End, End], begin: float) -> None:
        for at_s, rate in ((_FALLS_AT_S, _NARROW), (_RISES_AT_S, _WIDE)):
            time.sleep(max(0.0, begin + at_s - time.monotonic()))
            path.shape(replace(shape, bits_per_s=rate))

    run = run_pair(System.OURS, shape, 1, material, out / "calls/step", change, _ENDS_AT_S)
    rows: list[Found] = []
    for end in run.ends:
        heard = read_wav(end.folder / "heard.wav")
        first = int((end.begin - end.seen["speaker_began_at"]) * SAMPLE_RATE)
        targets = [
            (at - end.begin, target, height) for at, target, _, height in end.seen["targets"]
        ]
        before = max(height for at, _, height in targets if 0 <= at < _FALLS_AT_S)
        rows.append(
            {
                "longest_gap_ms": longest_gap_s(speech_loop(), heard[first:]) * 1000,
                "settled_s": _time_until(targets, _FALLS_AT_S, lambda t, _: t <= _NARROW),
                "back_up_s": _time_until(targets, _RISES_AT_S, lambda t, _: t >= 0.8 * _WIDE),
                "size_back_s": _time_until(targets, _RISES_AT_S, partial(_as_large, before)),
            }
        )
    return {name: _worst(row[name] for row in rows) for name in rows[0]}


def far(material: Material, out: Path) -> Found:
    """A round trip of 80 ms with 20 ms of jitter: from mouth to ear."""
    shape = PathShape(delay_s=0.040, jitter_s=0.020)
    figures = judge(run_pair(System.OURS, shape, 1, material, out / "calls/far"))
    return {
        "mouth_to_ear_p50_ms": figures.mouth_to_ear_ms,
        "skew_p50_ms": figures.skew_p50_ms,
        "picture_p50_ms": figures.picture_delay_p50_ms,
    }


def calls(material: Material, out: Path) -> Found:
    """A hundred calls one after the other in one process: what stays of the memory."""
    return {"memory_after_100_calls_mb": asyncio.run(_hundred_calls())}


def four(material: Material, out: Path) -> Found:
    """Four people at 640x360: the CPU of one client, and the pictures that it gets of each."""
    clip = write_small_clip(out / "material")
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    others = context.Process(target=_run_others, args=(there, clip, material.speech))
    others.start()
    try:
        return asyncio.run(_one_of_four(here, clip, material.speech))
    finally:
        here.send(None)
        others.join(30)
        if others.is_alive():
            others.terminate()


SCENARIOS = {
    "step": step,
    "far": far,
    "calls": calls,
    "four": four,
    "cut": visits.cut,
    "move": visits.move,
    "inbound": inbound,
}


def _as_large(before: int, target: int, height: int) -> bool:
    return height >= before


def _time_until(
    targets: list[tuple[float, int, int]], since: float, holds: Callable[[int, int], bool]
) -> float | None:
    """Say how long after ``since`` a condition begins to hold for two seconds; None if never."""
    later = [(at, holds(target, height)) for at, target, height in targets if at >= since]
    for at, held in later:
        if held and all(other for t, other in later if at <= t < at + _SETTLED_S):
            return at - since
    return None


def _worst(values: object) -> float | None:
    known = list(values)  # type: ignore[call-overload]
    return None if None in known else max(known)


async def _hundred_calls() -> float:
    first, second = MediaEngine(None, SyntheticMicrophone(), None), MediaEngine(None, None, None)
    await first.start()
    await second.start()
    before = 0.0
    for number in range(110):
        if number == 10:
            before = _memory_mb()
        ends = [
            await engine.make_link(str(number), IceConfiguration(), _ignore)
            for engine in (first, second)
        ]
        await ends[0].accept(await ends[1].answer(await ends[0].offer()))
        await _until_up(ends)
        for end in ends:
            end.let_through()
        for end in ends:
            await end.close()
    after = _memory_mb()
    await first.close()
    await second.close()
    return after - before


def _memory_mb() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


async def _one_of_four(pipe: Connection, clip: Path, speech: Path) -> Found:
    engine = MediaEngine(FileCamera(clip), FileMicrophone(speech), None)
    await engine.start()
    links = []
    for number in range(3):
        link = await engine.make_link(str(number), IceConfiguration(), _ignore)
        pipe.send(await link.offer())
        await link.accept(await asyncio.to_thread(pipe.recv))
        links.append(link)
    await _until_up(links)
    for link in links:
        link.let_through()
    # The ladders have climbed when so many pictures have come from each.
    async with asyncio.timeout(_SETTLE_PATIENCE_S):
        while not all(_frames(link) >= _SETTLED_FRAMES for link in links):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    cpu_s, at = time.process_time(), time.monotonic()
    before = [_frames(link) for link in links]
    await asyncio.sleep(_FOUR_S)
    elapsed_s = time.monotonic() - at
    cores = (time.process_time() - cpu_s) / elapsed_s
    rates = [(_frames(link) - n) / elapsed_s for link, n in zip(links, before, strict=True)]
    await engine.close()
    return {
        "cpu_cores": cores,
        "fps_of_each_p50": statistics.median(rates),
        "fps_least": min(rates),
    }


def _frames(link: Link) -> int:
    found = link.statistics()
    return 0 if found is None else found.picture_in.frames_decoded


def _run_others(pipe: Connection, clip: Path, speech: Path) -> None:
    asyncio.run(_others(pipe, clip, speech))


async def _others(pipe: Connection, clip: Path, speech: Path) -> None:
    engines = []
    for number in range(3):
        engine = MediaEngine(FileCamera(clip), FileMicrophone(speech), None)
        await engine.start()
        listener = _Opener()
        link = await engine.make_link(str(number), IceConfiguration(), listener.hear)
        listener.link = link
        pipe.send(await link.answer(await asyncio.to_thread(pipe.recv)))
        engines.append(engine)
    await asyncio.to_thread(pipe.recv)
    for engine in engines:
        await engine.close()


class _Opener:
    """Lets a link through as soon as it is up."""

    link: Link | None = None

    def hear(self, event: LinkEvent) -> None:
        """Take what the link tells."""
        if self.link is not None and self.link.up:
            self.link.let_through()


def _ignore(event: LinkEvent) -> None:
    """The scenario looks at the link itself."""


async def _until_up(links: list[Link]) -> None:
    async with asyncio.timeout(15):
        while not all(link.up for link in links):  # noqa: ASYNC110 - a link has no event to wait for
            await asyncio.sleep(0.01)


def main() -> None:
    """Run the scenarios and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("lab-output"))
    parser.add_argument("--only", action="append", choices=list(SCENARIOS))
    options = parser.parse_args()
    material = make_material(options.out / "material")
    lines = ["| scenario | figure | found |", "|---|---|---|"]
    everything: dict[str, Found] = {}
    for name in options.only or SCENARIOS:
        found = partial(SCENARIOS[name], material)(options.out)
        everything[name] = found
        for figure, value in found.items():
            lines.append(f"| {name} | {figure} | {'–' if value is None else f'{value:.2f}'} |")
            print(lines[-1], flush=True)
    (options.out / "scenarios.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (options.out / "scenarios.json").write_text(json.dumps(everything, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

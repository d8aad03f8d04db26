# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon a browser's pictures come at a good rate over a link of 2 Mbit/s."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.lab.material import Material
from tests.lab.namespaces import shaped_path
from tests.lab.pair_run import System, both_ends, connect
from tests.lab.rows import CLEAN

Found = dict[str, float | None]

LINK_BITS_PER_S = 2_000_000
WANTED_BITS_PER_S = 1_000_000
_LOOKED_AT_S = 5.0
_WINDOW_S = 1.0
_SECONDS = 15.0
_PATIENCE_S = 20.0


def inbound(material: Material, out: Path) -> Found:
    """Chromium and our end send 720p to each other: what arrives here after five seconds."""
    with (
        shaped_path(1) as path,
        both_ends(System.OURS_AND_CHROMIUM, path, material, out / "calls/inbound") as ends,
    ):
        path.shape(replace(CLEAN, bits_per_s=LINK_BITS_PER_S))
        connect(*ends)
        _wait_for(lambda: any(word == "up" for _, word in ends[0].events))
        path.count()
        time.sleep(_SECONDS)
        passed = path.count()
        seen, _ = (end.finish() for end in ends)
    up_at = next(at for at, word in seen["events"] if word == "up")
    rates = bitrates([(at - up_at, size) for at, size, _ in seen["arrived"]])
    heights = [(at - up_at, height) for at, _, _, height in seen["targets"]]
    targets = [(at - up_at, target) for at, target, _, _ in seen["targets"]]
    return {
        "mbit_per_s_at_5_s": _at(_LOOKED_AT_S, rates) / 1e6,
        "mbit_per_s_best": max(rate for _, rate in rates) / 1e6,
        "reached_1_mbit_s": next((at for at, rate in rates if rate >= WANTED_BITS_PER_S), None),
        "height_at_5_s": float(_at(_LOOKED_AT_S, heights)),
        "queue_p95_ms": passed["back"]["queue_p95_ms"],
        "link_loss_percent": 100 * passed["back"]["lost"],
        "own_target_mbit_per_s_at_15_s": _at(_SECONDS, targets) / 1e6,
        "own_queue_p95_ms": passed["forth"]["queue_p95_ms"],
    }


def bitrates(arrived: list[tuple[float, int]]) -> list[tuple[float, float]]:
    """Give (time, bit/s over the second before) from (time, bytes so far)."""
    rates = []
    for at, size in arrived:
        since, before = next(one for one in arrived if one[0] >= at - _WINDOW_S)
        rates.append((at, (size - before) * 8 / max(_WINDOW_S, at - since)))
    return rates


def _at(second: float, values: list[tuple[float, Any]]) -> Any:
    """Give the last value up to a time."""
    return [value for at, value in values if at <= second][-1]


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("The two ends did not find each other.")
        time.sleep(0.02)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The links of the table, each with the figures that our pair is to reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tests.lab.judge import Figures
from tests.lab.shaping import PathShape

CLEAN: Final = PathShape(delay_s=0.030, jitter_s=0.010)
"""30 ms each way and 10 ms of jitter lie under every row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One link."""

    name: str
    shape: PathShape
    pesq: float
    stoi: float
    frames_per_s: float
    freeze_s: float
    width: int = 0
    queue_p95_ms: float | None = None


ROWS: Final = (
    Row("clean", CLEAN, 4.3, 0.99, 29.5, 0.0, 1280),
    Row("2%", replace(CLEAN, loss=0.02), 4.2, 0.98, 29, 0.3),
    Row("5%", replace(CLEAN, loss=0.05), 4.0, 0.97, 28, 0.5),
    Row("10%", replace(CLEAN, loss=0.10), 3.7, 0.95, 27, 1.0),
    Row("20%", replace(CLEAN, loss=0.20), 3.0, 0.92, 20, 3.0),
    Row("400k", replace(CLEAN, loss=0.01, bits_per_s=400_000), 3.9, 0.95, 25, 0.5, 480, 150),
    Row("100k", replace(CLEAN, bits_per_s=100_000), 3.5, 0.93, 0, float("inf")),
    Row("burst", replace(CLEAN, loss=0.05, burst=4), 0, 0, 0, float("inf")),
)
"""The last one has no figure to reach: it is there to be compared."""


def misses(row: Row, ours: Figures, chromium: Figures | None) -> list[str]:
    """Name what our pair misses: of the row's own figures, and of Chromium's in the same run."""
    wanted = [
        ("PESQ", ours.pesq, row.pesq),
        ("STOI", ours.stoi, row.stoi),
        ("fps", ours.frames_per_s, row.frames_per_s),
        ("freeze", -ours.freeze_s, -row.freeze_s),
        ("width", ours.width, row.width),
    ]
    if row.queue_p95_ms is not None:
        wanted.append(("queue", -ours.queue_p95_ms, -row.queue_p95_ms))
    missed = [name for name, got, bound in wanted if got < bound]
    if chromium is not None:
        beside = [
            ("PESQ", ours.pesq, chromium.pesq),
            ("STOI", ours.stoi, chromium.stoi),
            ("fps", ours.frames_per_s, chromium.frames_per_s - 0.5),
            ("freeze", -ours.freeze_s, -chromium.freeze_s),
        ]
        missed += [f"{name} < Chromium" for name, got, bound in beside if got < bound]
    return missed

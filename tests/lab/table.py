# SPDX-License-Identifier: GPL-3.0-or-later
"""Write what was measured as a Markdown table, as JSON, and as two plots."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot

from tests.lab.judge import Figures
from tests.lab.pair_run import System
from tests.lab.rows import ROWS, misses

Measured = dict[str, dict[System, Figures]]

_COLUMNS = (
    ("PESQ", "pesq", "{:.2f}"),
    ("STOI", "stoi", "{:.3f}"),
    ("gap ms", "gap_ms", "{:.0f}"),
    ("fps", "frames_per_s", "{:.1f}"),
    ("freezes", "freezes", "{:.1f}"),
    ("freeze s", "freeze_s", "{:.2f}"),
    ("width", "width", "{:.0f}"),
    ("picture p50 ms", "picture_delay_p50_ms", "{:.0f}"),
    ("picture p95 ms", "picture_delay_p95_ms", "{:.0f}"),
    ("mouth-ear ms", "mouth_to_ear_ms", "{:.0f}"),
    ("skew ms", "skew_p50_ms", "{:+.0f}"),
    ("CPU cores", "cpu_cores", "{:.2f}"),
    ("kbit/s", "sent_kbps", "{:.0f}"),
    ("queue p95 ms", "queue_p95_ms", "{:.0f}"),
    ("load", "load", "{:.1f}"),
)


def write_table(folder: Path, measured: Measured) -> None:
    """Write ``table.md``, ``table.json`` and the plots into a folder."""
    lines = [
        "| link | pair | " + " | ".join(title for title, *_ in _COLUMNS) + " | misses |",
        "|---" * (len(_COLUMNS) + 3) + "|",
    ]
    for row in ROWS:
        for system, figures in measured.get(row.name, {}).items():
            cells = [
                "–" if getattr(figures, name) is None else form.format(getattr(figures, name))
                for _, name, form in _COLUMNS
            ]
            missed = ""
            if system is System.OURS:
                chromium = measured[row.name].get(System.CHROMIUM)
                missed = ", ".join(misses(row, figures, chromium)) or "none"
            lines.append(f"| {row.name} | {system.value} | {' | '.join(cells)} | {missed} |")
    (folder / "table.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    plain = {
        row: {system.value: asdict(figures) for system, figures in systems.items()}
        for row, systems in measured.items()
    }
    (folder / "table.json").write_text(json.dumps(plain, indent=1), encoding="utf-8")
    for title, name, _ in _COLUMNS:
        if name in ("pesq", "freeze_s"):
            _plot(folder / f"{name}.png", title, name, measured)


def _plot(path: Path, title: str, name: str, measured: Measured) -> None:
    systems = sorted({system for row in measured.values() for system in row}, key=str)
    figure, axes = pyplot.subplots(figsize=(8, 3.5))
    for place, system in enumerate(systems):
        known = [(i, row[system]) for i, row in enumerate(measured.values()) if system in row]
        axes.bar(
            [i + 0.8 * (place + 0.5) / len(systems) - 0.4 for i, _ in known],
            [getattr(figures, name) for _, figures in known],
            0.8 / len(systems),
            label=system.value,
        )
    axes.set_xticks(range(len(measured)), list(measured))
    axes.set_ylabel(title)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)

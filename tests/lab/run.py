# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure our pair and a Chromium pair over the same bad links, and write one table.

``python -m tests.lab.run --out lab-output`` measures all rows three times (about 25 minutes);
``--row 5% --runs 1 --only ours`` one row once. Root only: see README.md beside this file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.lab.judge import Figures, as_json, judge, median_figures
from tests.lab.material import make_material
from tests.lab.pair_run import JUDGED_S, System, run_pair
from tests.lab.rows import ROWS, misses
from tests.lab.table import write_table


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("lab-output"))
    parser.add_argument("--row", action="append", choices=[row.name for row in ROWS])
    parser.add_argument("--only", action="append", choices=[system.value for system in System])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=JUDGED_S)
    parser.add_argument("--first-seed", type=int, default=1)
    options = parser.parse_args()
    systems = [System(name) for name in options.only or ("ours", "chromium")]
    material = make_material(options.out / "material")
    medians: dict[str, dict[System, Figures]] = {}
    for row in ROWS:
        if options.row and row.name not in options.row:
            continue
        found: dict[System, list[Figures]] = {system: [] for system in systems}
        for seed in range(options.first_seed, options.first_seed + options.runs):
            for system in systems:
                folder = options.out / "calls" / f"{row.name}-{system.value}-{seed}"
                run = run_pair(system, row.shape, seed, material, folder, seconds=options.seconds)
                found[system].append(judge(run))
                print(row.name, system.value, seed, as_json(found[system][-1]), flush=True)
        medians[row.name] = {system: median_figures(runs) for system, runs in found.items()}
        ours = medians[row.name].get(System.OURS)
        if ours is not None:
            missed = misses(row, ours, medians[row.name].get(System.CHROMIUM))
            print(f"{row.name}: {'missed: ' + ', '.join(missed) if missed else 'reached'}")
    write_table(options.out, medians)
    print((options.out / "table.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()

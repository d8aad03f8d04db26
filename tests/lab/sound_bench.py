# SPDX-License-Identifier: GPL-3.0-or-later
"""Score sound sent over generated paths, as people would hear it, in seconds instead of minutes.

``python -m tests.lab.sound_bench [speech.wav …]``; without files it is the speech of the lab.
"""

from __future__ import annotations

import argparse
import statistics
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from app.media.codecs.available import Codecs
from app.media.devices.sources import SAMPLE_RATE, Samples
from app.media.sound_plan import SoundLoss, plan_sound
from tests.lab.material import read_wav, speech_loop
from tests.lab.rows import ROWS
from tests.lab.scores import score_sound
from tests.lab.shaping import PathShape
from tests.lab.sound_trace import Heard, arrivals, encoded, heard_over

_SETTLE_S = 3.0
_REPORTS = 30

SHAPES = {row.name: row.shape for row in ROWS} | {
    "20% burst": PathShape(loss=0.2, burst=2, delay_s=0.03, jitter_s=0.01),
    "jitter 20": PathShape(delay_s=0.04, jitter_s=0.02),
    "jitter 60": PathShape(delay_s=0.03, jitter_s=0.06),
}
_RATE_WITHOUT_LIMIT = 1_500_000


@dataclass(frozen=True, slots=True)
class Score:
    """How well it is understood and what it costs."""

    pesq: float
    stoi: float
    delay_ms: float
    concealed: float
    repaired: float
    stretched_ms: float
    kbps: float


def judged(said: Samples, heard: Heard) -> Score:
    """Judge one run, after the first seconds."""
    score = score_sound(said, heard.samples[int(_SETTLE_S * SAMPLE_RATE) : -SAMPLE_RATE])
    counters = heard.counters
    delays = [note.delay_s for note in heard.notes if note.delay_s is not None]
    return Score(
        score.pesq,
        score.stoi,
        statistics.median(delays) * 1000,
        counters.concealed / counters.played,
        (counters.copied + counters.rebuilt) / counters.played,
        (counters.shortened + counters.lengthened) * 1000 / SAMPLE_RATE,
        heard.bits_per_s / 1000,
    )


def scores(
    codecs: Codecs, said: Samples, shape: PathShape, seeds: range, *, redundant: bool = True
) -> list[Score]:
    """Send sound over a path once for each seed, as the plan for its losses and its rate wants."""
    twice = np.concatenate((said, said[: int(_SETTLE_S * SAMPLE_RATE)]))
    loss = SoundLoss()
    for _ in range(_REPORTS):
        loss.heard(shape.loss)
    total = int(0.9 * shape.bits_per_s) or _RATE_WITHOUT_LIMIT
    plan = plan_sound(total, [loss], redundant=redundant)
    sent = list(encoded(codecs, twice, plan, redundant=redundant))
    return [judged(said, heard_over(codecs, sent, arrivals(sent, shape, seed))) for seed in seeds]


def main() -> None:
    """Score each path, the middle of some seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("speech", nargs="*", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--plain", action="store_true", help="a peer that knows no redundancy")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    codecs = Codecs.found()
    spoken = {file.stem: read_wav(file) for file in options.speech} or {"lab": speech_loop()}
    for name, said in spoken.items():
        for path, shape in SHAPES.items():
            if options.only not in path:
                continue
            seeds = range(options.seeds)
            found = scores(codecs, said, shape, seeds, redundant=not options.plain)
            middle = {
                field.name: statistics.median(getattr(one, field.name) for one in found)
                for field in fields(Score)
            }
            print(
                "{0:12} {1:10} PESQ {pesq:4.2f} (worst {2:4.2f}) STOI {stoi:5.3f}"
                " {delay_ms:4.0f} ms, made up {concealed:6.2%}, repaired {repaired:6.2%},"
                " stretched {stretched_ms:4.0f} ms, {kbps:4.0f} kbit/s".format(
                    name, path, min(one.pesq for one in found), **middle
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()

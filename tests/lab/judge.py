# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn what the two ends of a call wrote down into the figures of one row."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from app.media.devices.sources import SAMPLE_RATE, Samples
from tests.lab.material import read_wav, speech_loop
from tests.lab.pair_run import Judged, PairRun, System
from tests.lab.scores import PictureScore, SoundScore, longest_gap_s, score_pictures, score_sound

_LONGEST_DELAY_S = 4.0


@dataclass(frozen=True, slots=True)
class Figures:
    """One call in numbers: the mean of its two directions."""

    pesq: float
    stoi: float
    gap_ms: float
    """How much longer the longest silence heard is than the longest pause said."""
    frames_per_s: float
    freezes: float
    freeze_s: float
    width: float
    height: float
    picture_delay_p50_ms: float | None
    picture_delay_p95_ms: float | None
    mouth_to_ear_ms: float | None
    """None for Chromium, whose fake microphone does not tell when it began."""
    skew_p50_ms: float | None
    """How much later sound is than the picture of the same moment; negative where it is earlier."""
    concealed: float | None
    cpu_cores: float
    sent_kbps: float
    link_loss: float
    queue_p95_ms: float
    shaper_late_p95_ms: float
    load: float


def judge(run: PairRun) -> Figures:
    """Give the figures of one call."""
    other = (run.ends[1], run.ends[0])
    rows = [_one(run.system, end, peer) for end, peer in zip(run.ends, other, strict=True)]
    seconds = run.ends[0].end - run.ends[0].begin
    ways = list(run.path.values())

    def mean(name: str) -> Any:
        known = [row[name] for row in rows if row[name] is not None]
        return statistics.fmean(known) if known else None

    return Figures(
        **{name: mean(name) for name in rows[0]},
        sent_kbps=statistics.fmean(way["kbit"] for way in ways) / seconds,
        link_loss=statistics.fmean(way["lost"] for way in ways),
        queue_p95_ms=max(way["queue_p95_ms"] for way in ways),
        shaper_late_p95_ms=max(way["late_p95_ms"] for way in ways),
        load=run.load,
    )


def _one(system: System, end: Judged, peer: Judged) -> dict[str, float | None]:
    ours = system is System.OURS
    pictures = _pictures_ours(end, peer) if ours else _pictures_chromium(end)
    heard = _heard(system, end)
    sound = score_sound(speech_loop(), heard)
    mouth_to_ear = _mouth_to_ear_s(end, peer, sound) if ours else None
    skew = None
    if mouth_to_ear is not None and pictures.delay_p50_ms is not None:
        skew = mouth_to_ear * 1000 - pictures.delay_p50_ms
    return {
        "pesq": sound.pesq,
        "stoi": sound.stoi,
        "gap_ms": longest_gap_s(speech_loop(), heard) * 1000,
        "frames_per_s": pictures.frames_per_s,
        "freezes": pictures.freezes,
        "freeze_s": pictures.freeze_s,
        "width": pictures.width,
        "height": pictures.height,
        "picture_delay_p50_ms": pictures.delay_p50_ms,
        "picture_delay_p95_ms": pictures.delay_p95_ms,
        "mouth_to_ear_ms": mouth_to_ear * 1000 if mouth_to_ear is not None else None,
        "skew_p50_ms": skew,
        "concealed": _concealed(system, end),
        "cpu_cores": end.cpu_cores,
    }


def _heard(system: System, end: Judged) -> Samples:
    """Give the judged part of the recording."""
    heard = read_wav(end.folder / "heard.wav")
    if system is System.OURS:
        first = int((end.begin - end.seen["speaker_began_at"]) * SAMPLE_RATE)
        last = int((end.end - end.seen["speaker_began_at"]) * SAMPLE_RATE)
    else:
        marks = end.seen["marks"]
        first, last = marks["begin"]["samples"], marks["end"]["samples"]
    return heard[first:last]


def _mouth_to_ear_s(end: Judged, peer: Judged, sound: SoundScore) -> float | None:
    """Compare where the loop was at the speaker with where it was at the microphone."""
    began = peer.seen["microphone_began_at"]
    if began is None or not sound.delays_s:
        return None
    loop_s = len(speech_loop()) / SAMPLE_RATE
    said_at_begin_s = (end.begin - began) % loop_s
    late_s = (said_at_begin_s - sound.offset_s) % loop_s
    return late_s + statistics.median(sound.delays_s)


def _pictures_ours(end: Judged, peer: Judged) -> PictureScore:
    captured = {}
    delays: list[float] = []
    frames = peer.seen["captured"]
    shown = [frame for frame in end.seen["shown"] if end.begin <= frame[0] < end.end]
    place = 0
    for at, number, *_ in shown:
        # The latest frame of this number that was captured before.
        while place < len(frames) and frames[place][0] <= at:
            captured[frames[place][1]] = frames[place][0]
            place += 1
        if number is not None and number in captured:
            delay_s = at - captured[number]
            if delay_s < _LONGEST_DELAY_S:
                delays.append(delay_s)
    sizes = [(at, width, height) for at, _, width, height in end.seen["shown"]]
    return score_pictures(sizes, delays, end.begin, end.end)


def _pictures_chromium(end: Judged) -> PictureScore:
    begin, finish = (end.seen["marks"][name]["at"] / 1000 for name in ("begin", "end"))
    shown: list[tuple[float, int, int]] = []
    delays: list[float] = []
    for at, width, height, _, delay_ms in end.seen["frames"]:
        shown.append((at / 1000, width, height))
        if delay_ms is not None and begin <= at / 1000 < finish:
            delays.append(delay_ms / 1000)
    return score_pictures(shown, delays, begin, finish)


def _concealed(system: System, end: Judged) -> float | None:
    if system is System.OURS:
        share = end.seen["report"]["audio"]["concealed"]
        return None if share is None else float(share)
    for entry in end.seen["statistics"]:
        if entry["type"] == "inbound-rtp" and entry.get("kind") == "audio":
            total = entry.get("totalSamplesReceived", 0)
            return float(entry.get("concealedSamples", 0) / total) if total else None
    return None


def median_figures(runs: list[Figures]) -> Figures:
    """Give the median of each figure over several runs."""
    values: dict[str, Any] = {}
    for name in asdict(runs[0]):
        known = [getattr(run, name) for run in runs if getattr(run, name) is not None]
        values[name] = statistics.median(known) if known else None
    return Figures(**values)


def as_json(figures: Figures) -> str:
    """Write figures for a file."""
    return json.dumps({k: _short(v) for k, v in asdict(figures).items()})


def _short(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float | np.floating) else value

# SPDX-License-Identifier: GPL-3.0-or-later
"""Score what was heard and seen against what was said and shown. No input, no output."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pesq import PesqError, pesq
from pystoi import stoi
from scipy.signal import resample_poly

from app.media.devices.sources import SAMPLE_RATE, Samples

FREEZE_S = 0.2
"""As in the product's own report."""
JUDGED_RATE = 16_000
_THIRD = SAMPLE_RATE // JUDGED_RATE
_STEP_S = 0.01
_FINE_S = 0.2
_SILENT_DB = -50.0
_PIECE_S = 1.65

Signal = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SoundScore:
    """How well speech came through."""

    pesq: float
    """ITU-T P.862.2, wideband, 1.04 to 4.64: mean over the passes of the loop."""
    stoi: float
    """Short-time objective intelligibility, 0 to 1."""
    offset_s: float
    """The place in the loop of what was heard first."""
    delays_s: tuple[float, ...]
    """Of each piece: how far later it was heard than the record's beginning lets expect."""


@dataclass(frozen=True, slots=True)
class PictureScore:
    """How smoothly pictures were shown."""

    frames_per_s: float
    freezes: int
    freeze_s: float
    width: int
    height: int
    delay_p50_ms: float | None
    delay_p95_ms: float | None


def score_sound(said: Samples, heard: Samples) -> SoundScore:
    """Score a recording of the loop ``said``, from wherever in the loop it begins."""
    record = _judged(heard)
    loop = _judged(said)
    offset = _place_in_loop(loop, record)
    reference = np.roll(loop, -offset)
    length = len(reference)
    passes: list[float] = []
    stois: list[float] = []
    delays: list[float] = []
    for start in range(0, len(record), length):
        part = record[start : start + length]
        if len(part) < length // 2:
            break
        passes.append(_pesq(reference[: len(part)], part))
        for at, late in _pieces(reference, record, start):
            delays.append(late / JUDGED_RATE)
            piece = reference[at : at + int(_PIECE_S * JUDGED_RATE)]
            found = record[start + at + late : start + at + late + len(piece)]
            if len(found) == len(piece):
                stois.append(float(stoi(piece, found, JUDGED_RATE)))
    return SoundScore(
        statistics.fmean(passes) if passes else 1.0,
        statistics.fmean(stois) if stois else 0.0,
        offset / JUDGED_RATE,
        tuple(delays),
    )


def longest_gap_s(said: Samples, heard: Samples) -> float:
    """Say how much longer the longest silence that was heard is than any that was said."""
    return max(0.0, longest_silence_s(heard) - longest_silence_s(np.concatenate((said, said))))


def longest_silence_s(heard: Samples) -> float:
    """Say how long the longest silence in a sound is."""
    whole = len(heard) // 480 * 480
    power = np.mean(heard[:whole].astype(np.float64).reshape(-1, 480) ** 2, axis=1)
    silent = 10 * np.log10(power / 32768.0**2 + 1e-12) < _SILENT_DB
    longest = run = 0
    for quiet in silent:
        run = run + 1 if quiet else 0
        longest = max(longest, run)
    return longest * _STEP_S


def score_pictures(
    shown: Sequence[tuple[float, int, int]],
    delays_s: Sequence[float],
    begin: float,
    end: float,
) -> PictureScore:
    """Score frames shown as (time, width, height) between two times."""
    inside = [frame for frame in shown if begin <= frame[0] < end]
    times = [begin, *(frame[0] for frame in inside), end]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    frozen = [gap for gap in gaps if gap > FREEZE_S]
    ordered = sorted(delays_s)
    return PictureScore(
        len(inside) / (end - begin),
        len(frozen),
        sum(frozen),
        int(statistics.median(frame[1] for frame in inside)) if inside else 0,
        int(statistics.median(frame[2] for frame in inside)) if inside else 0,
        ordered[len(ordered) // 2] * 1000 if ordered else None,
        ordered[int(len(ordered) * 0.95)] * 1000 if ordered else None,
    )


def _judged(samples: Samples) -> Signal:
    resampled: Signal = resample_poly(samples.astype(np.float64) / 32768, 1, _THIRD)
    return resampled


def _place_in_loop(loop: Signal, record: Signal) -> int:
    """Find which sample of the loop the record begins with: where the waves are most alike."""
    first = record[: len(loop)]
    first = np.concatenate((first, np.zeros(len(loop) - len(first))))
    spectrum = np.fft.rfft(loop) * np.conj(np.fft.rfft(first))
    return int(np.argmax(np.fft.irfft(spectrum, len(loop))))


def _correlated(record: Signal, pattern: Signal) -> Signal:
    """Correlate a pattern with each place of a record where it lies inside as a whole."""
    count = len(record) + len(pattern) - 1
    spectrum = np.fft.rfft(record, count) * np.conj(np.fft.rfft(pattern, count))
    likeness: Signal = np.fft.irfft(spectrum, count)[: len(record) - len(pattern) + 1]
    return likeness


def _pieces(reference: Signal, record: Signal, start: int) -> list[tuple[int, int]]:
    """Give each phrase's place in the loop and how many samples later it is in the record."""
    size = int(_PIECE_S * JUDGED_RATE)
    reach = int(_FINE_S * JUDGED_RATE)
    found: list[tuple[int, int]] = []
    for at in range(0, len(reference) - size + 1, size):
        begin = start + at - reach
        window = record[max(0, begin) : start + at + size + reach]
        piece = reference[at : at + size]
        if len(window) < size or float(np.std(window)) == 0.0:
            continue
        likeness = _correlated(window, piece)
        found.append((at, int(np.argmax(likeness)) + max(0, begin) - start - at))
    return found


def _pesq(reference: Signal, heard: Signal) -> float:
    try:
        return float(pesq(JUDGED_RATE, reference, heard, "wb"))
    except (PesqError, ValueError):
        # Silence, or nothing that it takes for speech.
        return 1.0

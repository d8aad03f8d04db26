# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to hear a sound that never change it: filters, slowness, loudness. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.records.media_facts import Sound

Samples: TypeAlias = NDArray[np.float64]
"""-1 to 1."""

LOUDSPEAKER_HZ: Final = 48_000
_WINDOW_S: Final = 0.06
"""Longer than a period of a heart's lowest tones, shorter than the pause between its sounds."""
_SEARCH_S: Final = 0.07
"""So far a piece may be taken from where it is due: enough for a beat to pass undivided."""
_COARSE_HZ: Final = 4_000
"""Pieces are matched at about this rate first: what a stethoscope gives lies below half of it."""
_AGAIN: Final = 1.0
"""What hearing something again counts, in shares of its power."""
_PUNCTUAL: Final = 0.02
"""What being late by the whole search counts, in shares of the sound's own power."""
_SOFT: Final = 0.8
"""Above this level loudness is bent, not cut."""


class Filter(Enum):
    """What a stethoscope would let through; unfiltered stands first, for no two are alike."""

    UNFILTERED = "unfiltered"
    BELL = "bell"
    DIAPHRAGM = "diaphragm"
    WIDE = "wide"


BANDS_HZ: Final = {
    Filter.BELL: (20.0, 200.0),
    Filter.DIAPHRAGM: (100.0, 500.0),
    Filter.WIDE: (20.0, 1000.0),
}


@dataclass(frozen=True, slots=True)
class Hearing:
    """How a sound is heard."""

    filter: Filter = Filter.UNFILTERED
    speed: float = 1.0
    """0.5 to 1; the pitch stays."""
    gain_db: int = 0
    """-12 to 12."""


def for_loudspeaker(sound: Sound, hearing: Hearing) -> bytes:
    """Make 48 kHz mono 16-bit samples, as long as the sound divided by its speed."""
    samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float64) / 32768
    heard = stretched(
        filtered(samples, sound.rate_hz, hearing.filter), sound.rate_hz, hearing.speed
    )
    played = louder(resampled(heard, sound.rate_hz, LOUDSPEAKER_HZ), hearing.gain_db)
    return (np.clip(played, -1, 1) * 32767).astype("<i2").tobytes()


def filtered(samples: Samples, rate_hz: int, wanted: Filter) -> Samples:
    """Let a band through without moving it in time; unfiltered is returned as it is.

    The response is that of a Butterworth band-pass of order 4 run forwards and backwards.
    """
    band = BANDS_HZ.get(wanted)
    if band is None:
        return samples
    low, high = band[0], min(band[1], rate_hz / 2 * 0.95)
    size = len(samples) + rate_hz // 2
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / rate_hz), 1e-3)
    distance = (hertz**2 - low * high) / (hertz * (high - low))
    spectrum = np.fft.rfft(samples, size) / (1 + distance**8)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(samples)], dtype=np.float64)


def resampled(samples: Samples, rate_hz: int, wanted_hz: int) -> Samples:
    """Change the rate by the spectrum: nothing under half of both rates is changed."""
    count = round(len(samples) * wanted_hz / rate_hz)
    if not count:
        return samples[:0]
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return np.asarray(np.fft.irfft(spectrum, count), dtype=np.float64) * (count / len(samples))


def louder(samples: Samples, gain_db: int) -> Samples:
    """Change the loudness; what would pass full scale is bent below it."""
    if gain_db == 0:
        return samples
    raised = samples * 10 ** (gain_db / 20)
    over = np.abs(raised) - _SOFT
    bent = np.sign(raised) * (_SOFT + (1 - _SOFT) * np.tanh(over / (1 - _SOFT)))
    return np.asarray(np.where(over > 0, bent, raised), dtype=np.float64)


def stretched(samples: Samples, rate_hz: int, speed: float) -> Samples:
    """Play slower without a change of pitch, by overlapping pieces that go on alike (WSOLA).

    Each piece is taken near where it is due, there where it best continues the one before, so
    that a beat's click is neither doubled nor smeared, as it would be by changing the spectrum.
    """
    count = round(len(samples) / speed)
    half = round(rate_hz * _WINDOW_S / 2)
    reach = round(rate_hz * _SEARCH_S)
    if speed == 1.0 or len(samples) < 4 * half:
        return samples
    padded = np.pad(samples, (reach, 2 * half + 2 * reach))
    step = max(1, rate_hz // _COARSE_HZ)
    coarse = padded[: len(padded) // step * step].reshape(-1, step).mean(axis=1)
    window = np.hanning(2 * half + 1)[:-1]
    out = np.zeros(count + 2 * half)
    # The first piece has no other under its first half.
    out[:half] += padded[reach : reach + half] * (1 - window[:half])
    at = reach
    for start in range(0, count, half):
        due = reach + round(start * speed)
        if start:
            at = _continuing(padded, coarse, step, at + half, due, half, reach)
        piece = padded[at : at + 2 * half]
        out[start : start + len(piece)] += piece * window[: len(piece)]
    return out[:count]


def _continuing(
    padded: Samples, coarse: Samples, step: int, after: int, due: int, half: int, reach: int
) -> int:
    """Find the place near ``due`` that sounds most like what follows the piece before."""
    size = 2 * half // step
    pattern = coarse[after // step : after // step + size]
    first = max(0, (due - reach) // step)
    region = coarse[first : (due + reach) // step + size]
    if len(pattern) < size or len(region) < size:
        return min(due, len(padded) - 2 * half)
    # Least difference, not most likeness: silence goes on as silence. What would be heard again
    # counts by its power: pauses are made longer, and no beat is doubled. Of places that are as
    # good the one that is due wins.
    powers = np.convolve(region**2, np.ones(size), mode="valid")
    differences = powers - 2 * np.correlate(region, pattern, mode="valid")
    late = np.abs((first + np.arange(len(powers))) * step - due) / reach
    usual = float(pattern @ pattern) + float(powers.mean())
    played = after // step - first
    energy = np.concatenate(([0.0], np.cumsum(region**2)))[: len(powers) + size]
    again = np.abs(energy[: len(powers)] - energy[max(0, min(played, len(energy) - 1))])
    costs = differences + _AGAIN * again + _PUNCTUAL * usual * late
    best = first + int(np.argmin(costs))
    return _refined(padded, after, best * step, step, 2 * half)


def _refined(padded: Samples, after: int, near: int, step: int, size: int) -> int:
    pattern = padded[after : after + size]
    first = max(0, near - step)
    region = padded[first : near + step + size]
    if step == 1 or len(pattern) < size or len(region) < size:
        return min(near, len(padded) - size)
    return first + int(np.argmax(np.correlate(region, pattern, mode="valid")))

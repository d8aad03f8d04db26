# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw a DICOM waveform (PS3.3 C.10.9) as it is read on paper; runs in the confined child only.

25 mm a second and, where the file gives volts, 10 mm a millivolt, on millimetre paper; channels
beneath each other with the names of their leads.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw
from pydicom.dataset import Dataset

from app.attachments import decoder

_MILLIMETRE: Final = 4
"""Pixels."""
_SECOND: Final = 25 * _MILLIMETRE
_STRIP: Final = 30 * _MILLIMETRE
_MAX_CHANNELS: Final = 32
_MAX_SAMPLES: Final = 20_000_000
_MILLIVOLTS: Final = {"mV": 1.0, "uV": 1e-3, "µV": 1e-3, "V": 1e3}
_PAPER: Final = "#fff8f6"
_FINE: Final = "#f7d9d4"
_BOLD: Final = "#eaaaa0"
_INK: Final = "#101820"


def drawn(dataset: Dataset) -> Image.Image:
    """Draw the first group of channels."""
    group = dataset.WaveformSequence[0]
    count, length = int(group.NumberOfWaveformChannels), int(group.NumberOfWaveformSamples)
    if count > _MAX_CHANNELS or count * length > _MAX_SAMPLES:
        raise decoder.TooLarge
    rate = float(group.SamplingFrequency)
    if count < 1 or length < 2 or not 0.01 <= rate <= 1e6:
        raise decoder.NoPixels
    width = int(length / rate * _SECOND) + 1
    height = count * _STRIP
    if max(width, height) > decoder.MAX_SIDE or width * height > decoder.MAX_PIXELS:
        raise decoder.TooLarge
    samples = dataset.waveform_array(0)
    paper = Image.new("RGB", (max(width, _SECOND), height), _PAPER)
    pen = ImageDraw.Draw(paper)
    _rule(pen, paper.width, height)
    for number in range(count):
        channel = group.ChannelDefinitionSequence[number]
        middle = number * _STRIP + _STRIP // 2
        curve = _in_pixels(samples[:, number], channel)
        pen.line(_points(curve, rate, middle), fill=_INK)
        pen.text((_MILLIMETRE, number * _STRIP + 1), _name(channel, number), fill=_INK)
    return paper


def _rule(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for step, colour in ((_MILLIMETRE, _FINE), (5 * _MILLIMETRE, _BOLD)):
        for x in range(0, width, step):
            pen.line((x, 0, x, height), fill=colour)
        for y in range(0, height, step):
            pen.line((0, y, width, y), fill=colour)


def _in_pixels(samples: np.ndarray[Any, Any], channel: Dataset) -> np.ndarray[Any, Any]:
    """Scale to paper where volts are known, else so that the curve fills its strip."""
    values = np.nan_to_num(samples.astype(np.float64), posinf=0.0, neginf=0.0)
    values -= np.median(values)
    units = channel.get("ChannelSensitivityUnitsSequence")
    name = str(units[0].get("CodeValue", "")) if units else ""
    if name in _MILLIVOLTS:
        values *= _MILLIVOLTS[name] * 10 * _MILLIMETRE
    else:
        most = float(np.abs(values).max())
        values *= (_STRIP * 0.45 / most) if most > 0 else 0.0
    clipped: np.ndarray[Any, Any] = np.clip(values, -_STRIP / 2, _STRIP / 2)
    return clipped


def _points(curve: np.ndarray[Any, Any], rate: float, middle: int) -> list[tuple[float, float]]:
    """Give the lowest and highest value of each column, which is all that can be seen."""
    columns = (np.arange(len(curve)) / rate * _SECOND).astype(np.int64)
    starts = np.flatnonzero(np.diff(columns, prepend=-1))
    low, high = np.minimum.reduceat(curve, starts), np.maximum.reduceat(curve, starts)
    points: list[tuple[float, float]] = []
    for x, least, most in zip(columns[starts], low, high, strict=True):
        points += [(float(x), middle - float(most)), (float(x), middle - float(least))]
    return points


def _name(channel: Dataset, number: int) -> str:
    source = channel.get("ChannelSourceSequence")
    text = str(source[0].get("CodeMeaning", "")) if source else ""
    return "".join(c for c in text if c.isascii() and c.isprintable())[:24] or str(number + 1)

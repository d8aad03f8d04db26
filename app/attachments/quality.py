# SPDX-License-Identifier: GPL-3.0-or-later
"""Judge a recording on the spot, while the patient is still there to take it again.

Pure: decoded pixels or samples in, a judgement out. The figures hold for pictures
brought to ``_COMPARED_SIDE`` pixels, so that a large picture is not called sharp for its
size. A judgement never forbids anything: the sender may keep a recording with a reason.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from app.attachments.scale_marker import has_scale
from app.attachments.sound_marks import marks_of
from app.records.media_facts import Picture, Quality, QualityProblem, QualityVerdict, Sound

_Pixels: TypeAlias = NDArray[np.uint8]

_COMPARED_SIDE: Final = 640
_MIN_SHORT_SIDE: Final = 480
"""The least that a camera in use today gives; clinical guides wish for 800 x 600."""
_TILE: Final = 40
_LEAST_DETAIL: Final = 10.0
"""Variance of the Laplacian in the sharpest tiles: blurred demo picture 3, others 31 and up."""
_LEAST_FINENESS: Final = 3.0
"""By what factor a slight blur must reduce the detail: blurred 1.2, others 9 and up."""
_UNLIT: Final = 12
"""Below this a pixel belongs to the black surround of a fundus or otoscope picture."""
_BLOWN_OUT: Final = 254
_MIN_SECONDS: Final = 5.0
_QUIET: Final = 10 ** (-55 / 20)
_FEW_SECONDS_OF_NOISE: Final = 0.1
"""Share of a sound that contact noise may take before it should be recorded again."""


def judge(media: Picture | Sound, *, scale_expected: bool = False) -> Quality:
    """Judge a recording; ``scale_expected`` for views that need a ruler in the picture."""
    if isinstance(media, Picture):
        return _judge_picture(media, scale_expected)
    return _judge_sound(media)


def _judge_picture(picture: Picture, scale_expected: bool) -> Quality:
    shape = (picture.height, picture.width, 3)
    pixels = np.frombuffer(picture.rgb, np.uint8).reshape(shape)
    compared = _compared(pixels)
    grey = np.asarray(cv2.cvtColor(compared, cv2.COLOR_RGB2GRAY), np.uint8)
    problems: list[QualityProblem] = []
    if _is_blurred(grey):
        problems.append(QualityProblem.BLURRED)
    lit = grey[grey >= _UNLIT]
    if lit.size < grey.size / 10 or float(lit.mean()) < 55:
        problems.append(QualityProblem.DARK)
    elif float((grey >= _BLOWN_OUT).mean()) > 0.25 or float(lit.mean()) > 225:
        problems.append(QualityProblem.BRIGHT)
    if min(picture.width, picture.height) < _MIN_SHORT_SIDE:
        problems.append(QualityProblem.SMALL)
    if scale_expected and not has_scale(compared):
        problems.append(QualityProblem.NO_SCALE)
    return Quality(_verdict(problems), tuple(problems))


def _judge_sound(sound: Sound) -> Quality:
    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float32) / 32768
    problems: list[QualityProblem] = []
    if sound.seconds < _MIN_SECONDS:
        problems.append(QualityProblem.SHORT)
    if not samples.size or float(np.sqrt(np.mean(samples**2))) < _QUIET:
        problems.append(QualityProblem.SILENT)
        return Quality(_verdict(problems), tuple(problems))
    marks = marks_of(sound)
    if any(mark.problem is QualityProblem.CLIPPED for mark in marks):
        problems.append(QualityProblem.CLIPPED)
    noise = [mark for mark in marks if mark.problem is QualityProblem.CONTACT_NOISE]
    if noise:
        problems.append(QualityProblem.CONTACT_NOISE)
        share = sum(mark.end_s - mark.start_s for mark in noise) / sound.seconds
        if share <= _FEW_SECONDS_OF_NOISE and len(problems) == 1:
            # Noted, and still a usable recording: the rest of it can be heard.
            return Quality(QualityVerdict.GOOD, tuple(problems))
    return Quality(_verdict(problems), tuple(problems))


def _verdict(problems: list[QualityProblem]) -> QualityVerdict:
    if not problems:
        return QualityVerdict.GOOD
    unusable = {QualityProblem.BLURRED, QualityProblem.SILENT}
    return QualityVerdict.BAD if unusable & set(problems) else QualityVerdict.LOOK_AGAIN


def _compared(pixels: _Pixels) -> _Pixels:
    factor = _COMPARED_SIDE / max(pixels.shape[:2])
    if factor >= 1:
        return pixels
    height, width = (max(1, round(side * factor)) for side in pixels.shape[:2])
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _is_blurred(grey: _Pixels) -> bool:
    """Look at the sharpest tiles only: skin around a lesion may be smooth in a good picture."""
    detail = cv2.Laplacian(grey, cv2.CV_64F)
    rows, columns = grey.shape[0] // _TILE, grey.shape[1] // _TILE
    if not rows or not columns:
        return False
    tiles = detail[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    variances = np.sort(tiles.var(axis=(1, 3)).ravel())
    if float(variances[-10:].mean()) < _LEAST_DETAIL:
        return True
    softened = cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 2.0), cv2.CV_64F)
    return bool(detail.var() < _LEAST_FINENESS * max(float(softened.var()), 1e-9))

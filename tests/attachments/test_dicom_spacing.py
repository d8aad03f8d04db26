# SPDX-License-Identifier: GPL-3.0-or-later
"""How large a DICOM pixel was in the patient: told by real files, taken with care, and checked."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pydicom.data
import pytest
from PIL import Image
from pydicom.dataset import Dataset

from app.attachments import decoder
from app.attachments.confinement import Confinement
from app.attachments.decode import (
    CannotDecode,
    ChildReply,
    _checked_measured,
    decode,
)
from app.attachments.dicom_files import dicom_copy
from app.attachments.dicom_spacing import spacing_of, squared
from app.records.media_facts import MediaType, NoScale, Picture
from tests.fakes.documents import dicom, dicom_ecg

RAMP = np.linspace(0, 4000, 64 * 48).astype(np.uint16).reshape(48, 64)
SAMPLES = Path(pydicom.data.__file__).parent / "test_files"
OWN = {"PixelSpacing": [0.15, 0.15]}
DETECTOR = {"ImagerPixelSpacing": [0.2, 0.2]}


def opened(content: bytes) -> Picture:
    picture = decode(content, MediaType.DICOM)
    assert isinstance(picture, Picture)
    return picture


def told(**changes: Any) -> tuple[tuple[int, int], int, float]:
    """What the child says of 64 x 48 pixels of such a file: shown size, where known, side."""
    dataset = pydicom.dcmread(io.BytesIO(dicom(RAMP, **changes)))
    shown, where, side = squared(Image.new("RGB", (64, 48)), spacing_of(dataset, 0))
    return shown.size, where, side


def measures(row: float, column: float) -> Dataset:
    group, inside = Dataset(), Dataset()
    inside.PixelSpacing = [row, column]
    group.PixelMeasuresSequence = [inside]
    return group


@pytest.mark.parametrize(
    ("changes", "where", "side"),
    [
        ({}, decoder.IN_PATIENT, 0.2),
        ({"Modality": "CT", **OWN}, decoder.IN_PATIENT, 0.15),
        ({"PixelSpacing": None}, decoder.NOT_TOLD, 0.0),
        # Of an X-ray: at the detector, unless it was calibrated.
        ({"Modality": "DX", "PixelSpacing": None, **DETECTOR}, decoder.AT_DETECTOR, 0.2),
        ({"Modality": "DX", **DETECTOR}, decoder.AT_DETECTOR, 0.2),
        ({"Modality": "CR"}, decoder.AT_DETECTOR, 0.2),
        ({"Modality": "DX", **OWN, **DETECTOR}, decoder.IN_PATIENT, 0.15),
        ({"Modality": "DX", "PixelSpacingCalibrationType": "FIDUCIAL"}, decoder.IN_PATIENT, 0.2),
        ({"Modality": "US", "PixelSpacing": None, **DETECTOR}, decoder.AT_DETECTOR, 0.2),
        # Of many frames, in the groups: the frame's own before that of all.
        (
            {"PixelSpacing": None, "SharedFunctionalGroupsSequence": [measures(0.3, 0.3)]},
            decoder.IN_PATIENT,
            0.3,
        ),
        (
            {
                "PixelSpacing": None,
                "PerFrameFunctionalGroupsSequence": [measures(0.1, 0.1)],
                "SharedFunctionalGroupsSequence": [measures(0.3, 0.3)],
            },
            decoder.IN_PATIENT,
            0.1,
        ),
        # What is nearly square is square; nonsense is not told.
        ({"PixelSpacing": [0.2004, 0.2]}, decoder.IN_PATIENT, pytest.approx(0.2002)),
        ({"PixelSpacing": [-0.2, 0.2]}, decoder.NOT_TOLD, 0.0),
        ({"PixelSpacing": [0, 0]}, decoder.NOT_TOLD, 0.0),
        ({"PixelSpacing": [0.2]}, decoder.NOT_TOLD, 0.0),
        ({"PixelSpacing": [1, 200]}, decoder.NOT_SQUARE, 0.0),
    ],
)
def test_what_a_file_tells_of_its_pixels(changes: dict[str, Any], where: int, side: object) -> None:
    assert told(**changes) == ((64, 48), where, side)


@pytest.mark.parametrize(
    ("changes", "size", "where", "side"),
    [
        ({"PixelSpacing": [0.4, 0.2]}, (64, 96), decoder.IN_PATIENT, 0.2),
        ({"PixelSpacing": [0.2, 0.3]}, (96, 48), decoder.IN_PATIENT, 0.2),
        ({"PixelSpacing": None, "PixelAspectRatio": [2, 1]}, (64, 96), decoder.NOT_TOLD, 1.0),
        ({"Modality": "DX", "PixelSpacing": [0.4, 0.2]}, (64, 96), decoder.AT_DETECTOR, 0.2),
    ],
)
def test_pixels_that_are_not_square_are_shown_square(
    changes: dict[str, Any], size: tuple[int, int], where: int, side: float
) -> None:
    assert told(**changes) == (size, where, side)


def test_the_copy_that_travels_tells_the_same() -> None:
    calibrated = {"Modality": "DX", "PixelSpacingCalibrationType": "GEOMETRY"}
    calibrated |= {"PixelSpacing": [0.4, 0.2]}
    for changes, size, said in (
        (calibrated, (64, 96), 0.2),
        ({"Modality": "DX", **DETECTOR}, (64, 48), NoScale.AT_DETECTOR),
    ):
        content = dicom(RAMP, **changes)
        for each in (content, dicom_copy(content)[0]):
            picture = opened(each)
            assert ((picture.width, picture.height), picture.pixel_mm) == (size, said)


def test_sequences_out_of_form_cost_the_ruler_not_the_picture() -> None:
    odd = Dataset()
    odd.PixelMeasuresSequence = [Dataset()]
    changes = {"PixelSpacing": None, "SharedFunctionalGroupsSequence": [odd]}
    assert told(**changes) == ((64, 48), decoder.NOT_TOLD, 0.0)
    dataset = pydicom.dcmread(io.BytesIO(dicom(RAMP, PixelSpacing=None)))
    dataset.add_new("SharedFunctionalGroupsSequence", "LO", "not a sequence")
    assert spacing_of(dataset, 0) is None


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("CT_small.dcm", 0.661468),
        ("MR_small_jp2klossless.dcm", 0.3125),
        ("examples_palette.dcm", None),
    ],
)
def test_files_of_real_devices(name: str, told: float | None) -> None:
    assert opened((SAMPLES / name).read_bytes()).pixel_mm == (
        None if told is None else pytest.approx(told)
    )


def test_a_drawn_curve_is_paper_not_a_body() -> None:
    assert opened(dicom_ecg()).pixel_mm is None


def reply(where: int, side: float, body: bytes = bytes(12)) -> ChildReply:
    measured = decoder.MEASURE.pack(where, side) + body
    return ChildReply(decoder.MEASURED, Confinement(0), 2, 2, measured)


@pytest.mark.parametrize(
    ("where", "side", "told"),
    [
        (decoder.IN_PATIENT, 0.25, 0.25),
        (decoder.IN_PATIENT, math.nan, None),
        (decoder.IN_PATIENT, math.inf, None),
        (decoder.IN_PATIENT, -0.2, None),
        (decoder.IN_PATIENT, 0.0, None),
        (decoder.IN_PATIENT, 1e9, None),
        (decoder.IN_PATIENT, 1e-300, None),
        (decoder.NOT_TOLD, 0.25, None),
        (decoder.AT_DETECTOR, math.nan, NoScale.AT_DETECTOR),
        (decoder.NOT_SQUARE, 0.25, NoScale.NOT_SQUARE),
        (200, 0.25, None),
    ],
)
def test_no_number_of_the_child_is_trusted(where: int, side: float, told: object) -> None:
    assert _checked_measured(reply(where, side)).pixel_mm == told


@pytest.mark.parametrize("body", [bytes(11), bytes(13), b""])
def test_pixels_are_counted_behind_the_measure(body: bytes) -> None:
    with pytest.raises(CannotDecode):
        _checked_measured(reply(decoder.IN_PATIENT, 0.2, body))
    with pytest.raises(CannotDecode):
        _checked_measured(ChildReply(decoder.MEASURED, Confinement(0), 2, 2, b"short"))

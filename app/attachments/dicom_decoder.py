# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn one untrusted DICOM file into raw pixels, in a child process of its own.

A still picture comes as it is meant to be seen: modality and window applied, inverted where the
file says so. Of several frames the one comes that the file names as representative, else the
middle one. Waveforms come drawn. The same process makes the copy that travels. See ``decoder``.
"""

from __future__ import annotations

import codecs
import io
import sys
import warnings
from typing import Any, Final

import numpy as np
import pydicom
import pydicom.charset
import pydicom.config
from PIL import Image, Jpeg2KImagePlugin
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi_lut
from pydicom.pixels.utils import pixel_array
from pydicom.uid import (
    JPEG2000,
    UID,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    RLELossless,
)

from app.attachments import decoder
from app.attachments.confinement import confine
from app.attachments.dicom_copy import copy_without_patient, patient_facts
from app.attachments.dicom_spacing import spacing_of, squared
from app.attachments.dicom_waveform import drawn

COPY: Final = "copy"
"""Behind the task: make the copy that travels instead of pixels."""
WHOSE: Final = "whose"
"""Behind the task: say only whose it is."""
MAX_FRAMES: Final = 100_000
# Those whose decoders are here; JPEG-LS, lossless JPEG and video are not opened.
_CODINGS: Final = (JPEGBaseline8Bit, JPEGExtended12Bit, JPEG2000Lossless, JPEG2000, RLELossless)


def read(content: bytes) -> Dataset:
    """Parse a file; sequences as deep as Python's stack, sizes as large as this process."""
    return pydicom.dcmread(io.BytesIO(content))


def decode_dicom(content: bytes) -> decoder.Answer:
    """Show what is in it."""
    dataset = read(content)
    if "WaveformSequence" in dataset:
        picture = drawn(dataset)
        return decoder.PICTURE, picture.width, picture.height, picture.tobytes()
    if "PixelData" not in dataset:
        raise decoder.NoPixels
    index = _which_frame(dataset)
    picture, where, side = squared(_frame(dataset, index), spacing_of(dataset, index))
    body = decoder.MEASURE.pack(where, side) + picture.tobytes()
    return decoder.MEASURED, picture.width, picture.height, body


def _which_frame(dataset: Dataset) -> int:
    frames = int(dataset.get("NumberOfFrames") or 1)
    if frames > MAX_FRAMES:
        raise decoder.TooLarge
    named = int(dataset.get("RepresentativeFrameNumber") or 0)
    return named - 1 if 0 < named <= frames else frames // 2


def _frame(dataset: Dataset, index: int) -> Image.Image:
    rows, columns = int(dataset.Rows), int(dataset.Columns)
    if rows * columns > decoder.MAX_PIXELS or max(rows, columns) > decoder.MAX_SIDE:
        raise decoder.TooLarge
    coding = UID(dataset.file_meta.TransferSyntaxUID)
    deep = coding == JPEGExtended12Bit and int(dataset.BitsStored) > 8
    if coding.is_encapsulated and (coding not in _CODINGS or deep):
        raise decoder.NoPixels
    pixels = pixel_array(dataset, index=index)
    if str(dataset.PhotometricInterpretation) == "PALETTE COLOR":
        pixels = apply_color_lut(pixels, dataset)
        pixels = (pixels >> 8).astype(np.uint8) if pixels.dtype.itemsize > 1 else pixels
    if pixels.ndim == 2:
        return Image.fromarray(_grey(pixels, dataset)).convert("RGB")
    if pixels.dtype != np.uint8:
        pixels = (pixels >> max(0, int(dataset.BitsStored) - 8)).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(pixels[..., :3]))


def _grey(pixels: np.ndarray[Any, Any], dataset: Dataset) -> np.ndarray[Any, Any]:
    """Bring any depth to eight bits, through the file's own window where it has one."""
    values = apply_modality_lut(pixels, dataset)
    values = apply_voi_lut(values, dataset, index=0).astype(np.float32)
    low, high = float(values.min()), float(values.max())
    values -= low
    values *= 255.0 / (high - low) if high > low else 0.0
    if str(dataset.PhotometricInterpretation) == "MONOCHROME1":
        np.subtract(255.0, values, out=values)
    return np.round(values).astype(np.uint8)


def prepare() -> None:
    """Load every decoder and alphabet; afterwards nothing can be opened any more."""
    decoder.prepare()
    # Files out of form are common; each deviation is a warning, and all go nowhere.
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
    for names in pydicom.charset.python_encoding.values():
        codecs.lookup(names)
    decoder.warm_up()
    assert Jpeg2KImagePlugin.Jpeg2KImageFile.format in Image.OPEN
    assert all(get_decoder(coding).is_available for coding in _CODINGS)
    small = _small()
    decode_dicom(small)
    copy_dicom(small)
    whose(small)
    drawn(_small_waveform())


def _small_waveform() -> Dataset:
    group, whole = Dataset(), Dataset()
    group.NumberOfWaveformChannels, group.NumberOfWaveformSamples = 1, 4
    group.WaveformBitsAllocated, group.WaveformSampleInterpretation = 8, "SB"
    group.SamplingFrequency, group.WaveformData = 4, bytes(4)
    group.ChannelDefinitionSequence = [Dataset()]
    whole.WaveformSequence = [group]
    return whole


def _small() -> bytes:
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "2.25.1"
    made.Rows = made.Columns = 2
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit, made.PixelRepresentation, made.PixelData = 7, 0, bytes(4)
    made.PixelSpacing = [1, 2]
    target = io.BytesIO()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.save_as(target, enforce_file_format=True)
    return target.getvalue()


def copy_dicom(content: bytes) -> decoder.Answer:
    """Say whose it is, and copy it without saying so."""
    facts, copy = copy_without_patient(read(content))
    return decoder.DICOM_COPY, len(facts), 0, facts + copy


def whose(content: bytes) -> decoder.Answer:
    """Say whose it is."""
    facts = patient_facts(read(content))
    return decoder.DICOM_PATIENT, len(facts), 0, facts


def main() -> None:
    """Confine the process, then open the one file that comes on standard input."""
    prepare()
    work = {COPY: copy_dicom, WHOSE: whose}.get(sys.argv[-1], decode_dicom)
    decoder.answer_with(work, confine(), sys.stdin.buffer, sys.stdout.buffer)

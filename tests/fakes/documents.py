# SPDX-License-Identifier: GPL-3.0-or-later
"""DICOM files and PDFs for tests, with a patient, a place and a device named in them."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian

from tests.fakes.recordings import OWNER, PLANTED

ULTRASOUND = "1.2.840.10008.5.1.4.1.1.6.1"
ECG = "1.2.840.10008.5.1.4.1.1.9.1.1"
STUDY = "1.2.826.0.1.3680043.10.4711.1"


def dicom(pixels: np.ndarray, name: str = "Nordmann^Kari Canary", **changes: object) -> bytes:
    """Write grey pictures: height x width, or frames x height x width, of 8 or 16 bits."""
    made = _about(name, ULTRASOUND)
    bits = 8 * pixels.dtype.itemsize
    made.Rows, made.Columns = pixels.shape[-2:]
    if pixels.ndim == 3:
        made.NumberOfFrames = len(pixels)
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated = made.BitsStored = bits
    made.HighBit, made.PixelRepresentation = bits - 1, 0
    made.PixelData = np.ascontiguousarray(pixels).tobytes()
    for keyword, value in changes.items():
        setattr(made, keyword, value)
    return written(made)


def dicom_jpeg(jpeg: bytes, coding: str) -> bytes:
    """Put a coded picture into a DICOM file as it is."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        width, height = opened.size
    made = _about("Nordmann^Kari Canary", ULTRASOUND)
    made.Rows, made.Columns, made.SamplesPerPixel = height, width, 3
    made.PhotometricInterpretation, made.PlanarConfiguration = "YBR_FULL_422", 0
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit, made.PixelRepresentation = 7, 0
    made.PixelData = encapsulate([jpeg])
    made["PixelData"].VR = "OB"
    return written(made, coding)


def dicom_ecg(seconds: float = 2.0, rate_hz: int = 500) -> bytes:
    """Write one lead: a spike of a millivolt each second."""
    made = _about("Nordmann^Kari Canary", ECG)
    samples = np.zeros(int(seconds * rate_hz), np.int16)
    samples[rate_hz // 2 :: rate_hz] = 1000
    group, channel, source, unit = Dataset(), Dataset(), Dataset(), Dataset()
    source.CodeValue, source.CodingSchemeDesignator = "5.6.3-9-1", "SCPECG"
    source.CodeMeaning = "Lead I"
    unit.CodeValue, unit.CodingSchemeDesignator, unit.CodeMeaning = "uV", "UCUM", "microvolt"
    channel.ChannelSourceSequence, channel.ChannelSensitivityUnitsSequence = [source], [unit]
    channel.ChannelLabel, channel.ChannelSensitivity = OWNER[:16], 1
    channel.ChannelBaseline, channel.ChannelSensitivityCorrectionFactor = 0, 1
    group.NumberOfWaveformChannels, group.NumberOfWaveformSamples = 1, len(samples)
    group.SamplingFrequency, group.WaveformBitsAllocated = rate_hz, 16
    group.WaveformSampleInterpretation, group.WaveformData = "SS", samples.tobytes()
    group.ChannelDefinitionSequence = [channel]
    made.WaveformSequence = [group]
    return written(made)


def written(made: Dataset, coding: str = ExplicitVRLittleEndian) -> bytes:
    """Write a data set as a file."""
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = UID(coding)
    target = io.BytesIO()
    made.save_as(target, enforce_file_format=True)
    return target.getvalue()


def pdf(pages: int = 1, text: str = "Epikrise", width: int = 300, height: int = 200) -> bytes:
    """Write a letter with an author, a script and a link to the network in it."""
    kids = b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(pages))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        4: b"<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9/'\\))>>",
        5: b"<</Author(%s)/Producer(%s)>>" % (OWNER.encode(), PLANTED[1].encode()),
    }
    for number in range(pages):
        drawn = b"BT /F 40 Tf 20 80 Td (%s %d) Tj ET" % (text.encode(), number + 1)
        objects[6 + 2 * number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (width, height, 7 + 2 * number)
        )
        objects[7 + 2 * number] = b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)
    body = b"%PDF-1.4\n"
    for number, content in objects.items():
        body += b"%d 0 obj%s endobj\n" % (number, content)
    return body + b"trailer<</Root 1 0 R/Info 5 0 R>>\n%%EOF\n"


def _about(name: str, kind: str) -> Dataset:
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = kind, STUDY + ".1"
    made.StudyInstanceUID, made.SeriesInstanceUID = STUDY, STUDY + ".2"
    made.Modality = "US"
    made.PatientName, made.PatientID, made.PatientBirthDate = name, "12046112345", "19610412"
    made.InstitutionName, made.DeviceSerialNumber = OWNER, PLANTED[1]
    made.ReferringPhysicianName, made.ImageComments = OWNER, "comment canary"
    made.StudyDate, made.PixelSpacing = "20261101", [0.2, 0.2]
    private = made.private_block(0x0009, "CANARY CORP", create=True)
    private.add_new(1, "LO", OWNER)
    return made

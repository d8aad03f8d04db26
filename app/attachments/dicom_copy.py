# SPDX-License-Identifier: GPL-3.0-or-later
"""Copy a DICOM file without its patient, place, people and devices; runs in the confined child.

DICOM PS3.15 lists what to take away (Basic Application Level Confidentiality Profile). Here what
is kept is listed instead: pixels or samples, and what is needed to show and to measure them. So
private elements, overlays, dates, texts and whatever a later edition adds go as well. Who the
patient is travels in the signed referral. What is burnt into the pixels stays.
"""

from __future__ import annotations

import io
import json
import uuid
from typing import Final

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.pixels.utils import get_expected_length
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
)

from app.attachments import decoder
from app.attachments.strip_pictures import strip_jpeg

_TEXT: Final = 200
_PIXELS: Final = (
    *("SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "NumberOfFrames"),
    *("Rows", "Columns", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation"),
    *("SmallestImagePixelValue", "LargestImagePixelValue", "PixelPaddingValue"),
    *("RedPaletteColorLookupTableDescriptor", "RedPaletteColorLookupTableData"),
    *("GreenPaletteColorLookupTableDescriptor", "GreenPaletteColorLookupTableData"),
    *("BluePaletteColorLookupTableDescriptor", "BluePaletteColorLookupTableData"),
    *("ICCProfile", "LossyImageCompression", "LossyImageCompressionRatio"),
)
_LOOKS: Final = (
    *("PixelSpacing", "PixelSpacingCalibrationType", "ImagerPixelSpacing", "PixelAspectRatio"),
    *("WindowCenter", "WindowWidth"),
    *("VOILUTFunction", "RescaleIntercept", "RescaleSlope", "RescaleType", "PresentationLUTShape"),
    *("VOILUTSequence", "ModalityLUTSequence", "LUTDescriptor", "LUTData", "ModalityLUTType"),
    *("FrameTime", "FrameTimeVector", "FrameIncrementPointer", "RepresentativeFrameNumber"),
    *("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"),
    *("PixelMeasuresSequence", "SliceThickness", "SpacingBetweenSlices", "FrameVOILUTSequence"),
    "PixelValueTransformationSequence",
)
_ABOUT: Final = ("Modality", "Laterality", "ImageLaterality", "BodyPartExamined", "ViewPosition")
_WAVES: Final = (
    *("WaveformSequence", "NumberOfWaveformChannels", "NumberOfWaveformSamples"),
    *("SamplingFrequency", "WaveformBitsAllocated", "WaveformSampleInterpretation"),
    *("WaveformData", "WaveformPaddingValue", "WaveformOriginality", "MultiplexGroupTimeOffset"),
    *("ChannelDefinitionSequence", "ChannelSourceSequence", "ChannelSensitivity"),
    *("ChannelSensitivityUnitsSequence", "ChannelSensitivityCorrectionFactor", "ChannelBaseline"),
    *("ChannelTimeSkew", "ChannelSampleSkew", "WaveformBitsStored"),
    *("FilterLowFrequency", "FilterHighFrequency", "NotchFilterFrequency"),
    *("CodeValue", "CodingSchemeDesignator", "CodeMeaning"),
)
_KEPT: Final = frozenset((*_PIXELS, *_LOOKS, *_ABOUT, *_WAVES))
# Type 2 of the patient and study modules: they have to be there, and may be empty.
_EMPTY: Final = (
    *("PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime"),
    *("StudyID", "SeriesNumber", "InstanceNumber", "AccessionNumber", "ReferringPhysicianName"),
)


def copy_without_patient(source: Dataset) -> tuple[bytes, bytes]:
    """Give what the file says of its patient, as JSON, and the copy."""
    if "PixelData" not in source and "WaveformSequence" not in source:
        # Reports and plans are texts about the patient: nothing of them could be kept.
        raise decoder.NoPixels
    copy = _kept(source)
    for keyword in _EMPTY:
        setattr(copy, keyword, None)
    copy.SOPClassUID = UID(str(source.SOPClassUID))
    if not copy.SOPClassUID.is_valid:
        raise ValueError
    # Numbers drawn anew lead back to no archive and to no device.
    copy.SOPInstanceUID = _number()
    copy.StudyInstanceUID, copy.SeriesInstanceUID = _number(), _number()
    copy.PatientIdentityRemoved = "YES"
    copy.DeidentificationMethod = "Vidda keeps pixels, samples and their scales only"
    coding = UID(source.file_meta.TransferSyntaxUID)
    if "PixelData" in source:
        copy.PixelData = _pixels(source, coding)
        copy["PixelData"].VR = source["PixelData"].VR
    copy.file_meta = FileMetaDataset()
    deflated = coding == DeflatedExplicitVRLittleEndian
    copy.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian if deflated else coding
    target = io.BytesIO()
    copy.save_as(target, enforce_file_format=True)
    return patient_facts(source), target.getvalue()


def patient_facts(source: Dataset) -> bytes:
    """Name, birth date (YYYYMMDD) and whether the identity was removed; each cut short."""
    facts = {
        "name": str(source.get("PatientName") or "")[:_TEXT],
        "born": str(source.get("PatientBirthDate") or "")[:_TEXT],
        "removed": str(source.get("PatientIdentityRemoved") or "") == "YES",
    }
    return json.dumps(facts).encode()


def _kept(source: Dataset) -> Dataset:
    copy = Dataset()
    for element in source:
        if element.keyword not in _KEPT or element.tag.is_private:
            continue
        if element.VR == "SQ":
            setattr(copy, element.keyword, [_kept(item) for item in element.value])
        else:
            copy.add(element)
    return copy


def _pixels(source: Dataset, coding: UID) -> bytes:
    """Keep the coded pixels bit for bit, and nothing that stands behind or between them."""
    content = bytes(source.PixelData)
    if not coding.is_encapsulated:
        length = get_expected_length(source)
        if length > len(content):
            raise decoder.TooLarge if length > 2**31 else ValueError
        return content[:length] + bytes(length % 2)
    frames = list(generate_frames(content, number_of_frames=int(source.get("NumberOfFrames") or 1)))
    if coding in (JPEGBaseline8Bit, JPEGExtended12Bit):
        # Cameras write their EXIF into the frames too.
        frames = [strip_jpeg(frame) for frame in frames]
    return encapsulate(frames, has_bot=False)


def _number() -> UID:
    return UID(f"2.25.{uuid.uuid4().int}")

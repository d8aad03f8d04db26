# SPDX-License-Identifier: GPL-3.0-or-later
"""Take one file in, whatever it is: known by content, decoded shut in, copied without metadata.

Blocking: call from a worker thread.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from app.attachments.decode import (
    SECONDS_PER_FILE,
    CannotDecode,
    DecodeFailure,
    decode,
)
from app.attachments.dicom_files import dicom_copy
from app.attachments.dicom_patient import DicomPatient
from app.attachments.intake import NotAccepted, Refusal, accept, kind_of
from app.attachments.strip import TravelCopy, travel_copy
from app.attachments.video_reader import VideoReader, travel_video
from app.records.media_facts import MediaKind, MediaType, Picture, Sound, Video

SECONDS_IN_ALL = 60.0

_REFUSALS = {
    DecodeFailure.DAMAGED: Refusal.DAMAGED,
    DecodeFailure.TOO_LARGE: Refusal.TOO_LARGE,
    DecodeFailure.TOO_SLOW: Refusal.TOO_SLOW,
    DecodeFailure.NOT_DECODED: Refusal.UNKNOWN,
    DecodeFailure.LOCKED: Refusal.LOCKED,
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file turned out to be."""

    media_type: MediaType
    shown: Picture | Sound | None = field(repr=False)
    """Of a video the frame in its middle: at its ends a hand is often still moving.

    None: it is kept and can be passed on, but this program has no decoder for its coding."""
    copy: TravelCopy = field(repr=False)
    video: Video | None = None
    patient: DicomPatient | None = None
    """Whose it is, as far as a DICOM file says."""


def examine(content: bytes, seconds: float = SECONDS_IN_ALL) -> Examined:
    """Open a file in confined processes and make the copy that travels.

    The processes together, of which a DICOM file needs two, may take ``seconds``.

    Raises:
        NotAccepted: with the reason.
    """
    found = accept(content)
    end = time.monotonic() + seconds
    try:
        if found is MediaType.DICOM:
            return _examine_dicom(content, end)
        if kind_of(found) is MediaKind.VIDEO:
            return _examine_video(content, found, end)
        decoded = decode(content, found, min(SECONDS_PER_FILE, seconds))
    except CannotDecode as error:
        raise NotAccepted(_REFUSALS[error.cause], found) from error
    return Examined(found, decoded, travel_copy(content, found, decoded))


def _examine_dicom(content: bytes, end: float) -> Examined:
    copy, patient = dicom_copy(content, _left(end))
    shown: Picture | Sound | None = None
    try:
        shown = decode(content, MediaType.DICOM, _left(end))
    except CannotDecode as error:
        if error.cause is not DecodeFailure.NOT_DECODED:
            raise
    travels = TravelCopy(copy, MediaType.DICOM)
    return Examined(MediaType.DICOM, shown, travels, patient=patient)


def _examine_video(content: bytes, found: MediaType, end: float) -> Examined:
    reader = VideoReader(content, found, _left(end))
    try:
        middle = reader.frame(len(reader.video.times_s) // 2)
    finally:
        reader.close()
    copy = TravelCopy(travel_video(content, found, _left(end)), found)
    return Examined(found, middle, copy, video=reader.video)


def _left(end: float) -> float:
    left = min(SECONDS_PER_FILE, end - time.monotonic())
    if left <= 0:
        raise CannotDecode(DecodeFailure.TOO_SLOW)
    return left

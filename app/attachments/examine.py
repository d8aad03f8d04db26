# SPDX-License-Identifier: GPL-3.0-or-later
"""Take one file in, whatever it is: known by content, decoded shut in, copied without metadata.

Blocking: call from a worker thread.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.attachments.content import Content, as_content
from app.attachments.decode import (
    SECONDS_PER_FILE,
    CannotDecode,
    DecodeFailure,
    decode,
)
from app.attachments.dicom_files import dicom_copy
from app.attachments.dicom_patient import DicomPatient
from app.attachments.intake import NotAccepted, Refusal, accept, kind_of
from app.attachments.source import read_whole
from app.attachments.strip import TravelCopy, travel_copy
from app.attachments.video_child import seconds_for
from app.attachments.video_reader import VideoReader, travel_video
from app.records.media_facts import MediaKind, MediaType, Picture, Sound, Video
from app.vault.streams import Writable

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
    copy: TravelCopy | None = field(repr=False)
    """None of a video, which is copied by ``copy_video``, as it may be long."""
    video: Video | None = None
    patient: DicomPatient | None = None
    """Whose it is, as far as a DICOM file says."""


def examine(content: bytes | Content, seconds: float = SECONDS_IN_ALL) -> Examined:
    """Open a file in confined processes and make the copy that travels.

    The processes together, of which a DICOM file needs two, may take ``seconds``, and as much more
    as a long video needs.

    Raises:
        NotAccepted: with the reason.
    """
    file = as_content(content)
    found = accept(file)
    if kind_of(found) is MediaKind.VIDEO:
        return look_into_video(file, found, seconds + seconds_for(file))
    whole = read_whole(file, seconds)
    end = time.monotonic() + seconds
    with _refusing(found):
        if found is MediaType.DICOM:
            return _examine_dicom(whole, end)
        decoded = decode(whole, found, min(SECONDS_PER_FILE, seconds))
    return Examined(found, decoded, travel_copy(whole, found, decoded))


def look_into_video(content: Content, found: MediaType, seconds: float) -> Examined:
    """Say what a video is; there is a frame to judge it by, and no copy yet.

    Raises:
        NotAccepted: with the reason; and what its content raises.
    """
    with _refusing(found):
        reader = VideoReader(content, found, seconds)
        try:
            middle = reader.frame(len(reader.video.times_s) // 2)
        finally:
            reader.close()
    return Examined(found, middle, None, video=reader.video)


def copy_video(content: Content, found: MediaType, target: Writable, seconds: float) -> None:
    """Copy a video without metadata; ``target`` counts only after this has returned.

    Raises:
        NotAccepted: with the reason; and what content and target raise.
    """
    with _refusing(found):
        travel_video(content, found, target, seconds)


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


@contextlib.contextmanager
def _refusing(found: MediaType) -> Iterator[None]:
    """Say of a file that cannot be decoded why it is not taken."""
    try:
        yield
    except CannotDecode as error:
        raise NotAccepted(_REFUSALS[error.cause], found) from error


def _left(end: float) -> float:
    left = min(SECONDS_PER_FILE, end - time.monotonic())
    if left <= 0:
        raise CannotDecode(DecodeFailure.TOO_SLOW)
    return left

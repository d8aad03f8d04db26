# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask a confined child process whose a DICOM file is, and for a copy that does not say so.

Blocking: call from a worker thread.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from app.attachments import decoder
from app.attachments.decode import SECONDS_PER_FILE, CannotDecode, DecodeFailure, ask
from app.attachments.dicom_patient import DicomPatient
from app.attachments.intake import HEAD_BYTES, recognise
from app.records.media_facts import MediaType

_COPY: Final = "copy"
_WHOSE: Final = "whose"
_MOST_FACTS_BYTES: Final = 4096


class _PatientFacts(msgspec.Struct):
    name: str
    born: str
    removed: bool


def dicom_copy(content: bytes, seconds: float = SECONDS_PER_FILE) -> tuple[bytes, DicomPatient]:
    """Copy a DICOM file without its patient, and tell what it said of the patient.

    Raises:
        CannotDecode: as ``decode``.
    """
    patient, copy = _asked(content, seconds, _COPY, decoder.DICOM_COPY)
    if recognise(copy[:HEAD_BYTES]) is not MediaType.DICOM or any(copy[:128]):
        raise CannotDecode(DecodeFailure.DAMAGED)
    return copy, patient


def dicom_patient(content: bytes, seconds: float = SECONDS_PER_FILE) -> DicomPatient:
    """Tell what a DICOM file says of its patient.

    Raises:
        CannotDecode: as ``decode``.
    """
    patient, rest = _asked(content, seconds, _WHOSE, decoder.DICOM_PATIENT)
    if rest:
        raise CannotDecode(DecodeFailure.DAMAGED)
    return patient


def _asked(content: bytes, seconds: float, option: str, kind: int) -> tuple[DicomPatient, bytes]:
    reply = ask(MediaType.DICOM, content, seconds, option)
    if reply.kind != kind or not 0 < reply.first <= _MOST_FACTS_BYTES:
        raise CannotDecode(DecodeFailure.DAMAGED)
    patient = _patient(reply.body[: reply.first])
    if patient is None:
        raise CannotDecode(DecodeFailure.DAMAGED)
    return patient, reply.body[reply.first :]


def _patient(facts: bytes) -> DicomPatient | None:
    """Read what the child tells of a patient; None when it is out of form."""
    try:
        said = msgspec.json.decode(facts, type=_PatientFacts)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    try:
        born = datetime.strptime(said.born, "%Y%m%d").date()
    except ValueError:
        born = None
    return DicomPatient(said.name, born, said.removed)

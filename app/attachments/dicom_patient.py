# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a DICOM file and a referral speak of the same patient. Decides, reads nothing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Final

# How letters outside A to Z are commonly written by devices that have no others.
_WRITTEN: Final = str.maketrans({"æ": "a", "ä": "a", "å": "a", "ø": "o", "ö": "o", "ü": "u"})
_PAIRS: Final = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("ue", "u"))


@dataclass(frozen=True, slots=True)
class DicomPatient:
    """What a DICOM file says of its patient (PS3.3 C.7.1.1)."""

    name: str = field(repr=False)
    """As in the file: family^given^middle."""
    born: date | None = field(repr=False)
    removed: bool
    """The file says that the identity was taken out of it."""


def same_patient(file: DicomPatient, name: str, born: date | None) -> bool:
    """Tell whether nothing that the file says contradicts the referral's patient.

    Birth dates must be equal where both are known. Of the names, each part of the shorter one
    must stand in the longer one, in any order and spelling of Nordic and German letters. A file
    that names nobody contradicts nobody.
    """
    if file.removed:
        return True
    if file.born is not None and born is not None and file.born != born:
        return False
    said, wanted = _parts(file.name), _parts(name)
    return said <= wanted or (bool(wanted) and wanted <= said)


def _parts(name: str) -> frozenset[str]:
    # Ideographic and phonetic spellings follow behind "=" (PS3.5 6.2.1).
    plain = unicodedata.normalize("NFC", name.split("=")[0]).casefold().translate(_WRITTEN)
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    for pair, single in _PAIRS:
        plain = plain.replace(pair, single)
    return frozenset("".join(c if c.isalnum() else " " for c in plain).split())

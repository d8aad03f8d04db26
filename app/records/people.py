# SPDX-License-Identifier: GPL-3.0-or-later
"""People, as far as a visit or a referral needs them (FHIR R4 Patient, PractitionerRole)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.records.ids import OrganizationId, PatientId, UserId

_COORDINATOR: Final = ("coordinator", "koordinator")


@dataclass(frozen=True, slots=True)
class Patient:
    """A person who is treated."""

    patient: PatientId
    name: str
    birth_date: date | None = None
    phone: str = ""

    def age_on(self, day: date) -> int | None:
        """Count full years of life on ``day``."""
        if self.birth_date is None:
            return None
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had_birthday else 1)


@dataclass(frozen=True, slots=True)
class Practitioner:
    """A member of staff that an organisation vouches for."""

    user: UserId
    name: str
    role: str
    """Profession in plain words: "Psychiatrist", "GP", "Dermatologist"."""
    unit: str
    hpr: str
    """Number in the Norwegian register of health personnel."""
    organization: OrganizationId
    specialty: str = ""

    @property
    def coordinates(self) -> bool:
        """Whether they choose who answers referrals of their specialty."""
        return coordinates(self.role)


def coordinates(role: str) -> bool:
    """Tell whether a role in the directory is that of a coordinator; FHIR PractitionerRole.code."""
    return " ".join(role.casefold().split()) in _COORDINATOR


def initials(name: str) -> str:
    """Shorten a name to at most two capital letters: first and last."""
    words = [word for word in name.split() if word]
    if not words:
        return "?"
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in ends)


def given_name(name: str) -> str:
    """Take the first word of a name, as people are spoken to."""
    return name.split()[0] if name.split() else name

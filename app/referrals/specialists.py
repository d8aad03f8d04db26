# SPDX-License-Identifier: GPL-3.0-or-later
"""Who can be asked; pure."""

from __future__ import annotations

from app.records.ids import UserId
from app.records.people import Practitioner
from app.records.referral import Specialty
from app.vault.trust import VerifiedDirectory


def specialists(
    directory: VerifiedDirectory, specialty: Specialty, besides: UserId
) -> tuple[Practitioner, ...]:
    """List who of this specialty has a computer in force: specialists by name, then coordinators,
    who choose one, by unit.
    """
    found = [
        person
        for person in directory.practitioners
        if specialty.value in _specialties(person)
        and person.user != besides
        and directory.devices_of(person.user)
    ]
    return tuple(sorted(found, key=lambda p: (p.coordinates, p.unit * p.coordinates, p.name)))


def _specialties(person: Practitioner) -> tuple[str, ...]:
    """Read the specialties that an administrator wrote: "Heart and lung, fundus"."""
    return tuple("-".join(each.split()) for each in person.specialty.casefold().split(","))

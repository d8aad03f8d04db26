# SPDX-License-Identifier: GPL-3.0-or-later
"""A clinic in the store: identities, a patient, a visit, and a note service over them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.notes.service import NoteService
from app.records.encounter import REQUIRED, Encounter, SafetyAnswer, SafetyField, SafetyRecord
from app.records.ids import (
    AppointmentId,
    DeviceId,
    EncounterId,
    OrganizationId,
    PatientId,
    UserId,
)
from app.records.people import Patient
from app.store import encounters, patients
from app.store.database import Store
from app.vault.identity import OwnIdentity, SealingKey, SigningKey, organization_id
from app.vault.trust import VerifiedDirectory, sign_device, sign_directory, verify_directory
from signaling_server.wire_http import DeviceBody, Directory, DirectoryBody, DirectoryUser

START = datetime(2026, 11, 23, 9, 45, tzinfo=UTC)


class Clock:
    """A clock that goes one second with each look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def make_identity(name: str, organization_key: SigningKey) -> OwnIdentity:
    """Enrol somebody on a computer of their own."""
    user_key, signing_key, sealing_key = (
        SigningKey.generate(),
        SigningKey.generate(),
        SealingKey.generate(),
    )
    user, device = UserId(secrets.token_hex(16)), DeviceId(secrets.token_hex(16))
    document = sign_device(
        DeviceBody(
            device=device,
            user=user,
            user_key=user_key.public,
            signing_key=signing_key.public,
            sealing_key=sealing_key.public,
            created=START.timestamp() - 60,
            expires=START.timestamp() + 3600,
        ),
        user_key,
    )
    return OwnIdentity(
        organization=OrganizationId(organization_id(organization_key.public)),
        organization_key=organization_key.public,
        server_url="http://127.0.0.1",
        user=user,
        device=device,
        name=name,
        role="Psychiatrist",
        unit="DPS Viddal",
        hpr="0000001",
        user_key=user_key,
        signing_key=signing_key,
        sealing_key=sealing_key,
        device_document=document,
    )


def make_directory(key: SigningKey, *people: OwnIdentity) -> VerifiedDirectory:
    """Let the organisation vouch for people."""
    users = tuple(
        DirectoryUser(
            user=p.user,
            name=p.name,
            role=p.role,
            unit=p.unit,
            hpr=p.hpr,
            public_key=p.user_key.public,
            valid_from=0.0,
            valid_to=START.timestamp() + 1e7,
        )
        for p in people
    )
    body = DirectoryBody(organization_id(key.public), "Viddal", 1, 0.0, users, ())
    documents = tuple(p.device_document for p in people)
    directory = Directory(sign_directory(body, key), documents)
    return verify_directory(directory, key.public, 0, START.timestamp())


@dataclass
class Clinic:
    """What the tests of notes stand on."""

    store: Store
    key: SigningKey
    astrid: OwnIdentity
    jon: OwnIdentity
    """A colleague whom the directory vouches for."""
    patient: Patient
    encounter: Encounter
    clock: Clock

    def service_of(self, who: OwnIdentity, *known: OwnIdentity) -> NoteService:
        """Let somebody sit down at this computer."""
        directory = make_directory(self.key, *known) if known else None
        return NoteService(self.store, who, lambda: directory, self.clock)

    @property
    def notes(self) -> NoteService:
        """Astrid's notes, with a directory that knows both."""
        return self.service_of(self.astrid, self.astrid, self.jon)

    def complete(self) -> Encounter:
        """Give the visit with every question answered."""
        answers = tuple(
            SafetyAnswer(field, f"answer to {field.value}", START, self.astrid.user)
            for field in SafetyField
            if field in REQUIRED
        )
        return replace(self.encounter, safety=SafetyRecord(answers))


@asynccontextmanager
async def clinic_in(profile: Path) -> AsyncIterator[Clinic]:
    """Open a clinic's store in this folder, with a visit that took place."""
    store = await Store.open(profile, secrets.token_bytes(32))
    key = SigningKey.generate()
    astrid, jon = make_identity("Astrid Fonnedal", key), make_identity("Jon Lie", key)
    patient = Patient(PatientId("a" * 32), "Eira Multemyr", date(1992, 3, 4), "000 12 345")
    await patients.save_patient(store, patient)
    encounter = Encounter(
        encounter=EncounterId("e" * 32),
        appointment=AppointmentId("b" * 32),
        patient=patient.patient,
        start=START,
        end=START + timedelta(minutes=46),
        participants=("Eira Multemyr, patient", "Astrid Fonnedal, psychiatrist"),
        verified=True,
    )
    await encounters.save_encounter(store, encounter)
    yield Clinic(store, key, astrid, jon, patient, encounter, Clock())
    await store.close()


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    async with clinic_in(tmp_path / "profile") as made:
        yield made

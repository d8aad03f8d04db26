# SPDX-License-Identifier: GPL-3.0-or-later
"""Patients known on this computer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from app.records.ids import PatientId
from app.records.people import Patient
from app.store.database import Connection, Store

COLUMNS = "patients.patient, patients.name, patients.birth_date, patients.phone"


async def save_patient(store: Store, patient: Patient) -> None:
    """Set or replace a patient."""
    await store.run(lambda connection: put_patient(connection, patient))


async def patient(store: Store, patient: PatientId) -> Patient | None:
    """Find a patient by id."""

    def work(connection: Connection) -> Patient | None:
        row = connection.execute(
            f"SELECT {COLUMNS} FROM patients WHERE patient = ?", (patient,)
        ).fetchone()
        return None if row is None else from_row(row)

    return await store.run(work)


async def find_patient(store: Store, name: str, birth_date: date | None) -> Patient | None:
    """Find a patient by name, whatever its case and spacing, and the same date of birth.

    Without a date only a patient without one is found: a name alone is not an identity.
    """

    def work(connection: Connection) -> Patient | None:
        row = connection.execute(
            f"SELECT {COLUMNS} FROM patients WHERE name_key = ? AND birth_date IS ? "
            "ORDER BY rowid LIMIT 1",
            (_name_key(name), _date_text(birth_date)),
        ).fetchone()
        return None if row is None else from_row(row)

    return await store.run(work)


async def patients(store: Store) -> tuple[Patient, ...]:
    """List all patients by name."""

    def work(connection: Connection) -> tuple[Patient, ...]:
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM patients ORDER BY name_key, birth_date, patient"
        ).fetchall()
        return tuple(from_row(row) for row in rows)

    return await store.run(work)


async def names(store: Store, wanted: Iterable[PatientId]) -> dict[PatientId, str]:
    """Give the names of these patients, as far as they are known here."""
    ids = tuple(dict.fromkeys(wanted))

    def work(connection: Connection) -> dict[PatientId, str]:
        query = "SELECT name FROM patients WHERE patient = ?"
        found = {name: connection.execute(query, (name,)).fetchone() for name in ids}
        return {name: row[0] for name, row in found.items() if row is not None}

    return await store.run(work)


def put_patient(connection: Connection, patient: Patient) -> None:
    """Set or replace a patient within a transaction."""
    connection.execute(
        "INSERT INTO patients (patient, name, name_key, birth_date, phone) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (patient) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, "
        "birth_date = excluded.birth_date, phone = excluded.phone",
        (
            patient.patient,
            patient.name,
            _name_key(patient.name),
            _date_text(patient.birth_date),
            patient.phone,
        ),
    )


def from_row(row: tuple[str, str, str | None, str]) -> Patient:
    """Read the four columns of ``COLUMNS``."""
    born = None if row[2] is None else date.fromisoformat(row[2])
    return Patient(PatientId(row[0]), row[1], born, row[3])


def _name_key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _date_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Planned visits with their links' secrets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.records.ids import AppointmentId, LinkId, ReferralId
from app.records.schedule import Appointment, AppointmentStatus, JoinLink
from app.store import patients
from app.store.database import Connection, Store
from app.store.times import from_us, to_us

_SELECT = (
    f"SELECT appointment, reason, start_us, end_us, status, outcome, link, link_secret, "
    f"link_revoked, referral, {patients.COLUMNS} FROM appointments "
    "JOIN patients ON patients.patient = appointments.patient"
)


async def save_appointment(store: Store, appointment: Appointment) -> None:
    """Set or replace an appointment and its patient."""
    link = appointment.link
    row = (
        appointment.appointment,
        appointment.patient.patient,
        appointment.reason,
        to_us(appointment.start),
        to_us(appointment.end),
        appointment.status.value,
        appointment.outcome,
        None if link is None else link.link,
        None if link is None else link.secret,
        0 if link is None else int(link.revoked),
        appointment.based_on,
    )

    def work(connection: Connection) -> None:
        patients.put_patient(connection, appointment.patient)
        connection.execute(
            "INSERT INTO appointments (appointment, patient, reason, start_us, end_us, status, "
            "outcome, link, link_secret, link_revoked, referral) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (appointment) DO UPDATE SET patient = excluded.patient, "
            "reason = excluded.reason, start_us = excluded.start_us, end_us = excluded.end_us, "
            "status = excluded.status, outcome = excluded.outcome, link = excluded.link, "
            "link_secret = excluded.link_secret, link_revoked = excluded.link_revoked, "
            "referral = excluded.referral",
            row,
        )

    await store.run(work)


async def appointment(store: Store, appointment: AppointmentId) -> Appointment | None:
    """Find an appointment."""

    def work(connection: Connection) -> Appointment | None:
        row = connection.execute(f"{_SELECT} WHERE appointment = ?", (appointment,)).fetchone()
        return None if row is None else _from_row(row)

    return await store.run(work)


async def appointments_between(
    store: Store, start: datetime, end: datetime
) -> tuple[Appointment, ...]:
    """List what begins at or after ``start`` and before ``end``, by time."""
    span = (to_us(start), to_us(end))

    def work(connection: Connection) -> tuple[Appointment, ...]:
        rows = connection.execute(
            f"{_SELECT} WHERE start_us >= ? AND start_us < ? ORDER BY start_us, appointment", span
        ).fetchall()
        return tuple(_from_row(row) for row in rows)

    return await store.run(work)


async def appointments_for(store: Store, referral: ReferralId) -> tuple[Appointment, ...]:
    """List the visits that answer a referral, by time."""

    def work(connection: Connection) -> tuple[Appointment, ...]:
        rows = connection.execute(
            f"{_SELECT} WHERE referral = ? ORDER BY start_us, appointment", (referral,)
        ).fetchall()
        return tuple(_from_row(row) for row in rows)

    return await store.run(work)


async def set_status(
    store: Store, appointment: AppointmentId, status: AppointmentStatus, outcome: str = ""
) -> None:
    """Change how an appointment stands, and why it did not take place."""

    def work(connection: Connection) -> None:
        connection.execute(
            "UPDATE appointments SET status = ?, outcome = ? WHERE appointment = ?",
            (status.value, outcome, appointment),
        )

    await store.run(work)


def _from_row(row: Any) -> Appointment:
    (key, reason, start, end, status, outcome, link, secret, revoked, referral, *patient) = row
    return Appointment(
        AppointmentId(key),
        patients.from_row(tuple(patient)),
        reason,
        from_us(start),
        from_us(end),
        AppointmentStatus(status),
        None if link is None else JoinLink(LinkId(link), secret, bool(revoked)),
        outcome,
        None if referral is None else ReferralId(referral),
    )

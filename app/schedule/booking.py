# SPDX-License-Identifier: GPL-3.0-or-later
"""Make visits: the server's slot and door first, then the visit on this disk, or neither."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.records.ids import AppointmentId, LinkId, PatientId, ReferralId
from app.records.people import Patient
from app.records.schedule import Appointment, JoinLink
from app.schedule.doors import Doors
from app.schedule.planning import NotPlanned, check_wish
from app.schedule.unfinished import Unfinished
from app.schedule.views import NewVisit
from app.signaling.http import ServerUnreachable
from app.store import appointments, patients
from app.store.database import Store
from signaling_server.wire import AppointmentState


class Booking:
    """Plans visits with their links. Belongs to the asyncio thread."""

    def __init__(self, store: Store, doors: Doors, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._doors = doors
        self._clock = clock
        self._unfinished = Unfinished(store)

    async def plan(
        self,
        patient_name: str,
        birth_date: date | None,
        phone: str,
        reason: str,
        start: datetime,
        minutes: int,
        based_on: ReferralId | None = None,
    ) -> NewVisit:
        """Plan a visit and make the patient's link.

        Raises:
            VisitNotPlannable: with the cause.
            NotPlanned: offline; nothing was saved.
            RefusedByServer, StoreFull: nothing was saved. In each case ``undo_unfinished`` takes
                back what the server may have got.
        """
        self.check(patient_name, start, minutes)
        visit = Appointment(
            AppointmentId(secrets.token_hex(16)),
            await self._patient(patient_name, birth_date, phone),
            reason.strip(),
            start.astimezone(UTC),
            start.astimezone(UTC) + timedelta(minutes=minutes),
            link=new_link(),
            based_on=based_on,
        )
        try:
            async with self._unfinished.making(visit.appointment):
                await self._doors.reserve(visit)
                await self._doors.open(visit)
                await appointments.save_appointment(self._store, visit)
        except ServerUnreachable as error:
            # Undone when the line is back.
            raise NotPlanned from error
        return NewVisit(visit.appointment, self._doors.address(visit))

    def check(self, patient_name: str, start: datetime, minutes: int) -> None:
        """Refuse a visit that cannot be, before anything is done. Raises VisitNotPlannable."""
        check_wish(patient_name, start, minutes, self._clock())

    async def undo_unfinished(self) -> None:
        """Have the server let go of slots that never became a visit here.

        Raises:
            ServerUnreachable, RefusedByServer: the rest is left for the next time.
        """
        await self._unfinished.undo(
            lambda appointment: self._doors.end(appointment, AppointmentState.CANCELLED)
        )

    async def _patient(self, name: str, birth_date: date | None, phone: str) -> Patient:
        name = " ".join(name.split())
        known = None
        if birth_date is not None:
            known = await patients.find_patient(self._store, name, birth_date)
        if known is None:
            # A name alone is no identity: without a birth date each visit has its own patient.
            return Patient(PatientId(secrets.token_hex(16)), name, birth_date, phone.strip())
        return replace(known, phone=phone.strip() or known.phone)


def new_link() -> JoinLink:
    """Draw the number and the secret of a door for one guest."""
    return JoinLink(LinkId(secrets.token_hex(16)), secrets.token_bytes(16))

# SPDX-License-Identifier: GPL-3.0-or-later
"""A fictional clinic on a running server: really enrolled people, ready profiles, a day's visits.

Everybody here is invented. Nothing is faked: codes, keys, directory, links and sealed cards are
made the way a clinic makes them.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.enrolment import organization_file
from app.enrolment.administration import Administration
from app.enrolment.newcomer import claim, wait_for_approval
from app.enrolment.organization_file import OrganizationExists
from app.records.ids import AppointmentId, PatientId
from app.records.people import Patient
from app.records.schedule import Appointment, AppointmentStatus
from app.schedule.doors import CLINIC_PHONE
from app.schedule.service import ScheduleService
from app.schedule.views import NewVisit
from app.signaling.directory import DirectoryClient
from app.signaling.http import ServerClient
from app.signaling.login import Tokens, device_login
from app.signaling.session import Session
from app.store import appointments, settings
from app.store.database import Store
from app.store.directory import load_directory, save_directory
from app.store.identity import save_identity
from app.vault.argon import FLOOR
from app.vault.durable import private_directory, write_durably
from app.vault.identity import OwnIdentity
from app.vault.vault import Vault

ORGANIZATION: Final = "DPS Viddal"
_PHONE: Final = "00 00 00 00"


@dataclass(frozen=True, slots=True)
class _Person:
    folder: str
    name: str
    role: str
    unit: str
    hpr: str
    specialty: str


_PEOPLE: Final = (
    _Person("psychiatrist", "Astrid Fonnedal", "Psychiatrist", ORGANIZATION, "0000001", ""),
    _Person("gp", "Henrik Lyngås", "GP", "Viddal", "0000002", ""),
    _Person(
        "dermatologist",
        "Sigrun Aasheim",
        "Dermatologist",
        "University hospital",
        "0000003",
        "dermatology",
    ),
    _Person(
        "cardiologist",
        "Ragnhild Tveiten",
        "Cardiologist",
        "University hospital",
        "0000004",
        "heart and lung",
    ),
    _Person(
        "coordinator",
        "Oddvar Kvamme",
        "Coordinator",
        "University hospital",
        "0000005",
        "heart and lung",
    ),
)


@dataclass(frozen=True, slots=True)
class _Visit:
    name: str
    born: date
    reason: str
    offset_minutes: int
    """From now."""
    minutes: int
    status: AppointmentStatus = AppointmentStatus.BOOKED
    outcome: str = ""


_NOW: Final = _Visit("Eira Multemyr", date(1992, 3, 14), "Follow-up, depression", 0, 30)
_OTHERS: Final = (
    _Visit(
        "Torbjørn Myrvang",
        date(1958, 11, 2),
        "Medication review, lithium",
        -165,
        30,
        AppointmentStatus.FULFILLED,
    ),
    _Visit(
        "Solveig Brattli",
        date(2001, 6, 21),
        "First visit, social anxiety",
        -120,
        45,
        AppointmentStatus.FULFILLED,
    ),
    _Visit(
        "Amund Lierhagen",
        date(1975, 1, 30),
        "Follow-up, insomnia",
        -60,
        30,
        AppointmentStatus.NOSHOW,
        "Could not be reached by phone; a new time is offered",
    ),
    _Visit("Ingeborg Tindvik", date(1986, 9, 8), "Follow-up, panic disorder", 45, 30),
    _Visit("Jonas Kvernmo", date(1997, 4, 17), "Medication review, ADHD", 90, 30),
    _Visit("Marit Høgsletta", date(1949, 12, 5), "Follow-up, grief", 150, 45),
)


async def make_demo_clinic(directory: Path, server_url: str) -> dict[str, Any]:
    """Make the clinic in ``directory``; tells profiles, the visit of now, and its patient's link.

    Each call with another directory makes an organisation of its own.

    Raises:
        OrganizationExists: there is a clinic in this directory already.
        ServerUnreachable, RefusedByServer: the server is not ready for it.
    """
    passphrase = " ".join(secrets.token_hex(4) for _ in range(4))
    if await asyncio.to_thread(organization_file.exists, directory / "organization"):
        raise OrganizationExists
    private_directory(directory)
    administration = Administration(directory / "organization", passphrase, cost=FLOOR)
    await administration.init(server_url, ORGANIZATION)
    await asyncio.to_thread(write_durably, directory / "passphrase", passphrase.encode() + b"\n")
    identities = await _enrol(administration, server_url)
    result: dict[str, Any] = {}
    for person, identity in zip(_PEOPLE, identities, strict=True):
        profile = directory / person.folder
        visit = await _make_profile(profile, passphrase, identity, person is _PEOPLE[0])
        result[person.folder] = {"profile": str(profile)}
        if visit is not None:
            result |= {"appointment": visit.appointment, "link": visit.link}
    return result


async def _enrol(administration: Administration, server_url: str) -> list[OwnIdentity]:
    claims = []
    for person in _PEOPLE:
        code = await administration.enrol(
            person.name, person.role, person.unit, person.hpr, person.specialty
        )
        claims.append(await claim(server_url, code, person.folder))
    await administration.approve()
    return [await wait_for_approval(claimed) for claimed in claims]


async def _make_profile(
    profile: Path, passphrase: str, identity: OwnIdentity, with_visits: bool
) -> NewVisit | None:
    created = await asyncio.to_thread(Vault(profile, None, FLOOR).create, passphrase)
    store = await Store.open(profile, created.key)
    client = ServerClient(identity.server_url)
    try:
        await save_identity(store, identity)
        await settings.put(store, CLINIC_PHONE, _PHONE)
        tokens = Tokens(lambda: device_login(client, identity))
        await DirectoryClient(
            client,
            tokens,
            identity.organization_key,
            lambda: load_directory(store),
            lambda body, version: save_directory(store, body, version),
        ).refresh()
        if not with_visits:
            return None
        # Planning needs no live session, only somebody to ask about it.
        session = Session(client, tokens.current)
        service = ScheduleService(
            store, session, client, tokens, identity, lambda: datetime.now(UTC)
        )
        return await _plan_day(store, service)
    finally:
        await client.close()
        await store.close()


async def _plan_day(store: Store, service: ScheduleService) -> NewVisit:
    now = datetime.now(UTC)
    for visit in _OTHERS:
        start = now + timedelta(minutes=visit.offset_minutes)
        # To the quarter, as people plan.
        start -= timedelta(minutes=start.minute % 15, seconds=start.second)
        start = start.replace(microsecond=0)
        if visit.status is AppointmentStatus.BOOKED:
            await service.plan(visit.name, visit.born, "", visit.reason, start, visit.minutes)
        else:
            await appointments.save_appointment(store, _past(visit, start))
    return await service.plan(_NOW.name, _NOW.born, "", _NOW.reason, now, _NOW.minutes)


def _past(visit: _Visit, start: datetime) -> Appointment:
    return Appointment(
        AppointmentId(secrets.token_hex(16)),
        Patient(PatientId(secrets.token_hex(16)), visit.name, visit.born),
        visit.reason,
        start,
        start + timedelta(minutes=visit.minutes),
        visit.status,
        outcome=visit.outcome,
    )

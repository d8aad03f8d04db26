# SPDX-License-Identifier: GPL-3.0-or-later
"""The door of a link: when it opens, who proves what, and how it is closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from aiohttp import ClientSession
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from signaling_server.serving import Options
from signaling_server.wire import CLOSE_UNAUTHORISED, AppointmentState, Dismissed, Knock, Role
from signaling_server.wire_http import Appointment as KnownAppointment
from signaling_server.wire_http import AppointmentChange, IceServers, NewAppointment, NewLink
from tests.fakes.running_server import RunningServer, running_server
from tests.server.clinic import DAY, Clinic, Clock, Visitor, as_json, new_id, public
from tests.server.talk import talking


@pytest_asyncio.fixture
async def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def server(tmp_path: Path, clock: Clock) -> AsyncIterator[RunningServer]:
    options = Options(
        data=tmp_path, port=0, turn_urls=("turn:relay.example:3478",), turn_secret="secret"
    )
    async with running_server(tmp_path, clock=clock, options=options) as running:
        yield running


async def test_the_door_opens_and_closes_by_the_servers_clock(clinic: Clinic, clock: Clock) -> None:
    doctor = await clinic.enrol()
    appointment = await doctor.new_appointment(start=clock.now + 3600, minutes=30)
    patient = Visitor(clinic.client, clinic.url, await doctor.new_link(appointment))
    path = f"/links/{patient.door.link}/session"
    assert await patient.log_in() == 425
    clock.now += 1800
    assert await patient.log_in() == 200
    assert patient.answer is not None
    assert patient.answer.closes - patient.answer.opens == 30 * 60 + 30 * 60 + 60 * 60
    assert (patient.answer.card, patient.answer.role) == (b"sealed card", Role.PATIENT)
    clock.now += 1800 + 1800 + 3600 + 1
    assert await patient.log_in() == 410
    assert await patient.status("GET", path) == 405


async def test_a_wrong_proof_is_refused_and_guessing_is_slowed(
    clinic: Clinic, clock: Clock
) -> None:
    doctor = await clinic.enrol()
    appointment = await doctor.new_appointment()
    patient = Visitor(clinic.client, clinic.url, await doctor.new_link(appointment))
    for _ in range(10):
        assert await patient.log_in(Ed25519PrivateKey.generate()) == 401
    assert await patient.log_in() == 429
    clock.now += 11
    assert await patient.log_in() == 200
    unknown = Visitor(clinic.client, clinic.url, patient.door)
    unknown.door = type(patient.door)(new_id(), appointment)
    assert await unknown.log_in() == 401


async def test_a_nonce_is_good_for_a_minute(clinic: Clinic, clock: Clock) -> None:
    doctor = await clinic.enrol()
    challenge = await doctor.challenge(doctor.device)
    assert len(challenge.nonce) == 32
    ended = clock.now + 61

    async def late_challenge(_subject: str) -> object:
        clock.now = ended
        return challenge

    doctor.challenge = late_challenge  # type: ignore[method-assign,assignment]
    assert await doctor.log_in() == 401


async def test_a_token_slides_and_ends(clinic: Clinic, clock: Clock) -> None:
    doctor = await clinic.enrol()
    for _ in range(71):
        clock.now += 600
        assert await doctor.status("GET", "/appointments") == 200
    clock.now += 600
    assert await doctor.status("GET", "/appointments") == 401
    assert await doctor.log_in() == 200
    clock.now += 901
    assert await doctor.status("GET", "/appointments") == 401


async def test_a_closed_link_is_dead_and_its_guest_out(clinic: Clinic) -> None:
    doctor = await clinic.enrol()
    appointment = await doctor.new_appointment()
    patient = Visitor(clinic.client, clinic.url, await doctor.new_link(appointment))
    assert await patient.log_in() == 200
    stranger = await clinic.enrol()
    path = f"/links/{patient.door.link}"
    assert await stranger.status("DELETE", path) == 404
    async with talking(patient) as guest:
        await guest.ask(Knock, None)
        assert await doctor.status("DELETE", path) == 204
        assert await guest.closed() == CLOSE_UNAUTHORISED
        assert any(isinstance(message, Dismissed) for message in guest.heard)
    assert await patient.log_in() == 410
    assert await doctor.status("DELETE", path) == 204
    new = NewLink(appointment, public(patient.door.key), Role.PATIENT, b"sealed card")
    assert await doctor.status("PUT", path, new) == 409


async def test_appointments_of_their_owner(clinic: Clinic, clock: Clock) -> None:
    doctor, other = await clinic.enrol(), await clinic.enrol()
    appointment = await doctor.new_appointment()
    path = f"/appointments/{appointment}"
    times = NewAppointment(clock.now + 600, clock.now + 3300)
    assert await doctor.status("PUT", path, times) == 200
    moved = NewAppointment(clock.now + 7200, clock.now + 9000)
    assert await doctor.status("PUT", path, moved) == 200
    assert await other.status("PUT", path, times) == 409
    assert await doctor.status("PUT", path, NewAppointment(2.0, 1.0)) == 400
    _, raw = await doctor.call("GET", "/appointments")
    assert [row["start"] for row in as_json(raw)] == [moved.start]
    _, raw = await other.call("GET", "/appointments")
    assert as_json(raw) == []
    cancelled = AppointmentChange(AppointmentState.CANCELLED)
    door = await doctor.new_link(appointment)
    assert await other.status("PATCH", path, cancelled) == 404
    answer, raw = await doctor.call("PATCH", path, cancelled)
    assert (answer.status, as_json(raw)["state"]) == (200, "cancelled")
    assert KnownAppointment.__struct_fields__ == tuple(as_json(raw))
    assert await Visitor(clinic.client, clinic.url, door).log_in() == 410


async def test_links_are_made_within_bounds(clinic: Clinic, clock: Clock) -> None:
    doctor, other = await clinic.enrol(), await clinic.enrol()
    appointment = await doctor.new_appointment()
    key = public(Ed25519PrivateKey.generate())
    good = NewLink(appointment, key, Role.PATIENT, b"card")
    link = f"/links/{new_id()}"
    assert await doctor.status("PUT", link, good) == 201
    assert await doctor.status("PUT", link, good) == 200
    assert await other.status("PUT", f"/links/{new_id()}", good) == 404
    for bad, status in (
        (NewLink(appointment, b"short", Role.PATIENT, b"card"), 400),
        (NewLink(appointment, key, Role.CLINICIAN, b"card"), 400),
        (NewLink(appointment, key, Role.PATIENT, b"x" * 9000), 413),
        (NewLink(new_id(), key, Role.PATIENT, b"card"), 404),
    ):
        assert await doctor.status("PUT", f"/links/{new_id()}", bad) == status
    far = await doctor.new_appointment(start=clock.now + 31 * DAY)
    ahead = NewLink(far, key, Role.PATIENT, b"card")
    assert await doctor.status("PUT", f"/links/{new_id()}", ahead) == 425


async def test_relay_credentials_are_what_coturn_checks(clinic: Clinic, clock: Clock) -> None:
    doctor = await clinic.enrol()
    appointment = await doctor.new_appointment()
    path = f"/appointments/{appointment}/ice-servers"
    answer, raw = await doctor.call("POST", path)
    assert answer.status == 200
    found = as_json(raw)
    assert found["relay_only"] is True
    assert found["expires"] == int(clock.now + 600)
    (entry,) = found["servers"]
    assert entry["username"].split(":")[0] == str(int(clock.now + 600))
    assert IceServers.__struct_fields__ == tuple(found)


async def test_the_page_behind_a_link_changes_nothing(
    clinic: Clinic, client: ClientSession
) -> None:
    doctor = await clinic.enrol()
    appointment = await doctor.new_appointment()
    patient = Visitor(clinic.client, clinic.url, await doctor.new_link(appointment))
    pages = []
    for link in (patient.door.link, new_id(), "nonsense"):
        async with client.get(f"{clinic.url}/j/{link}") as answer:
            assert answer.status == 200
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; style-src 'sha256-")
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            pages.append(await answer.text())
    assert len(set(pages)) == 1
    assert "<script" not in pages[0]
    assert await patient.log_in() == 200
    assert patient.answer is not None
    assert patient.answer.known_seat

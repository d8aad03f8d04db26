# SPDX-License-Identifier: GPL-3.0-or-later
"""Organisations, enrolment and login against the real server."""

from __future__ import annotations

import msgspec
from aiohttp import ClientSession

from signaling_server.wire_http import (
    Enrolment,
    EnrolmentClaim,
    NewEnrolment,
    NewOrganization,
)
from tests.fakes.running_server import RunningServer
from tests.server.clinic import Clinic, Person, new_id, public


async def test_an_organisation_is_created_once(
    server: RunningServer, client: ClientSession
) -> None:
    clinic = Clinic(client, server.url)
    document = clinic.next_directory()
    new = NewOrganization(public(clinic.key), document)
    path = f"/organizations/{clinic.organization}"
    assert await clinic.status("PUT", path, new) == 201
    assert await clinic.status("PUT", path, new) == 200
    stranger = Clinic(client, server.url)
    other = NewOrganization(public(stranger.key), stranger.next_directory())
    assert await clinic.status("PUT", path, other) == 409
    assert (await clinic.directory()).document == document


async def test_from_elsewhere_a_set_up_code_is_asked_for(
    server: RunningServer, client: ClientSession
) -> None:
    clinic = Clinic(client, server.url)
    assert await clinic.create(X_Forwarded_For="192.0.2.1") == 403
    clinic.version = 0
    assert await clinic.create(Via="1.1 proxy", Vidda_Set_Up_Code="wrong") == 403
    clinic.version = 0
    path = server.data / "set-up-code"
    assert path.stat().st_mode & 0o777 == 0o600
    assert await clinic.create(Via="1.1 proxy", Vidda_Set_Up_Code=path.read_text().strip()) == 201


async def test_a_newcomer_is_enrolled_and_logs_in(clinic: Clinic) -> None:
    person = Person(clinic.client, clinic.url, clinic.now)
    enrolment = await clinic.invite()
    claim = EnrolmentClaim(public(person.user_key), person.device_document(), b"m" * 32)
    path = f"/enrolments/{enrolment}"
    assert await person.status("PUT", f"{path}/claim", claim) == 201
    assert await person.status("PUT", f"{path}/claim", claim) == 200
    rival = Person(clinic.client, clinic.url, clinic.now)
    other = EnrolmentClaim(public(rival.user_key), rival.device_document(), b"m" * 32)
    assert await rival.status("PUT", f"{path}/claim", other) == 409
    assert not (await person.get(path, Enrolment)).approved
    assert await person.log_in() == 401

    clinic.people.append(person)
    assert await clinic.sign_directory() == 204
    assert (await person.get(path, Enrolment)).approved
    assert await person.log_in() == 200
    assert (await clinic.directory()).devices == (person.device_document(),)
    _, raw = await clinic.call("GET", f"/organizations/{clinic.organization}/enrolments")
    assert [e.approved for e in msgspec.json.decode(raw, type=tuple[Enrolment, ...])] == [True]
    assert (await person.status("GET", f"/organizations/{clinic.organization}/enrolments")) == 403


async def test_an_invitation_ends(clinic: Clinic) -> None:
    path = f"/organizations/{clinic.organization}/enrolments/"
    past = NewEnrolment(new_id(), clinic.now - 1)
    assert await clinic.status("PUT", path + past.enrolment, past) == 400
    assert await clinic.status("GET", f"/enrolments/{new_id()}") == 404


async def test_the_directory_counts_up_by_one(clinic: Clinic) -> None:
    path = f"/organizations/{clinic.organization}/directory"
    document = clinic.next_directory()
    assert await clinic.status("PUT", path, document) == 204
    assert await clinic.status("PUT", path, document) == 204
    clinic.version += 1
    assert await clinic.status("PUT", path, clinic.next_directory()) == 409
    stranger = Clinic(clinic.client, clinic.url)
    stranger.organization = clinic.organization
    stranger.version = clinic.version = 2
    assert await clinic.status("PUT", path, stranger.next_directory()) == 403


async def test_the_tag_spares_the_second_reading(clinic: Clinic) -> None:
    path = f"/organizations/{clinic.organization}"
    answer, _ = await clinic.call("GET", path)
    tag = answer.headers["ETag"]
    assert await clinic.status("GET", path, If_None_Match=tag) == 304
    await clinic.enrol()
    assert await clinic.status("GET", path, If_None_Match=tag) == 200


async def test_a_further_device_of_the_same_user(clinic: Clinic) -> None:
    person = await clinic.enrol()
    second = Person(clinic.client, clinic.url, clinic.now)
    second.user, second.user_key = person.user, person.user_key
    document = second.device_document()
    assert await person.status("PUT", f"/devices/{second.device}", document) == 201
    assert await person.status("PUT", f"/devices/{second.device}", document) == 200
    assert await second.log_in() == 200
    stranger = Person(clinic.client, clinic.url, clinic.now)
    foreign = stranger.device_document()
    assert await person.status("PUT", f"/devices/{stranger.device}", foreign) == 400


async def test_a_revoked_device_and_a_person_who_left_are_out(clinic: Clinic) -> None:
    lost, leaver = await clinic.enrol(), await clinic.enrol()
    clinic.revoked.append(lost.device)
    clinic.people.remove(leaver)
    assert await clinic.sign_directory() == 204
    for person in (lost, leaver):
        assert await person.status("GET", "/appointments") == 401
        assert await person.log_in() == 401
    assert (await clinic.directory()).devices == ()


async def test_a_login_is_good_once_and_for_its_subject(clinic: Clinic) -> None:
    person = await clinic.enrol()
    assert await person.log_in_as(person.device, clinic.key) == 401
    assert await person.log_in_as(new_id(), person.device_key) == 401
    assert await person.log_in_as(person.device, person.device_key) == 200
    assert await person.status("DELETE", "/auth/session") == 204
    assert await person.status("GET", "/appointments") == 401

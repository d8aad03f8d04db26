# SPDX-License-Identifier: GPL-3.0-or-later
"""A visit over the real server: door, admission, relay, reconnection, restart."""

from __future__ import annotations

import asyncio

from aiohttp import ClientSession

from signaling_server.wire import (
    CLOSE_REPLACED,
    Admit,
    Admitted,
    AppointmentState,
    Dismiss,
    DismissalReason,
    Dismissed,
    Done,
    Enter,
    ErrorCode,
    Finish,
    Knock,
    Leave,
    PeerCame,
    PeerLeft,
    Presence,
    Relay,
    Relayed,
    Role,
    RoomChanged,
    Send,
    Sent,
)
from signaling_server.wire_http import AppointmentChange
from tests.fakes.running_server import RunningServer
from tests.server.clinic import Clinic, Person, Visitor, new_id
from tests.server.talk import Talk, open_socket, talking

CALL = "c" * 32


async def visit_of(clinic: Clinic) -> tuple[Person, Visitor, str]:
    """A clinician and a patient with a link, both logged in."""
    doctor = await clinic.enrol()
    appointment = await doctor.new_appointment()
    patient = Visitor(clinic.client, clinic.url, await doctor.new_link(appointment))
    assert await patient.log_in() == 200
    return doctor, patient, appointment


async def admitted(host: Talk, guest: Talk, appointment: str) -> str:
    """Bring a guest inside; gives its participant id."""
    assert isinstance(await guest.ask(Knock, "fine"), Done)
    assert isinstance(await host.ask(Enter, appointment), Done)
    assert guest.welcome is not None
    who = guest.welcome.me
    assert isinstance(await host.ask(Admit, appointment, who, CALL), Done)
    await guest.wait_for(PeerCame)
    await host.wait_for(PeerCame)
    return who


async def test_nothing_is_relayed_before_admission(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    ice = f"/appointments/{appointment}/ice-servers"
    async with talking(doctor) as host, talking(patient) as guest:
        assert guest.welcome is not None
        assert host.welcome is not None
        who = guest.welcome.me
        assert host.welcome.me == doctor.user
        await guest.ask(Knock, "weak")
        seen = await host.wait_for(RoomChanged)
        assert [(p.participant, p.presence, p.check) for p in seen.participants] == [
            (who, Presence.WAITING, "weak")
        ]
        assert await host.ask(Admit, appointment, who, CALL) is ErrorCode.NOT_ADMITTED
        await host.ask(Enter, appointment)
        at_door = await guest.wait_for(RoomChanged, lambda m: m.host_present)
        assert at_door.participants == ()
        refused = await guest.ask(Relay, appointment, doctor.user, "offer")
        assert refused is ErrorCode.NOT_ADMITTED
        assert await host.ask(Relay, appointment, who, "offer") is ErrorCode.NOT_FOUND
        assert await patient.status("POST", ice) == 403
        assert await guest.ask(Admit, appointment, who, CALL) is ErrorCode.FORBIDDEN
        assert await guest.ask(Enter, appointment) is ErrorCode.FORBIDDEN
        assert not [m for m in await guest.settle() if isinstance(m, (Relayed, PeerCame))]
        assert not [m for m in await host.settle() if isinstance(m, Relayed)]

        await host.ask(Admit, appointment, who, CALL)
        assert (await guest.wait_for(Admitted)).call == CALL
        to_guest, to_host = await guest.wait_for(PeerCame), await host.wait_for(PeerCame)
        assert (to_guest.participant, to_guest.role, to_guest.offerer) == (
            doctor.user,
            Role.CLINICIAN,
            True,
        )
        assert (to_host.participant, to_host.call, to_host.offerer) == (who, CALL, False)
        await guest.ask(Relay, appointment, doctor.user, "offer")
        relayed = await host.wait_for(Relayed)
        assert (relayed.sender, relayed.payload) == (who, "offer")
        await host.ask(Relay, appointment, who, "answer")
        assert (await guest.wait_for(Relayed)).payload == "answer"
        assert await patient.status("POST", ice) == 200


async def test_messages_pass_between_door_and_owner(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    async with talking(doctor) as host, talking(patient) as guest:
        assert guest.welcome is not None
        await guest.ask(Knock, None)
        await guest.ask(Send, appointment, "", b"from the door")
        sent = await host.wait_for(Sent)
        assert (sent.sender, sent.sealed) == (guest.welcome.me, b"from the door")
        await host.ask(Send, appointment, guest.welcome.me, b"soon")
        assert (await guest.wait_for(Sent)).sealed == b"soon"
        too_long = await guest.ask(Send, appointment, "", b"x" * 5000)
        assert too_long is ErrorCode.TOO_LARGE
        assert await guest.ask(Send, new_id(), "", b"x") is ErrorCode.FORBIDDEN


async def test_a_stranger_has_no_say_in_a_room(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    stranger = await clinic.enrol()
    async with talking(doctor) as host, talking(patient) as guest, talking(stranger) as other:
        who = await admitted(host, guest, appointment)
        assert await other.ask(Enter, appointment) is ErrorCode.NOT_FOUND
        assert await other.ask(Relay, appointment, who, "x") is ErrorCode.NOT_ADMITTED
        assert await other.ask(Send, appointment, who, b"x") is ErrorCode.NOT_ADMITTED
        dismissal = await other.ask(Dismiss, appointment, who, DismissalReason.REMOVED)
        assert dismissal is ErrorCode.FORBIDDEN
        finish = await other.ask(Finish, appointment, AppointmentState.FULFILLED)
        assert finish is ErrorCode.NOT_FOUND
        assert await other.settle() == []


async def test_another_device_on_the_link_waits_and_displaces_nobody(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    second = Visitor(clinic.client, clinic.url, patient.door)
    assert await second.log_in() == 200
    assert patient.answer is not None
    assert second.answer is not None
    assert (patient.answer.known_seat, second.answer.known_seat) == (True, False)
    async with talking(doctor) as host, talking(patient) as guest, talking(second) as other:
        first = await admitted(host, guest, appointment)
        await other.ask(Knock, None)
        assert other.welcome is not None
        seen = await host.wait_for(RoomChanged, lambda m: len(m.participants) == 2)
        known = {p.participant: p.known_seat for p in seen.participants}
        assert known == {first: True, other.welcome.me: False}
        assert await guest.settle() is not None
        assert not [m for m in guest.heard if isinstance(m, Dismissed)]
        await host.ask(Admit, appointment, other.welcome.me, CALL)
        await other.wait_for(Admitted)
        assert (await guest.wait_for(Dismissed)).reason is DismissalReason.WAIT_AGAIN
        assert (await host.wait_for(PeerLeft)).participant == first


async def test_a_short_break_loses_nothing(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    async with talking(doctor) as host:
        async with talking(patient) as guest:
            who = await admitted(host, guest, appointment)
            welcome, seq = guest.welcome, guest.seq
        assert welcome is not None
        await host.ask(Relay, appointment, who, "said into the gap")
        async with open_socket(patient) as guest:
            await guest.hello(resume=welcome.session, received=seq)
            assert guest.welcome is not None
            assert guest.welcome.resumed
            assert (await guest.wait_for(Relayed)).payload == "said into the gap"
            await guest.ask(Relay, appointment, doctor.user, "back")
            assert (await host.wait_for(Relayed)).payload == "back"
        assert not [m for m in await host.settle() if isinstance(m, PeerLeft)]


async def test_a_repeated_message_is_carried_out_once(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    async with talking(doctor) as host:
        async with talking(patient) as guest:
            await admitted(host, guest, appointment)
            await guest.ask(Relay, appointment, doctor.user, "once", id="same")
            welcome, seq = guest.welcome, guest.seq
        assert welcome is not None
        async with open_socket(patient) as guest:
            await guest.hello(resume=welcome.session, received=seq)
            await guest.ask(Relay, appointment, doctor.user, "once", id="same")
            await guest.ask(Relay, appointment, doctor.user, "twice", id="other")
        await host.wait_for(Relayed, lambda m: m.payload == "twice")
        words = [m.payload for m in host.heard if isinstance(m, Relayed)]
        assert words == ["once"]


async def test_only_its_owner_resumes_a_session(clinic: Clinic) -> None:
    doctor, patient, _ = await visit_of(clinic)
    async with talking(doctor) as host:
        assert host.welcome is not None
        async with open_socket(patient) as thief:
            await thief.hello(resume=host.welcome.session, received=0)
            assert thief.welcome is not None
            assert not thief.welcome.resumed


async def test_a_client_that_starts_anew_is_inside_again(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    async with talking(doctor) as host, talking(patient) as guest:
        await admitted(host, guest, appointment)
        async with talking(patient) as anew:
            assert await guest.closed() == CLOSE_REPLACED
            await anew.ask(Knock, "fine")
            assert (await anew.wait_for(Admitted)).call == CALL
            assert (await anew.wait_for(PeerCame)).participant == doctor.user
            came = await host.wait_for(PeerCame)
            assert came.call == CALL
            await anew.ask(Leave, appointment)
            assert (await host.wait_for(PeerLeft)).on_purpose


async def test_a_restart_of_the_server_keeps_admissions(
    server: RunningServer, clinic: Clinic
) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    async with talking(doctor) as host, talking(patient) as guest:
        await admitted(host, guest, appointment)
        resume = guest.welcome
        _, *codes = await asyncio.gather(server.restart(), guest.closed(), host.closed())
        assert codes == [1001, 1001]
    assert resume is not None
    async with open_socket(patient) as guest, talking(doctor) as host:
        await guest.hello(resume=resume.session, received=guest.seq)
        assert guest.welcome is not None
        assert not guest.welcome.resumed
        await host.ask(Enter, appointment)
        await guest.ask(Knock, "fine")
        assert (await guest.wait_for(Admitted)).call == CALL
        assert (await guest.wait_for(PeerCame)).offerer
        assert not (await host.wait_for(PeerCame)).offerer


async def test_after_a_restart_there_is_still_one_patient_inside(
    server: RunningServer, clinic: Clinic
) -> None:
    doctor, first, appointment = await visit_of(clinic)
    async with talking(doctor) as host, talking(first) as guest:
        await admitted(host, guest, appointment)
        await asyncio.gather(server.restart(), guest.closed(), host.closed())
    second = Visitor(clinic.client, clinic.url, await doctor.new_link(appointment))
    assert await second.log_in() == 200
    async with talking(doctor) as host, talking(second) as other, talking(first) as late:
        await admitted(host, other, appointment)
        assert isinstance(await late.ask(Knock, "fine"), Done)
        assert not [m for m in await late.settle() if isinstance(m, Admitted | PeerCame)]
        assert await first.status("POST", f"/appointments/{appointment}/ice-servers") == 403


async def test_sent_back_to_the_door(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    async with talking(doctor) as host, talking(patient) as guest:
        who = await admitted(host, guest, appointment)
        await host.ask(Dismiss, appointment, who, DismissalReason.WAIT_AGAIN)
        assert (await guest.wait_for(Dismissed)).reason is DismissalReason.WAIT_AGAIN
        refused = await guest.ask(Relay, appointment, doctor.user, "x")
        assert refused is ErrorCode.NOT_ADMITTED
        path = f"/appointments/{appointment}/ice-servers"
        assert await patient.status("POST", path) == 403
        await host.ask(Dismiss, appointment, who, DismissalReason.REMOVED)
        assert (await guest.wait_for(Dismissed)).reason is DismissalReason.REMOVED
        # The link has no known seat now: the next device that comes gets it.
        successor = Visitor(clinic.client, clinic.url, patient.door)
        assert await successor.log_in() == 200
        assert successor.answer is not None
        assert successor.answer.known_seat


async def test_finishing_closes_everything(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    async with talking(doctor) as host, talking(patient) as guest:
        await admitted(host, guest, appointment)
        assert isinstance(await host.ask(Finish, appointment, AppointmentState.FULFILLED), Done)
        assert isinstance(await host.ask(Finish, appointment, AppointmentState.FULFILLED), Done)
        assert (await guest.wait_for(Dismissed)).reason is DismissalReason.FINISHED
        assert await host.ask(Enter, appointment) is ErrorCode.GONE
    assert await Visitor(clinic.client, clinic.url, patient.door).log_in() == 410
    noshow = AppointmentChange(AppointmentState.NOSHOW)
    assert await doctor.status("PATCH", f"/appointments/{appointment}", noshow) == 409


async def test_two_clients_of_the_owner(clinic: Clinic) -> None:
    doctor, patient, appointment = await visit_of(clinic)
    async with talking(doctor) as first, talking(doctor) as second, talking(patient) as guest:
        await admitted(first, guest, appointment)
        await second.wait_for(RoomChanged, lambda m: m.host_present and m.participants)
        await second.ask(Enter, appointment)
        assert (await first.wait_for(Dismissed)).reason is DismissalReason.WAIT_AGAIN
        await second.wait_for(PeerCame)
        assert guest.welcome is not None
        await second.ask(Relay, appointment, guest.welcome.me, "from the second")
        await guest.wait_for(Relayed)
        refused = await first.ask(Relay, appointment, guest.welcome.me, "x")
        assert refused is ErrorCode.NOT_ADMITTED


async def test_without_a_relay_there_are_no_ice_servers(
    client: ClientSession, clinic: Clinic
) -> None:
    doctor, _, appointment = await visit_of(clinic)
    path = f"/appointments/{appointment}/ice-servers"
    answer, raw = await doctor.call("POST", path)
    assert answer.status == 200
    assert b'"servers":[],"relay_only":false' in raw
    other = await clinic.enrol()
    assert await other.status("POST", path) == 404

# SPDX-License-Identifier: GPL-3.0-or-later
"""A visit from the knock to its end: real server, stores, keys, sockets and media."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import random
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.calls.descriptions import (
    SignedDescription,
    decode_payload,
    encode_payload,
)
from app.calls.errors import NoSuchVisit
from app.calls.invitations import LinkClosed, LinkNotKnown, NotOpenYet, VisitOver
from app.calls.views import EndReason, Stage, Trust
from app.records.composition import NoteTemplate, Section, SectionCode
from app.records.encounter import (
    REQUIRED,
    InterruptionCause,
    SafetyAnswer,
    SafetyField,
    SafetyRecord,
)
from app.records.ids import AppointmentId
from app.records.people import Patient
from app.records.schedule import AppointmentStatus
from app.store.appointments import appointment as find_appointment
from app.store.encounters import encounter_of
from app.vault.links import format_link, parse_link
from app.workplace import now_utc
from signaling_server import wire
from signaling_server.hub import Client, Hub
from tests.fakes.visit_world import World, visit_world
from tests.lab.network import DEAD, bad_network
from tests.media.ends import break_path, path_of, until


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with visit_world(tmp_path) as made:
        yield made


async def test_a_visit_from_the_knock_to_its_end(world: World) -> None:
    service, guest = await world.guest()
    assert guest.view.invitation is not None
    assert guest.view.invitation.clinician_name == "Astrid Berg"
    assert guest.view.invitation.patient_name == "Sondre Nilsen"
    await service.knock("fine")
    await guest.until_stage(Stage.WAITING)
    await world.host_service.enter(world.appointment)
    await guest.until(lambda view: view.host_present)
    participant = await world.someone_waits()

    # Messages pass sealed before anybody is let in; media does not.
    await world.host_service.send_message("I am 5 minutes late")
    await guest.until(lambda view: [m.text for m in view.messages] == ["I am 5 minutes late"])
    await service.send_message("That is fine")
    await world.host.until(lambda view: view.messages[-1:] and not view.messages[-1].mine)
    assert world.host.view.messages[-1].text == "That is fine"
    assert guest.view.trust is world.host.view.trust is Trust.UNKNOWN
    assert guest.pictures == world.host.pictures == 0

    await world.host_service.admit(world.appointment, participant)
    await asyncio.gather(
        guest.until_stage(Stage.CONNECTED), world.host.until_stage(Stage.CONNECTED)
    )
    assert guest.stages() == [Stage.OUTSIDE, Stage.WAITING, Stage.CONNECTING, Stage.CONNECTED]
    assert guest.view.trust is world.host.view.trust is Trust.KNOWN_KEY
    await asyncio.gather(*(end.until(lambda v: v.words) for end in (guest, world.host)))
    assert guest.view.words == world.host.view.words
    assert len(set(guest.view.words)) >= 2
    await until(lambda: guest.pictures and world.host.pictures)
    assert world.host.view.peer is not None
    assert world.host.view.peer.name == "Sondre Nilsen"

    await service.media.set_camera(False)
    await world.host.until(lambda view: view.peer is not None and not view.peer.camera_on)
    await world.host_service.words_compared(True)
    await world.host.until(lambda view: view.trust is Trust.VERIFIED)
    await world.host_service.keeping.record_safety(
        SafetyAnswer(SafetyField.PLACE, "Home", now_utc(), world.identity.user)
    )
    await world.host_service.finish(AppointmentStatus.FULFILLED)
    await guest.until_stage(Stage.ENDED)
    assert guest.view.end_reason is world.host.view.end_reason is EndReason.FINISHED

    encounter = await encounter_of(world.place.store, world.appointment)
    assert encounter is not None and encounter.end is not None
    assert encounter.participants == ("Astrid Berg", "Sondre Nilsen")
    assert encounter.verified and not encounter.relayed and not encounter.interruptions
    assert encounter.safety.answer(SafetyField.PLACE) is not None
    kept = await find_appointment(world.place.store, world.appointment)
    assert kept is not None and kept.status is AppointmentStatus.FULFILLED
    with pytest.raises(LinkClosed):
        await world.guest()


async def test_a_path_that_was_lost_comes_back_to_the_same_call(world: World) -> None:
    _, guest = await world.connected()
    await guest.until(lambda view: view.words)
    words = guest.view.words
    with (
        bad_network(guest.link, DEAD, random.Random(1)),
        bad_network(world.host.link, DEAD, random.Random(2)),
    ):
        await asyncio.gather(
            guest.until_stage(Stage.RECONNECTING), world.host.until_stage(Stage.RECONNECTING)
        )
    await asyncio.gather(
        guest.until_stage(Stage.CONNECTED), world.host.until_stage(Stage.CONNECTED)
    )
    seen = guest.pictures, world.host.pictures
    await until(lambda: guest.pictures > seen[0] and world.host.pictures > seen[1])
    assert (guest.view.words, guest.view.trust) == (words, Trust.KNOWN_KEY)
    call = world.host_service.call
    assert call is not None and call.chronicle.reconnects == 1
    await world.host_service.leave()
    encounter = world.host_service.encounter
    assert encounter is not None and len(encounter.interruptions) == 1
    (lost,) = encounter.interruptions
    assert (lost.cause, lost.end is None) == (InterruptionCause.NETWORK, False)
    kept = await encounter_of(world.place.store, world.appointment)
    assert kept is not None and kept.interruptions == (lost,)
    # And the note about the visit says so.
    notes = world.place.notes
    draft = await notes.begin(kept.patient, kept.encounter, NoteTemplate.FOLLOW_UP)
    await notes.save(replace(draft, sections=(Section(SectionCode.PLAN, "As before."),)))
    answers = (SafetyAnswer(f, "yes", kept.start, world.identity.user) for f in REQUIRED)
    answered = replace(kept, safety=SafetyRecord(tuple(answers)))
    signed = await notes.sign(draft.composition, answered, Patient(kept.patient, "Sondre Nilsen"))
    line = signed.version.header.technical[1]
    assert re.fullmatch(
        r"Video \d+ s, 1 interruption of \d+ s: \d\d:\d\d the network let nothing through", line
    )


async def test_the_server_may_go_away_and_come_back(world: World) -> None:
    _, guest = await world.connected()
    link = guest.link
    await world.server.stop()
    await asyncio.gather(
        guest.until(lambda v: not v.server_online), world.host.until(lambda v: not v.server_online)
    )
    seen = guest.pictures, world.host.pictures
    await until(lambda: guest.pictures > seen[0] + 10 and world.host.pictures > seen[1] + 10)
    await world.server.start()
    await asyncio.gather(
        guest.until(lambda v: v.server_online), world.host.until(lambda v: v.server_online)
    )
    assert guest.link is link
    assert Stage.RECONNECTING not in guest.stages() + world.host.stages()
    # And a path that is lost afterwards is still replaced through the new server.
    before = path_of(link)
    break_path(guest.link, world.host.link)
    await until(lambda: path_of(guest.link) is not before)
    seen = guest.pictures, world.host.pictures
    await until(lambda: guest.pictures > seen[0] + 10 and world.host.pictures > seen[1] + 10)
    assert guest.link is link


async def test_a_visit_that_is_finished_without_the_server(world: World) -> None:
    _, guest = await world.connected()
    await world.server.stop()
    await world.host.until(lambda view: not view.server_online)
    await world.host_service.finish(AppointmentStatus.FULFILLED)
    await guest.until_stage(Stage.ENDED)
    assert guest.view.end_reason is EndReason.FINISHED
    # Even a program that was closed in between tells the server when both are back.
    await world.place.close()
    await world.server.start()
    await world.reopen()

    async def closed() -> bool:
        try:
            service, _ = await world.guest()
        except LinkClosed:
            return True
        await service.close()
        return False

    async with asyncio.timeout(15):
        while not await closed():  # noqa: ASYNC110 - the server tells nobody of this
            await asyncio.sleep(0.05)


async def test_leaving_is_not_finishing(world: World) -> None:
    service, guest = await world.connected()
    await service.leave()
    assert (guest.view.stage, guest.view.end_reason) == (Stage.OUTSIDE, EndReason.LEFT)
    await world.host.until_stage(Stage.WAITING)
    assert world.host.view.end_reason is EndReason.PEER_LEFT
    await service.knock()
    await asyncio.gather(
        guest.until_stage(Stage.CONNECTED), world.host.until_stage(Stage.CONNECTED)
    )

    await world.host_service.leave()
    await guest.until_stage(Stage.WAITING)
    assert guest.view.end_reason is EndReason.PEER_LEFT
    await world.host_service.enter(world.appointment)
    await asyncio.gather(
        guest.until_stage(Stage.CONNECTED), world.host.until_stage(Stage.CONNECTED)
    )
    encounter = world.host_service.encounter
    assert encounter is not None and encounter.end is None


async def test_back_to_the_door_and_in_again(world: World) -> None:
    _, guest = await world.connected()
    await world.host_service.wait_again()
    await guest.until_stage(Stage.WAITING)
    assert guest.view.end_reason is EndReason.SENT_BACK
    await world.host_service.admit(world.appointment, await world.someone_waits())
    await asyncio.gather(
        guest.until_stage(Stage.CONNECTED), world.host.until_stage(Stage.CONNECTED)
    )


async def test_the_servers_word_alone_lets_nobody_in(world: World) -> None:
    service, guest = await world.guest()
    await world.host_service.enter(world.appointment)
    await service.knock("fine")
    who = await world.someone_waits()
    await world.server.stop()
    (path,) = world.server.data.glob("*.db")
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        changed = database.execute('UPDATE seats SET "call" = ?', ("c" * 32,)).rowcount
    assert changed == 1
    await world.server.start()
    await guest.until(lambda view: view.end_reason is EndReason.SENT_BACK)
    assert await world.someone_waits() == who
    assert set(world.host.stages()) <= {Stage.OUTSIDE, Stage.WAITING}
    await world.host_service.admit(world.appointment, who)
    await world.until_connected(guest)


async def test_who_was_let_in_is_inside_after_a_restart_of_the_program(world: World) -> None:
    _, guest = await world.connected()
    await world.place.close()
    await guest.until_stage(Stage.WAITING)
    await world.reopen()
    await world.host_service.enter(world.appointment)
    await world.until_connected(guest)


async def test_a_patient_whose_program_starts_anew(world: World) -> None:
    service, _ = await world.connected()
    await service.close()
    again, guest = await world.guest()
    await again.knock()
    await asyncio.gather(
        guest.until_stage(Stage.CONNECTED), world.host.until_stage(Stage.CONNECTED)
    )


async def test_words_that_differ_stop_everything(world: World) -> None:
    service, guest = await world.connected()
    await guest.until(lambda view: view.words)
    await service.words_compared(False)
    await world.host.until_stage(Stage.ENDED)
    for end in (guest, world.host):
        assert (end.view.trust, end.view.end_reason) == (
            Trust.MISMATCH,
            EndReason.VERIFICATION_FAILED,
        )


def swapped(payload: str) -> str:
    """Put somebody else's fingerprint into a description."""
    signed = decode_payload(payload)
    if not isinstance(signed, SignedDescription):
        return payload
    forged = hashlib.sha256(b"in between").digest().hex(":").upper()
    lines = [
        f"a=fingerprint:sha-256 {forged}" if line.startswith("a=fingerprint:sha-256") else line
        for line in signed.sdp.split("\r\n")
    ]
    return encode_payload(
        SignedDescription(signed.body, signed.signature, "\r\n".join(lines), signed.chain)
    )


@pytest.mark.parametrize("to", [wire.Role.CLINICIAN, wire.Role.PATIENT])
async def test_a_server_that_swaps_fingerprints_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, to: wire.Role
) -> None:
    honest: Callable[[Hub, Client, wire.ServerMessage], None] = Hub.say

    def malicious(hub: Hub, client: Client, message: wire.ServerMessage) -> None:
        to_clinician = client.seat is None
        if isinstance(message, wire.Relayed) and to_clinician is (to is wire.Role.CLINICIAN):
            message = wire.Relayed(message.appointment, message.sender, swapped(message.payload))
        honest(hub, client, message)

    monkeypatch.setattr(Hub, "say", malicious)
    service, guest = await world.guest()
    await world.host_service.enter(world.appointment)
    await service.knock()
    await world.host_service.admit(world.appointment, await world.someone_waits())
    await asyncio.gather(guest.until_stage(Stage.ENDED), world.host.until_stage(Stage.ENDED))
    for end in (guest, world.host):
        assert end.view.trust is Trust.MISMATCH
        assert end.view.end_reason is EndReason.VERIFICATION_FAILED
        assert end.pictures == 0
        assert Stage.CONNECTED not in end.stages()


async def test_a_door_that_is_closed_by_time(world: World) -> None:
    world.later = timedelta(hours=3)
    with pytest.raises(VisitOver):
        await world.guest()
    world.later = -timedelta(hours=1)
    with pytest.raises(NotOpenYet):
        await world.guest()


async def test_wrong_links_and_visits_are_refused(world: World) -> None:
    address = parse_link(world.link)
    good = world.link
    world.link = format_link(
        type(address)(address.server, address.link, b"x" * 16, address.host_hash)
    )
    with pytest.raises(LinkNotKnown):
        await world.guest()
    world.link = good
    with pytest.raises(NoSuchVisit):
        await world.host_service.enter(AppointmentId("0" * 32))
    await world.place.schedule.revoke_link(world.appointment)
    with pytest.raises(LinkClosed):
        await world.guest()

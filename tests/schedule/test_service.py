# SPDX-License-Identifier: GPL-3.0-or-later
"""Planning, links and the day, with a real store and the real server."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.records.ids import AppointmentId, ParticipantId
from app.records.schedule import AppointmentStatus
from app.schedule.doors import CLINIC_PHONE
from app.schedule.planning import (
    NoLink,
    NoSuchVisit,
    NotPlanned,
    PlanProblem,
    VisitNotPlannable,
    VisitOver,
)
from app.schedule.service import ScheduleService
from app.schedule.views import Connection, DayView, NewVisit
from app.signaling.appointments import own_appointments
from app.signaling.http import RefusedByServer, ServerClient, ServerUnreachable, Token
from app.signaling.login import Tokens, device_login, guest_login
from app.signaling.sealed_texts import Author, open_card, open_text
from app.signaling.session import Session
from app.signaling.session_events import SessionEvent
from app.store import appointments, patients, settings
from app.store.database import Store
from app.vault.identity import OwnIdentity, SigningKey
from app.vault.links import parse_link, user_key_hash
from signaling_server.wire import AppointmentState, ErrorCode, Knock, Sent
from tests.fakes.cutting_proxy import CuttingProxy, cutting_proxy
from tests.fakes.enrolled import enrolled
from tests.fakes.running_server import RunningServer, running_server

BORN = date(1992, 3, 14)


class Day:
    """What a screen would have been shown."""

    def __init__(self) -> None:
        self.views: list[DayView] = []
        self._more = asyncio.Event()

    def show(self, view: DayView) -> None:
        self.views.append(view)
        self._more.set()

    async def until(self, met: Callable[[DayView], bool]) -> DayView:
        async with asyncio.timeout(20):
            while not (self.views and met(self.views[-1])):
                self._more.clear()
                await self._more.wait()
        return self.views[-1]


@dataclass
class World:
    """A clinician at her desk, behind a line that can be cut."""

    server: RunningServer
    proxy: CuttingProxy
    identity: OwnIdentity
    store: Store
    client: ServerClient
    tokens: Tokens
    session: Session
    service: ScheduleService

    async def plan(self, name: str = "Eira Multemyr", minutes_from_now: float = 0) -> NewVisit:
        start = datetime.now(UTC) + timedelta(minutes=minutes_from_now)
        return await self.service.plan(name, BORN, "+47 1", "Follow-up, depression", start, 30)

    async def watched(self) -> Day:
        day = Day()
        await self.service.watch(day.show)
        return day

    async def slots(self) -> dict[str, AppointmentState]:
        """What the server has, asked past the proxy."""
        client = ServerClient(self.server.url)
        try:
            token = await device_login(client, self.identity)
            return {slot.appointment: slot.state for slot in await own_appointments(client, token)}
        finally:
            await client.close()

    async def enter_by(self, link: str) -> Token:
        token, _ = await guest_login(self.client, parse_link(link), SigningKey.generate())
        return token

    @asynccontextmanager
    async def patient(self, link: str, seat: SigningKey) -> AsyncIterator[Session]:
        client = ServerClient(self.server.url)

        async def login() -> Token:
            return (await guest_login(client, parse_link(link), seat))[0]

        session = Session(client, login, wait=lambda _: 0.0)
        session.start()
        try:
            yield session
        finally:
            await session.close()
            await client.close()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with running_server(tmp_path) as server, cutting_proxy(server.url) as proxy:
        _, (identity,) = await enrolled(
            server.url, tmp_path, ("Astrid Fonnedal", "Psychiatrist", "")
        )
        store = await Store.open(tmp_path / "profile", secrets.token_bytes(32))
        client = ServerClient(proxy.url)
        tokens = Tokens(lambda: device_login(client, identity))
        session = Session(client, lambda: device_login(client, identity), wait=lambda _: 0.0)
        service = ScheduleService(
            store, session, client, tokens, identity, lambda: datetime.now(UTC)
        )
        await service.start()
        session.start()
        yield World(server, proxy, identity, store, client, tokens, session, service)
        await service.close()
        await session.close()
        await client.close()
        await store.close()


async def test_planned_visit_opens_a_door_that_the_server_cannot_read(world: World) -> None:
    await settings.put(world.store, CLINIC_PHONE, "57 00 00 00")
    visit = await world.plan()
    address = parse_link(visit.link)
    assert address.server == world.proxy.url
    assert address.host_hash == user_key_hash(world.identity.user_key.public)
    _, answer = await guest_login(world.client, address, SigningKey.generate())
    card = open_card(address.secret, address.link, answer.card)
    assert (card.clinician_name, card.clinician_role, card.unit) == (
        "Astrid Fonnedal",
        "Psychiatrist",
        "DPS Viddal",
    )
    assert (card.patient_name, card.phone) == ("Eira Multemyr", "57 00 00 00")
    assert (card.start, card.end) == (answer.start, answer.end)
    await world.server.stop()
    on_disk = b"".join(p.read_bytes() for p in world.server.data.rglob("*") if p.is_file())
    for secret in (b"Multemyr", b"depression", address.secret, address.secret.hex().encode()):
        assert secret not in on_disk
    # The control: ids are there, so the right files were searched.
    assert visit.appointment.encode() in on_disk


async def test_a_planned_visit_stands_in_the_day(world: World) -> None:
    day = await world.watched()
    visit = await world.plan()
    view = await day.until(lambda v: len(v.visits) == 1)
    (row,) = view.visits
    assert (row.appointment, row.patient_name, row.status) == (
        visit.appointment,
        "Eira Multemyr",
        AppointmentStatus.BOOKED,
    )
    assert await world.service.link_of(visit.appointment) == visit.link


async def test_same_patient_is_found_again(world: World) -> None:
    await world.plan()
    start = datetime.now(UTC) + timedelta(hours=1)
    await world.service.plan(" eira  MULTEMYR ", BORN, "+47 2", "", start, 30)
    await world.service.plan("Eira Multemyr", None, "", "", start, 30)
    await world.service.plan("Eira Multemyr", None, "", "", start, 30)
    known = await patients.patients(world.store)
    assert sorted((p.birth_date is not None, p.phone) for p in known) == [
        (False, ""),
        (False, ""),
        (True, "+47 2"),
    ]


async def test_offline_planning_leaves_nothing(world: World) -> None:
    await world.tokens.current()
    await world.proxy.stop()
    with pytest.raises(NotPlanned) as refused:
        await world.plan()
    assert "nothing was saved" in str(refused.value)
    now = datetime.now(UTC)
    span = (now - timedelta(days=1), now + timedelta(days=1))
    assert await appointments.appointments_between(world.store, *span) == ()
    assert await patients.patients(world.store) == ()
    assert await world.slots() == {}


async def test_half_planned_visit_is_undone_when_the_line_is_back(world: World) -> None:
    day = await world.watched()
    await day.until(lambda view: view.connection is Connection.ONLINE)
    # Somebody else's link id: the server has the slot by then and refuses the door.
    taken = await world.plan("Somebody Else", 60)
    link = parse_link(taken.link)

    def same_id(_: int = 16) -> str:
        return next(ids)

    ids = iter([secrets.token_hex(16), secrets.token_hex(16), link.link])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_hex", same_id)
        with pytest.raises(RefusedByServer) as refusal:
            await world.plan("Never Planned", 90)
    assert refusal.value.code is ErrorCode.CONFLICT
    async with asyncio.timeout(20):
        while AppointmentState.CANCELLED not in (slots := await world.slots()).values():
            pass
    assert slots[taken.appointment] is AppointmentState.BOOKED
    view = await day.until(lambda v: len(v.visits) >= 1)
    assert "Never Planned" not in [row.patient_name for row in view.visits]


async def test_impossible_wish_is_refused_before_anything(world: World) -> None:
    with pytest.raises(VisitNotPlannable) as refused:
        await world.plan("  ")
    assert refused.value.cause is PlanProblem.NO_NAME
    assert await world.slots() == {}


async def test_who_waits_stands_in_the_order_of_the_appointments(world: World) -> None:
    day = await world.watched()
    later = await world.plan("Later Patient", 20)
    sooner = await world.plan("Sooner Patient", 5)
    async with world.patient(later.link, SigningKey.generate()) as first:
        await first.send(Knock(first.new_id(), "weak"))
        await day.until(lambda view: len(view.waiting) == 1)
        async with world.patient(sooner.link, SigningKey.generate()) as second:
            await second.send(Knock(second.new_id(), "fine"))
            view = await day.until(lambda view: len(view.waiting) == 2)
            assert [row.patient_name for row in view.waiting] == [
                "Sooner Patient",
                "Later Patient",
            ]
            assert [row.check for row in view.waiting] == ["fine", "weak"]
            assert all(row.known_seat for row in view.waiting)


async def test_another_device_at_the_door_is_marked(world: World) -> None:
    day = await world.watched()
    visit = await world.plan()
    async with (
        world.patient(visit.link, SigningKey.generate()) as first,
        world.patient(visit.link, SigningKey.generate()) as other,
    ):
        await first.send(Knock(first.new_id()))
        await other.send(Knock(other.new_id()))
        view = await day.until(lambda view: len(view.waiting) == 2)
        assert sorted(row.known_seat for row in view.waiting) == [False, True]


async def test_message_reaches_the_door_sealed(world: World) -> None:
    day = await world.watched()
    visit = await world.plan()
    got: asyncio.Queue[Sent] = asyncio.Queue()
    async with world.patient(visit.link, SigningKey.generate()) as patient:

        def hear(event: SessionEvent) -> None:
            if isinstance(event, Sent):
                got.put_nowait(event)

        patient.add_listener(hear)
        await patient.send(Knock(patient.new_id()))
        (row,) = (await day.until(lambda view: len(view.waiting) == 1)).waiting
        await world.service.message(visit.appointment, row.participant, "Five minutes late")
        async with asyncio.timeout(20):
            sent = await got.get()
    secret = parse_link(visit.link).secret
    assert b"Five" not in sent.sealed
    text = open_text(secret, visit.appointment, Author.HOST, sent.sealed)
    assert text == "Five minutes late"
    with pytest.raises(RefusedByServer):
        await world.service.message(visit.appointment, ParticipantId("0" * 32), "Nobody")


async def test_connection_is_shown(world: World) -> None:
    day = await world.watched()
    await day.until(lambda view: view.connection is Connection.ONLINE)
    await world.proxy.stop()
    view = await day.until(lambda view: view.connection is Connection.OFFLINE)
    assert view.offline_since is not None
    await world.proxy.start()
    view = await day.until(lambda view: view.connection is Connection.ONLINE)
    assert view.offline_since is None


async def test_who_went_during_a_server_restart_is_gone(world: World) -> None:
    day = await world.watched()
    visit = await world.plan()
    async with world.patient(visit.link, SigningKey.generate()) as patient:
        await patient.send(Knock(patient.new_id()))
        await day.until(lambda view: len(view.waiting) == 1)
        await world.server.stop()
        await day.until(lambda view: view.connection is Connection.OFFLINE)
    await world.server.start()
    view = await day.until(lambda view: view.connection is Connection.ONLINE)
    view = await day.until(lambda view: not view.waiting)
    assert len(view.visits) == 1


async def test_new_link_kills_the_old(world: World) -> None:
    visit = await world.plan()
    new = await world.service.reissue_link(visit.appointment)
    assert new != visit.link
    with pytest.raises(RefusedByServer):
        await world.enter_by(visit.link)
    await world.enter_by(new)
    assert await world.service.link_of(visit.appointment) == new


async def test_revoked_link_opens_nothing(world: World) -> None:
    visit = await world.plan()
    await world.service.revoke_link(visit.appointment)
    await world.service.revoke_link(visit.appointment)
    with pytest.raises(RefusedByServer):
        await world.enter_by(visit.link)
    with pytest.raises(NoLink):
        await world.service.link_of(visit.appointment)
    await world.enter_by(await world.service.reissue_link(visit.appointment))


async def test_cancelled_visit(world: World) -> None:
    day = await world.watched()
    visit = await world.plan()
    await world.service.cancel(visit.appointment)
    view = await day.until(lambda v: v.visits[0].status is AppointmentStatus.CANCELLED)
    assert view.waiting == ()
    assert (await world.slots())[visit.appointment] is AppointmentState.CANCELLED
    with pytest.raises(RefusedByServer):
        await world.enter_by(visit.link)
    with pytest.raises(VisitOver):
        await world.service.cancel(visit.appointment)
    with pytest.raises(VisitOver):
        await world.service.reissue_link(visit.appointment)


async def test_visit_that_did_not_take_place(world: World) -> None:
    day = await world.watched()
    visit = await world.plan()
    await world.service.did_not_take_place(visit.appointment, " Ill ")
    view = await day.until(lambda v: v.visits[0].status is AppointmentStatus.NOSHOW)
    assert view.visits[0].outcome == "Ill"


async def test_offline_nothing_is_cancelled(world: World) -> None:
    visit = await world.plan()
    await world.proxy.stop()
    for change in (
        world.service.cancel(visit.appointment),
        world.service.revoke_link(visit.appointment),
        world.service.reissue_link(visit.appointment),
        world.service.did_not_take_place(visit.appointment, "Ill"),
    ):
        with pytest.raises(ServerUnreachable):
            await change
    assert await world.service.link_of(visit.appointment) == visit.link
    stored = await appointments.appointment(world.store, visit.appointment)
    assert stored is not None
    assert stored.status is AppointmentStatus.BOOKED


async def test_unknown_visit(world: World) -> None:
    with pytest.raises(NoSuchVisit):
        await world.service.cancel(AppointmentId("0" * 32))


async def test_what_others_change_in_the_store_is_shown(world: World) -> None:
    day = await world.watched()
    visit = await world.plan()
    await appointments.set_status(world.store, visit.appointment, AppointmentStatus.FULFILLED)
    await world.service.refresh()
    assert day.views[-1].visits[0].status is AppointmentStatus.FULFILLED
    unwatch = await world.service.watch(day.show)
    unwatch()
    unwatch()

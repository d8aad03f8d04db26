# SPDX-License-Identifier: GPL-3.0-or-later
"""The visit that answers a referral, with the real server: one that stands, however often asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.records.ids import ReferralId
from app.records.schedule import AppointmentStatus, OfferedVisit
from app.schedule.planning import NotPlanned, PlanProblem, VisitNotPlannable
from app.schedule.views import VisitWish
from app.signaling.appointments import change_appointment
from app.signaling.http import ServerClient
from app.signaling.login import device_login
from app.store import appointments
from signaling_server.wire import AppointmentState
from tests.schedule.test_service import BORN, World, world

__all__ = ["world"]

CASE = ReferralId("c" * 32)
TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


async def offer(
    world: World, start: datetime = TOMORROW, minutes: int = 30, told: tuple[datetime, ...] = ()
) -> OfferedVisit:
    wish = VisitWish("Halvard Nysnø", BORN, "Referral: new dark patch", start, minutes)
    return await world.service.offer(CASE, wish, told)


async def test_asked_again_it_is_the_same_visit_with_the_same_link(world: World) -> None:
    first = await offer(world)
    assert await offer(world) == first
    (visit,) = await appointments.appointments_for(world.store, CASE)
    assert (visit.patient.name, visit.reason) == ("Halvard Nysnø", "Referral: new dark patch")
    assert await world.slots() == {visit.appointment: AppointmentState.BOOKED}
    assert await world.service.link_of(visit.appointment) == first.link
    await world.server.stop()
    on_disk = b"".join(p.read_bytes() for p in world.server.data.rglob("*") if p.is_file())
    for secret in (b"Nys", b"patch", b"Referral", CASE.encode()):
        assert secret not in on_disk


async def test_another_time_replaces_it_and_a_withdrawn_one_is_gone(world: World) -> None:
    first = await offer(world)
    later = await offer(world, TOMORROW + timedelta(hours=1))
    longer = await offer(world, TOMORROW + timedelta(hours=1), 45)
    assert len({first.link, later.link, longer.link}) == 3
    found = await appointments.appointments_for(world.store, CASE)
    by_length = sorted((visit.length.seconds // 60, visit.status.value) for visit in found)
    assert by_length == [(30, "cancelled"), (30, "cancelled"), (45, "booked")]
    assert not await world.service.keep_only(CASE, ())
    assert not await world.service.keep_only(CASE, ())
    assert set((await world.slots()).values()) == {AppointmentState.CANCELLED}


async def test_one_that_was_told_of_stands_until_another_takes_its_place(world: World) -> None:
    first = await offer(world)
    later = TOMORROW + timedelta(hours=1)
    second = await offer(world, later, told=(TOMORROW,))
    assert first.link != second.link
    assert set((await world.slots()).values()) == {AppointmentState.BOOKED}
    assert await world.service.keep_only(CASE, (later,))
    slots = await world.slots()
    stands = [
        slots[visit.appointment] is AppointmentState.BOOKED
        for visit in await appointments.appointments_for(world.store, CASE)
    ]
    assert stands == [False, True]


async def test_one_that_the_server_has_given_up_is_no_visit_any_more(world: World) -> None:
    first = await offer(world)
    (visit,) = await appointments.appointments_for(world.store, CASE)
    client = ServerClient(world.server.url)
    token = await device_login(client, world.identity)
    await change_appointment(client, token, visit.appointment, AppointmentState.CANCELLED)
    await client.close()
    second = await offer(world)
    assert second.link != first.link
    slots = await world.slots()
    standing = [
        visit.appointment
        for visit in await appointments.appointments_for(world.store, CASE)
        if visit.status is AppointmentStatus.BOOKED
    ]
    assert [slots[key] for key in standing] == [AppointmentState.BOOKED]
    # A link that was closed for ever is not handed out again either.
    await world.service.revoke_link(standing[0])
    assert (await offer(world)).link != second.link


async def test_without_the_server_or_with_an_impossible_time_nothing_is_offered(
    world: World,
) -> None:
    with pytest.raises(VisitNotPlannable) as refused:
        await offer(world, datetime.now(UTC) - timedelta(hours=1))
    assert refused.value.cause is PlanProblem.PAST
    await world.tokens.current()
    await world.proxy.stop()
    with pytest.raises(NotPlanned):
        await offer(world)
    assert await appointments.appointments_for(world.store, CASE) == ()


async def test_a_calendar_shows_what_stands_but_for_the_case_itself(world: World) -> None:
    await world.plan("Jonas Skaresund", 120)
    cancelled = await world.plan("Siri Breidalen", 240)
    await world.service.cancel(cancelled.appointment)
    await offer(world)
    calendar = await world.service.calendar(TOMORROW, CASE)
    assert [each.patient_name for each in calendar.busy] == ["Jonas Skaresund"]
    other = await world.service.calendar(TOMORROW, ReferralId("d" * 32))
    assert [each.patient_name for each in other.busy] == ["Jonas Skaresund", "Halvard Nysnø"]
    assert calendar.earliest == TOMORROW


async def test_a_promised_visit_stands_among_the_coming_ones(world: World) -> None:
    day = await world.watched()
    await offer(world)
    cancelled = await world.plan("Siri Breidalen", 60 * 24 * 3)
    await world.plan("Jonas Skaresund", 60 * 24 * 2)
    await world.service.cancel(cancelled.appointment)
    view = await day.until(lambda view: len(view.coming) == 2)
    assert [(row.patient_name, row.promised) for row in view.coming] == [
        ("Halvard Nysnø", True),
        ("Jonas Skaresund", False),
    ]
    assert view.visits == ()

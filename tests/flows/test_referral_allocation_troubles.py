# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong around a coordinator's choice: nothing is lost, and nothing untrue is told."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.records.referral import (
    Decision,
    ReferralStatus,
    StepKind,
)
from app.referrals.errors import Hindrance, SenderGone
from tests.fakes.case_at import case_at, only, until_step
from tests.fakes.referrals import reply
from tests.fakes.region import Region, sent_draft
from tests.fakes.running_server import running_server


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    async with running_server(tmp_path) as server:
        region = Region(tmp_path, server)
        await region.enrol(coordinator=True)
        yield region
        await region.close()


async def test_what_could_not_be_given_comes_back_and_nobody_was_told(region: Region) -> None:
    gp, kari = await region.desk(region.gp), await region.desk(region.kari)
    number = await sent_draft(region, gp, to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await region.server.stop()
    await kari.service.allocating.allocate(number, region.skin.user)
    assert (await case_at(kari, number)).status is ReferralStatus.ALLOCATED
    await region.server.start()
    await region.administration.revoke(region.skin.user)
    await region.fetch_directory()
    await kari.service.retry_now()
    await kari.until(lambda view: any(row.came_back for row in view.to_allocate))
    row = only(kari.view.to_allocate)
    assert (row.came_back, row.status) == (Hindrance.RECIPIENT_GONE, ReferralStatus.RECEIVED)
    assert (await case_at(kari, number)).steps == ()
    mona = await region.desk(region.mona)
    await kari.service.allocating.allocate(number, region.mona.user)
    await mona.until_status(number, ReferralStatus.ALLOCATED)
    at_gp = await until_step(gp, number, StepKind.ALLOCATED)
    assert [step.to for step in at_gp.steps] == [region.mona.user]


async def test_who_leaves_with_a_case_is_seen_by_the_coordinator(region: Region) -> None:
    gp, skin, kari = [await region.desk(p) for p in (region.gp, region.skin, region.kari)]
    number = await sent_draft(region, gp, to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await kari.service.allocating.allocate(number, region.skin.user)
    await skin.until_status(number, ReferralStatus.ALLOCATED)
    await kari.until(lambda view: bool(view.allocated))
    await region.leave(skin)
    await region.administration.revoke(region.skin.user)
    await region.fetch_directory()
    await kari.service.retry_now()
    await kari.until(lambda view: bool(view.to_allocate))
    row = only(kari.view.to_allocate)
    assert (row.with_name, row.with_since is not None) == ("", True)


async def test_what_nobody_could_verify_is_not_given_on(region: Region) -> None:
    gp, kari = await region.desk(region.gp), await region.desk(region.kari)
    number = await sent_draft(region, gp, to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await region.leave(gp)
    await region.administration.revoke(region.gp.device)
    region.raw = None
    administrator = region.directory
    assert administrator is not None
    keep, region.gp = region.gp, region.kari
    await region.fetch_directory()
    region.gp = keep
    with pytest.raises(SenderGone):
        await kari.service.allocating.allocate(number, region.skin.user)
    assert (await case_at(kari, number)).steps == ()


async def test_what_was_added_for_somebody_who_has_it_no_more_comes_back(region: Region) -> None:
    """The sender adds to a case just as the coordinator gives it to another."""
    people = (region.gp, region.skin, region.mona, region.kari)
    gp, skin, mona, kari = [await region.desk(person) for person in people]
    number = await sent_draft(region, gp, to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await kari.service.allocating.allocate(number, region.skin.user)
    await skin.until_status(number, ReferralStatus.ALLOCATED)
    await skin.service.open(number)
    more = dataclasses.replace(reply("How large?"), decision=Decision.SEND_MORE)
    await skin.service.reply(number, more)
    for desk in (gp, kari):
        await desk.until_status(number, ReferralStatus.MORE_WANTED)
    await region.leave(gp)
    away = await region.desk(region.gp, url="http://127.0.0.1:9", again=gp)
    await away.service.save_addition(number, "Twelve millimetres")
    await away.service.send_addition(number)
    await region.leave(away)
    await kari.service.allocating.allocate(number, region.mona.user, "Ill")
    await mona.until(lambda view: bool(view.inbox))
    back = await region.desk(region.gp, again=gp)
    await kari.until(lambda view: any(row.came_back for row in view.to_allocate))
    assert only(kari.view.to_allocate).came_back is Hindrance.ADDED
    opened = await kari.service.open(number)
    assert (opened.stale, opened.answerer is not None) == (True, True)
    await kari.service.allocating.allocate(number, region.mona.user)
    await mona.until(lambda view: only(view.inbox).version == 2)
    assert [each.text for each in (await case_at(mona, number)).additions] == ["Twelve millimetres"]
    await mona.service.open(number)
    await mona.service.reply(number, reply("Excise"))
    for desk in (back, kari):
        await desk.until_status(number, ReferralStatus.ANSWERED)
    case = await case_at(back, number)
    assert case.reply is not None and case.reply.author == region.mona.user
    assert all(desk.view.refused == () for desk in (back, skin, mona, kari))


async def test_a_specialist_without_a_computer_is_seen_by_the_coordinator(region: Region) -> None:
    gp, skin, kari = [await region.desk(p) for p in (region.gp, region.skin, region.kari)]
    number = await sent_draft(region, gp, to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await kari.service.allocating.allocate(number, region.skin.user)
    await skin.until_status(number, ReferralStatus.ALLOCATED)
    await kari.until(lambda view: bool(view.allocated))
    await region.leave(skin)
    await region.administration.revoke(region.skin.device)
    await region.fetch_directory()
    await kari.service.retry_now()
    await kari.until(lambda view: bool(view.to_allocate))
    people = await kari.service.allocating.candidates(number)
    assert [candidate.person.name for candidate in people] == ["Mona Lie"]

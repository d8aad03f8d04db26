# SPDX-License-Identifier: GPL-3.0-or-later
"""A coordinator chooses who answers: the sender's own words reach the specialist, and the answer
the sender, each verified, with nothing sealed or brought to the server twice."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from app.records.referral import (
    Decision,
    Outcome,
    ReferralStatus,
    Slot,
    Specialty,
    StepKind,
)
from app.referrals.errors import GivenToAnother, NoDevice, WrongStatus
from app.referrals.kept import unpacked
from app.referrals.manifest import read_manifest
from app.referrals.whose import Part
from app.store.access_log import access_rows
from app.store.referrals import referral as find_referral
from tests.fakes.case_at import case_at, only, until_step
from tests.fakes.recordings import wav
from tests.fakes.referrals import reply
from tests.fakes.region import Region, sent_draft
from tests.fakes.running_server import running_server
from tests.transport.metering_proxy import metering_proxy

SOUND = wav(np.random.default_rng(3).uniform(-0.5, 0.5, 1024**2), 48000)
"""2 MiB."""


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    async with running_server(tmp_path) as server:
        region = Region(tmp_path, server)
        await region.enrol(coordinator=True)
        yield region
        await region.close()


async def test_from_the_sender_over_the_coordinator_to_the_specialist_and_back(
    region: Region,
) -> None:
    with metering_proxy(urlsplit(region.server.url).port or 0) as meter:
        gp, skin = await region.desk(region.gp), await region.desk(region.skin)
        kari = await region.desk(region.kari, url=meter.url)
        offered = await gp.service.recipients(Specialty.DERMATOLOGY)
        assert [p.name for p in offered] == ["Eira Nygård", "Mona Lie", "Kari Moen"]
        assert [p.coordinates for p in offered] == [False, False, True]
        number = await sent_draft(region, gp, (Slot.LUNGS, SOUND), to=region.kari.user)
        await kari.until(lambda view: bool(view.to_allocate))
        row = only(kari.view.to_allocate)
        assert (row.status, row.part, row.with_since) == (
            ReferralStatus.RECEIVED,
            Part.ALLOCATE,
            None,
        )
        # To look is not to review: the sender still reads that it has come, no more.
        opened = await kari.service.open(number)
        assert (opened.part, opened.referral.status) == (Part.ALLOCATE, ReferralStatus.RECEIVED)
        assert opened.referral.steps == ()
        people = await kari.service.allocating.candidates(number)
        assert [(c.person.name, c.open_cases) for c in people] == [
            ("Eira Nygård", 0),
            ("Mona Lie", 0),
        ]
        carried = meter.up.first
        await kari.service.allocating.allocate(number, region.skin.user)
        await skin.until_status(number, ReferralStatus.ALLOCATED)
        # An envelope with another inside, and a word to the sender; the sound lies there already.
        assert (meter.up.first - carried < 25_000, meter.up.again) == (True, 0)
        people = await kari.service.allocating.candidates(number)
        assert [c.open_cases for c in people] == [1, 0]

        at_gp = await until_step(gp, number, StepKind.ALLOCATED)
        await gp.until_status(number, ReferralStatus.ALLOCATED)
        row = only(gp.view.sent)
        assert (row.with_name, row.other_name) == ("Eira Nygård", "Kari Moen")
        assert row.with_since is not None
        at_skin = await case_at(skin, number)
        assert (at_skin.sender, at_skin.recipient, at_skin.answerer) == (
            region.gp.user,
            region.kari.user,
            region.skin.user,
        )
        assert (at_skin.sent, at_skin.due) == (at_gp.sent, at_gp.due)
        assert at_skin.steps == at_gp.steps

        opened = await skin.service.open(number)
        assert opened.part is Part.ANSWER
        sound = opened.referral.attachments[0].attachment
        assert (await skin.service.sound(number, sound)).pcm == SOUND[44:]
        for desk in (gp, kari):
            await desk.until_status(number, ReferralStatus.IN_REVIEW)
        await skin.service.reply(number, reply("Excise"))
        for desk in (gp, kari):
            await desk.until_status(number, ReferralStatus.ANSWERED)
        answered = (await gp.service.open(number)).referral
        assert answered.reply is not None
        assert (answered.reply.author, answered.reply.author_name) == (
            region.skin.user,
            "Eira Nygård",
        )
        assert answered.reply.reply.assessment == "Excise"
        # The coordinator learns that, not what.
        assert (await case_at(kari, number)).reply is None
        await gp.service.acknowledge(number)
        await gp.service.report_outcome(number, Outcome(True, True, "Well"))
        await skin.until_status(number, ReferralStatus.OUTCOME_REPORTED)
        assert kari.view.to_allocate == ()
        log = [row.action for row in await access_rows(kari.store)]
        assert [a for a in log if a in ("referral-opened", "referral-allocated")] == [
            "referral-opened",
            "referral-allocated",
        ]
        for desk in (gp, skin, kari):
            assert desk.view.refused == ()
        await region.leave(kari)


async def test_the_specialist_has_the_senders_own_signed_words(region: Region) -> None:
    gp, skin, kari = [await region.desk(p) for p in (region.gp, region.skin, region.kari)]
    number = await sent_draft(region, gp, to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await kari.service.allocating.allocate(number, region.skin.user)
    await skin.until_status(number, ReferralStatus.ALLOCATED)
    proofs = []
    for desk in (gp, skin):
        stored = await find_referral(desk.store, number)
        assert stored is not None
        kept = unpacked(stored.secret)
        proofs.append((kept.manifest, kept.signature, kept.signer_key))
    assert proofs[0] == proofs[1]
    assert read_manifest(proofs[1][0]).recipient == region.kari.user


async def test_it_is_given_to_another_and_the_first_is_told(region: Region) -> None:
    people = (region.gp, region.skin, region.mona, region.kari)
    gp, skin, mona, kari = [await region.desk(person) for person in people]
    number = await sent_draft(region, gp, (Slot.LUNGS, SOUND), to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await kari.service.allocating.allocate(number, region.skin.user)
    await skin.until_status(number, ReferralStatus.ALLOCATED)
    await skin.service.open(number)
    await skin.service.save_reply_draft(number, reply("Half written"))
    await kari.until_status(number, ReferralStatus.IN_REVIEW)
    with pytest.raises(WrongStatus):
        await kari.service.allocating.allocate(number, region.skin.user)
    await kari.service.allocating.allocate(number, region.mona.user, " On leave ")
    await mona.until_status(number, ReferralStatus.ALLOCATED)
    at_skin = await until_step(skin, number, StepKind.ALLOCATED, 2)
    assert at_skin.allocation is not None
    assert (at_skin.allocation.to, at_skin.allocation.reason) == (region.mona.user, "On leave")
    # The first keeps access and what was written, and is not waited for.
    opened = await skin.service.open(number)
    assert (opened.part, opened.answerer is not None) == (Part.READ, True)
    draft = await skin.service.reply_draft(number)
    assert draft is not None and draft.assessment == "Half written"
    await skin.until(lambda view: only(view.inbox).part is Part.READ)
    assert only(skin.view.inbox).with_name == "Mona Lie"
    with pytest.raises(GivenToAnother):
        await skin.service.reply(number, reply("Too late"))
    await gp.until_status(number, ReferralStatus.ALLOCATED)
    await gp.until(lambda view: only(view.sent).with_name == "Mona Lie")
    await mona.service.open(number)
    await mona.service.reply(number, reply("Mine"))
    await gp.until_status(number, ReferralStatus.ANSWERED)
    answered = (await gp.service.open(number)).referral
    assert answered.reply is not None and answered.reply.author == region.mona.user
    # And back to the first, as long as nothing is answered, is not for after the answer.
    await kari.until_status(number, ReferralStatus.ANSWERED)
    with pytest.raises(WrongStatus):
        await kari.service.allocating.allocate(number, region.skin.user)


async def test_given_back_to_the_first_nothing_is_fetched_again(region: Region) -> None:
    people = (region.gp, region.skin, region.mona, region.kari)
    gp, skin, mona, kari = [await region.desk(person) for person in people]
    number = await sent_draft(region, gp, (Slot.LUNGS, SOUND), to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    for to, desk in ((region.skin, skin), (region.mona, mona), (region.skin, skin)):
        await kari.service.allocating.allocate(number, to.user)
        await desk.until(lambda view, d=desk: any(r.part is Part.ANSWER for r in d.view.inbox))
        await kari.until(lambda view: view.outbox.items == 0)
        count = sum(s.kind is StepKind.ALLOCATED for s in (await case_at(kari, number)).steps)
        await until_step(gp, number, StepKind.ALLOCATED, count)
    await mona.until(lambda view: only(view.inbox).part is Part.READ)
    opened = await skin.service.open(number)
    assert opened.part is Part.ANSWER
    sound = opened.referral.attachments[0].attachment
    assert (await skin.service.sound(number, sound)).pcm == SOUND[44:]
    await skin.service.reply(number, reply("Mine after all"))
    await gp.until_status(number, ReferralStatus.ANSWERED)
    assert all(desk.view.refused == () for desk in (gp, skin, mona, kari))


async def test_two_answers_that_crossed_are_both_there(region: Region) -> None:
    """The first specialist answers off line, the second after the new choice."""
    people = (region.gp, region.skin, region.mona, region.kari)
    gp, skin, mona, kari = [await region.desk(person) for person in people]
    number = await sent_draft(region, gp, to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await kari.service.allocating.allocate(number, region.skin.user)
    await skin.until_status(number, ReferralStatus.ALLOCATED)
    await region.leave(skin)
    away = await region.desk(
        dataclasses.replace(region.skin, server_url="x"), url="http://127.0.0.1:9", again=skin
    )
    await away.service.open(number)
    await away.service.reply(number, reply("Written on the train"))
    await region.leave(away)
    await kari.service.allocating.allocate(number, region.mona.user)
    await mona.until_status(number, ReferralStatus.ALLOCATED)
    await mona.service.open(number)
    await mona.service.reply(number, reply("Second"))
    await gp.until_status(number, ReferralStatus.ANSWERED)
    again = await region.desk(region.skin, again=skin)
    await again.service.retry_now()
    while len((await case_at(gp, number)).earlier_replies) < 1:
        seen = len(gp.views)
        await gp.until(lambda _, seen=seen: len(gp.views) > seen)
    case = await case_at(gp, number)
    assert case.reply is not None
    said = [case.earlier_replies[0].reply.assessment, case.reply.reply.assessment]
    # Whoever has the case speaks before whoever had it, in whatever order they came.
    assert said == ["Written on the train", "Second"]
    assert gp.view.refused == ()


async def test_who_may_not_choose_and_who_may_not_be_chosen(region: Region) -> None:
    gp, skin, kari = [await region.desk(p) for p in (region.gp, region.skin, region.kari)]
    direct = await sent_draft(region, gp)
    number = await sent_draft(region, gp, to=region.kari.user)
    await skin.until_status(direct, ReferralStatus.RECEIVED)
    await kari.until(lambda view: bool(view.to_allocate))
    for desk, case in ((skin, direct), (gp, number)):
        with pytest.raises(WrongStatus):
            await desk.service.allocating.allocate(case, region.mona.user)
    for person in (region.gp, region.kari):
        with pytest.raises(NoDevice):
            await kari.service.allocating.allocate(number, person.user)
    assert (await case_at(kari, number)).steps == ()


async def test_the_coordinator_adds_nothing_when_more_is_wanted(region: Region) -> None:
    """What the sender adds goes to whoever has the case, and to who may have to choose again."""
    people = (region.gp, region.skin, region.mona, region.kari)
    gp, skin, mona, kari = [await region.desk(person) for person in people]
    number = await sent_draft(region, gp, (Slot.LUNGS, SOUND), to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await kari.service.allocating.allocate(number, region.skin.user)
    await skin.until_status(number, ReferralStatus.ALLOCATED)
    await skin.service.open(number)
    more = dataclasses.replace(reply("With a ruler"), decision=Decision.SEND_MORE)
    await skin.service.reply(number, more)
    for desk in (gp, kari):
        await desk.until_status(number, ReferralStatus.MORE_WANTED)
    await gp.service.save_addition(number, "Twelve millimetres")
    await gp.service.send_addition(number)
    for desk in (skin, kari):
        await desk.until_status(number, ReferralStatus.ALLOCATED)
    assert (await case_at(skin, number)).additions == (await case_at(kari, number)).additions
    await gp.until_status(number, ReferralStatus.ALLOCATED)
    assert kari.view.to_allocate == ()
    # Another has to go on: with everything, and verified against what was really sent.
    await kari.service.allocating.allocate(number, region.mona.user, "Ill")
    await mona.until_status(number, ReferralStatus.ALLOCATED)
    at_mona = await case_at(mona, number)
    assert [each.text for each in at_mona.additions] == ["Twelve millimetres"]
    assert at_mona.sent is not None and at_mona.due is not None
    assert at_mona.due - at_mona.additions[0].at == timedelta(days=3)
    await mona.service.open(number)
    await mona.service.reply(number, reply("Excise"))
    for desk in (gp, kari):
        await desk.until_status(number, ReferralStatus.ANSWERED)
    assert all(desk.view.refused == () for desk in (gp, skin, mona, kari))


async def test_a_late_answer_to_the_first_version_takes_no_newer_ones_place(
    region: Region,
) -> None:
    """The first specialist answers off line; the second has asked for more and answered all."""
    people = (region.gp, region.skin, region.mona, region.kari)
    gp, skin, mona, kari = [await region.desk(person) for person in people]
    number = await sent_draft(region, gp, to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await kari.service.allocating.allocate(number, region.skin.user)
    await skin.until_status(number, ReferralStatus.ALLOCATED)
    await region.leave(skin)
    away = await region.desk(region.skin, url="http://127.0.0.1:9", again=skin)
    await away.service.reply(number, reply("Written on the train"))
    await region.leave(away)
    await kari.service.allocating.allocate(number, region.mona.user)
    await mona.until_status(number, ReferralStatus.ALLOCATED)
    await until_step(gp, number, StepKind.ALLOCATED, 2)
    await mona.service.reply(
        number, dataclasses.replace(reply("With a ruler"), decision=Decision.SEND_MORE)
    )
    await gp.until_status(number, ReferralStatus.MORE_WANTED)
    await gp.service.save_addition(number, "Twelve millimetres")
    await gp.service.send_addition(number)
    await mona.until_status(number, ReferralStatus.ALLOCATED)
    await mona.service.reply(number, reply("Excise today"))
    await gp.until_status(number, ReferralStatus.ANSWERED)
    await gp.service.acknowledge(number)
    again = await region.desk(region.skin, again=skin)
    await again.service.retry_now()
    while len((await case_at(gp, number)).earlier_replies) < 2:
        seen = len(gp.views)
        await gp.until(lambda _, seen=seen: len(gp.views) > seen)
    case = await case_at(gp, number)
    assert case.reply is not None
    assert case.reply.reply.assessment == "Excise today"
    assert case.earlier_replies[-1].reply.assessment == "Written on the train"
    # There is more to read than was read.
    assert case.status is ReferralStatus.ANSWERED


async def test_the_coordinator_hears_that_nothing_more_comes(region: Region) -> None:
    gp, skin, kari = [await region.desk(p) for p in (region.gp, region.skin, region.kari)]
    number = await sent_draft(region, gp, to=region.kari.user)
    await kari.until(lambda view: bool(view.to_allocate))
    await kari.service.allocating.allocate(number, region.skin.user)
    await skin.until_status(number, ReferralStatus.ALLOCATED)
    more = dataclasses.replace(reply("With a ruler"), decision=Decision.SEND_MORE)
    await skin.service.reply(number, more)
    for desk in (gp, kari):
        await desk.until_status(number, ReferralStatus.MORE_WANTED)
    assert [c.open_cases for c in await kari.service.allocating.candidates(number)] == [1, 0]
    await gp.service.acknowledge(number)
    for desk in (skin, kari):
        await desk.until_status(number, ReferralStatus.ACKNOWLEDGED)
    assert [c.open_cases for c in await kari.service.allocating.candidates(number)] == [0, 0]
    with pytest.raises(WrongStatus):
        await kari.service.allocating.allocate(number, region.mona.user)
    # How it went is between the sender and whoever answered.
    await gp.service.report_outcome(number, Outcome(True, True, "Well"))
    await skin.until_status(number, ReferralStatus.OUTCOME_REPORTED)
    assert (await case_at(kari, number)).outcome is None

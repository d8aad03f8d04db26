# SPDX-License-Identifier: GPL-3.0-or-later
"""The specialist wants more; the sender adds it to the same case, and nothing is sent twice."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from app.records.ids import ReferralId
from app.records.referral import Decision, Referral, ReferralStatus, Reply, Slot, StepKind
from app.referrals.errors import Hindrance, NotComplete, WrongStatus
from app.referrals.kept import unpacked
from app.referrals.manifest import read_manifest
from app.store.referrals import referral as find_referral
from tests.fakes.recordings import demo, wav
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form, reply
from tests.fakes.region import Region, sent_draft
from tests.fakes.running_server import running_server
from tests.transport.metering_proxy import metering_proxy

SOUND = wav(np.random.default_rng(3).uniform(-0.5, 0.5, 1024**2), 48000)
"""2 MiB."""


def wants_more(text: str = "A picture with a ruler, please") -> Reply:
    return dataclasses.replace(reply(text), decision=Decision.SEND_MORE)


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    async with running_server(tmp_path) as server:
        region = Region(tmp_path, server)
        await region.enrol()
        yield region
        await region.close()


async def case_of(desk: Desk, number: ReferralId) -> Referral:
    """Read a case as it is kept."""
    stored = await find_referral(desk.store, number)
    assert stored is not None
    return stored.referral


async def asked_for_more(region: Region, gp: Desk, skin: Desk) -> ReferralId:
    """Bring a case to where its specialist wants more."""
    number = await sent_draft(region, gp, (Slot.LUNGS, SOUND))
    await skin.until_status(number, ReferralStatus.RECEIVED)
    await skin.service.open(number)
    await skin.service.reply(number, wants_more())
    await gp.until_status(number, ReferralStatus.MORE_WANTED)
    return number


async def test_more_is_wanted_sent_and_answered(region: Region) -> None:
    with metering_proxy(urlsplit(region.server.url).port or 0) as meter:
        gp = await region.desk(region.gp, url=meter.url)
        skin = await region.desk(region.skin)
        number = await asked_for_more(region, gp, skin)
        await skin.until_status(number, ReferralStatus.MORE_WANTED)
        # Nothing of the form can be changed any more, and nothing is sent without a word.
        with pytest.raises(WrongStatus):
            await gp.service.save_form(number, form("Another question"))
        with pytest.raises(WrongStatus):
            await gp.service.send_addition(number)
        await gp.service.save_addition(number, "  ")
        with pytest.raises(NotComplete):
            await gp.service.send_addition(number)
        await gp.service.save_addition(number, "With a ruler now")
        picture = await gp.service.attach(number, Slot.CLOSE_UP, demo("derm_close.jpg"), "Ruler")
        unwanted = await gp.service.attach(number, Slot.REGION, demo("derm_close.jpg"), "Mistake")
        await gp.service.remove(number, unwanted.attachment)
        await gp.service.thumbnail(number, picture.attachment, 64)
        assert len((await case_of(skin, number)).attachments) == 1
        carried = meter.up.first
        await gp.service.send_addition(number)
        await skin.until_status(number, ReferralStatus.RECEIVED)
        await gp.until_status(number, ReferralStatus.RECEIVED)
        assert meter.up.first - carried < picture.size_bytes + 20_000
        # One case on both sides, with the first reply beside the addition.
        seen = (await skin.service.open(number)).referral
        assert [a.attachment for a in seen.attachments][1:] == [picture.attachment]
        assert (seen.additions[0].text, seen.additions[0].attachments) == (
            "With a ruler now",
            (picture.attachment,),
        )
        assert [r.reply for r in seen.earlier_replies] == [wants_more()]
        assert seen.reply is None
        assert (await skin.service.sound(number, seen.attachments[0].attachment)).pcm == SOUND[44:]
        assert (await skin.service.picture(number, picture.attachment)).width == 640
        await gp.until_status(number, ReferralStatus.IN_REVIEW)
        await skin.service.reply(number, reply("Excise"))
        await gp.until_status(number, ReferralStatus.ANSWERED)
        answered = (await gp.service.open(number)).referral
        assert answered.reply is not None
        assert answered.reply.reply.assessment == "Excise"
        assert [r.reply for r in answered.earlier_replies] == [wants_more()]
        assert [step.version for step in answered.steps] == [1, 2]
        assert {step.kind for step in answered.steps} == {StepKind.REVIEW_BEGAN}
        assert answered.adding is None
        assert answered.due == answered.additions[0].at + timedelta(days=3)
        # All four signed texts are kept as they were signed.
        stored = await find_referral(gp.store, number)
        assert stored is not None
        kept = unpacked(stored.secret)
        signed = [read_manifest(proof.manifest) for proof in kept.earlier]
        assert [(m.kind.value, m.version) for m in signed] == [("referral", 1), ("reply", 1)]
        assert read_manifest(kept.manifest).version == 2
        assert read_manifest(kept.reply_manifest).version == 2
        await region.leave(gp)


async def test_a_second_specialist_reads_what_was_added_too(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    mona = await region.desk(region.mona)
    number = await asked_for_more(region, gp, skin)
    await gp.service.save_addition(number, "It bleeds since Monday")
    await gp.service.attach(number, Slot.CLOSE_UP, demo("derm_close.jpg"), "Ruler")
    await gp.service.send_addition(number)
    await gp.until_status(number, ReferralStatus.RECEIVED)
    second = await gp.service.ask_another(number, region.mona.user)
    await mona.until_status(second, ReferralStatus.RECEIVED)
    seen = (await mona.service.open(second)).referral
    assert seen.form.history.endswith("It bleeds since Monday")
    assert len(seen.attachments) == 2
    assert seen.reply is None


async def test_replies_that_cross_the_addition_are_kept_beside_it(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await asked_for_more(region, gp, skin)
    await region.leave(gp)
    # The specialist makes up their mind while the sender is off line and adds to the case.
    await skin.service.reply(number, reply("Excise, now that I think of it"))
    await skin.until(lambda view: view.outbox.items == 0)
    gp = await region.desk(region.gp, again=gp, url="http://127.0.0.1:9")
    await gp.service.save_addition(number, "Here is more")
    await gp.service.send_addition(number)
    await region.leave(gp)
    gp = await region.desk(region.gp, again=gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    said = [wants_more().assessment, "Excise, now that I think of it"]

    def all_said(case: Referral) -> bool:
        return [r.reply.assessment for r in case.earlier_replies] == said and case.reply is None

    assert all_said(await case_of(skin, number))
    await gp.until_status(number, ReferralStatus.RECEIVED)
    assert all_said(await case_of(gp, number))
    await skin.service.reply(number, reply("Still: excise"))
    await gp.until_status(number, ReferralStatus.ANSWERED)


async def test_what_was_begun_is_not_lost_when_the_answer_comes(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await asked_for_more(region, gp, skin)
    await gp.service.save_addition(number, "Half a sent")
    await skin.service.reply(number, reply("Treat it at home"))
    await gp.until_status(number, ReferralStatus.ANSWERED)
    assert (await gp.service.draft(number)).adding is not None
    await gp.service.save_addition(number, "Half a sentence, and the other half")
    await gp.service.send_addition(number)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    assert len((await case_of(skin, number)).earlier_replies) == 2


async def test_whoever_has_no_more_to_send_says_so(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await asked_for_more(region, gp, skin)
    await gp.service.acknowledge(number)
    await skin.until_status(number, ReferralStatus.ACKNOWLEDGED)
    with pytest.raises(WrongStatus):
        await gp.service.save_addition(number, "After all")


async def test_an_addition_that_cannot_go_comes_back_as_it_was_written(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await asked_for_more(region, gp, skin)
    await gp.service.save_addition(number, "With a ruler now")
    picture = await gp.service.attach(number, Slot.CLOSE_UP, demo("derm_close.jpg"), "Ruler")
    await region.server.stop()
    await gp.service.send_addition(number)
    for path in (gp.profile / "spool").rglob(picture.attachment):
        path.unlink()
    await region.server.start()
    await gp.service.retry_now()
    view = await gp.until_status(number, ReferralStatus.MORE_WANTED)
    assert view.sent[0].came_back is Hindrance.SPOILT
    case = await gp.service.draft(number)
    assert case.adding is not None
    assert (case.adding.text, case.adding.attachments) == ("With a ruler now", (picture,))
    assert (case.additions, case.earlier_replies, len(case.attachments)) == ((), (), 1)
    assert case.reply is not None
    await gp.service.send_addition(number)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    seen = await case_of(skin, number)
    assert seen.attachments[-1].sha256 == picture.sha256
    await skin.service.reply(number, reply("Excise"))
    await gp.until_status(number, ReferralStatus.ANSWERED)

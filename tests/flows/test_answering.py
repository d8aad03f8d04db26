# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer that promises a video visit: the visit is there, whatever happens on the way."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.answering import NOTICE, SHORT_NOTICE, Answered, VisitNotOffered
from app.records.ids import ReferralId
from app.records.referral import Decision, Referral, ReferralStatus, Reply, Urgency
from app.records.schedule import AppointmentStatus, OfferedVisit
from app.referrals.errors import NoDevice, WrongStatus
from app.schedule.views import DayView, VisitWish
from app.signaling.http import ServerClient
from app.signaling.login import guest_login
from app.store import appointments
from app.store.database import Store
from app.store.directory import load_directory, save_directory
from app.store.identity import load_identity, save_identity
from app.store.referrals import referral as find_referral
from app.vault.identity import SigningKey
from app.vault.links import parse_link, user_key_hash
from app.vault.trust import verify_directory
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form, reply
from tests.fakes.region import Region, sent_draft
from tests.fakes.running_server import running_server

ROOT = Path(__file__).resolve().parents[2]
REASON = "Referral: Melanoma?"


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    async with running_server(tmp_path) as server:
        region = Region(tmp_path, server)
        await region.enrol()
        yield region
        await region.close()


def by_video(minutes_ahead: float = 1) -> Reply:
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=minutes_ahead)
    return replace(reply(), decision=Decision.VIDEO_VISIT, visit=OfferedVisit(start, 30))


async def test_the_sender_gets_the_time_and_a_link_that_opens_the_door(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    case = (await skin.service.open(number)).referral
    wish = by_video()
    offered = (await skin.answering.reply(case, wish, REASON)).visit
    await gp.until_status(number, ReferralStatus.ANSWERED)
    told = (await gp.service.open(number)).referral.reply
    assert told is not None and told.reply.visit == offered
    assert offered is not None and wish.visit is not None
    assert (offered.start, offered.minutes) == (wish.visit.start, 30)
    assert offered.link not in repr(told)
    (visit,) = await appointments.appointments_for(skin.store, number)
    assert (visit.start, visit.end) == (offered.start, offered.end)
    assert (visit.patient.name, visit.patient.birth_date) == (
        form().patient_name,
        form().patient_birth_date,
    )
    assert visit.reason == REASON
    address = parse_link(offered.link)
    assert address.host_hash == user_key_hash(region.skin.user_key.public)
    client = ServerClient(region.server.url)
    await guest_login(client, address, SigningKey.generate())
    await client.close()
    await skin.until(lambda v: v.outbox.items == 0)
    for path in region.files_of_server():
        content = path.read_bytes()
        for secret in ("Astrid", "Melanoma", "Referral:", address.secret.hex()):
            assert secret.encode() not in content
    # Signed once: a second answer is refused, and the promised visit stands.
    with pytest.raises(WrongStatus):
        await skin.answering.reply(case, replace(reply(), visit=None), REASON)
    (visit,) = await appointments.appointments_for(skin.store, number)
    assert visit.status is AppointmentStatus.BOOKED


async def test_killed_between_visit_and_answer_the_next_try_finds_the_visit(
    region: Region,
) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    await skin.service.open(number)
    await save_identity(skin.store, region.skin)
    assert region.raw is not None
    await save_directory(skin.store, *region.raw)
    await region.leave(skin)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.flows.test_answering",
        str(skin.profile),
        number,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        await child.communicate(skin.key)
    assert child.returncode == -signal.SIGKILL
    skin = await region.desk(region.skin, again=skin)
    # The visit is there and nobody was told; the answer is a draft, with its time.
    (planned,) = await appointments.appointments_for(skin.store, number)
    assert planned.status is AppointmentStatus.BOOKED
    await gp.until_status(number, ReferralStatus.IN_REVIEW)
    draft = await skin.service.reply_draft(number)
    assert draft is not None and draft.visit is not None
    assert draft.visit.start == planned.start
    case = (await skin.service.open(number)).referral
    offered = (await skin.answering.reply(case, draft, REASON)).visit
    await gp.until_status(number, ReferralStatus.ANSWERED)
    assert await appointments.appointments_for(skin.store, number) == (planned,)
    assert offered is not None
    assert offered.link == await skin.schedule.link_of(planned.appointment)


async def killed_after_planning(profile: Path, number: str, key: bytes) -> None:
    """Be the specialist's program, and die without a word once the visit stands in the day."""
    store = await Store.open(profile, key)
    identity, stored = await load_identity(store), await load_directory(store)
    await store.close()
    assert identity is not None and stored is not None
    directory = verify_directory(stored[0], identity.organization_key, 0, time.time())
    desk = Desk(identity, profile, identity.server_url, lambda: directory, key)
    await desk.open()

    def die(day: DayView) -> None:
        if day.visits:
            os.kill(os.getpid(), signal.SIGKILL)

    await desk.schedule.watch(die)
    found = await find_referral(desk.store, ReferralId(number))
    assert found is not None
    await desk.answering.reply(found.referral, by_video(0), REASON)


async def test_another_decision_takes_back_what_nobody_was_told_of(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    case = (await skin.service.open(number)).referral
    # A visit as a crash would have left it.
    wish = by_video().visit
    assert wish is not None
    left = VisitWish("Astrid", None, REASON, wish.start, wish.minutes)
    await skin.schedule.offer(number, left)
    assert await skin.answering.reply(case, reply(), REASON) == Answered(None, False)
    (visit,) = await appointments.appointments_for(skin.store, number)
    assert visit.status is AppointmentStatus.CANCELLED
    await gp.until_status(number, ReferralStatus.ANSWERED)


async def promised_and_added_to(
    region: Region, gp: Desk, skin: Desk
) -> tuple[Referral, OfferedVisit]:
    """Give a case whose answer promised a visit, and to which something was added after that."""
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    case = (await skin.service.open(number)).referral
    asking = replace(reply(), decision=Decision.SEND_MORE)
    await skin.answering.reply(case, asking, REASON)
    await gp.until_status(number, ReferralStatus.MORE_WANTED)
    await gp.service.save_addition(number, "It bleeds now")
    case = (await skin.service.open(number)).referral
    promised = (await skin.answering.reply(case, by_video(60), REASON)).visit
    assert promised is not None
    await gp.until_status(number, ReferralStatus.ANSWERED)
    await gp.service.send_addition(number)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    return (await skin.service.open(number)).referral, promised


async def test_a_promised_visit_stands_beside_another_decision_and_it_is_said(
    region: Region,
) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    case, promised = await promised_and_added_to(region, gp, skin)
    assert await skin.answering.reply(case, reply(), REASON) == Answered(None, True)
    (visit,) = await appointments.appointments_for(skin.store, case.referral)
    assert (visit.start, visit.status) == (promised.start, AppointmentStatus.BOOKED)


async def test_a_new_time_takes_the_place_of_the_promised_one_once_it_is_sent(
    region: Region,
) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    case, promised = await promised_and_added_to(region, gp, skin)
    await region.server.stop()
    with pytest.raises(VisitNotOffered):
        await skin.answering.reply(case, by_video(120), REASON)
    (visit,) = await appointments.appointments_for(skin.store, case.referral)
    assert visit.status is AppointmentStatus.BOOKED
    await region.server.start()
    again = await skin.answering.reply(case, by_video(180), REASON)
    assert again.visit is not None and again.visit.link != promised.link
    visits = await appointments.appointments_for(skin.store, case.referral)
    assert [each.status.value for each in visits] == ["cancelled", "booked"]


async def test_an_answer_that_cannot_go_leaves_no_visit(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    case = (await skin.service.open(number)).referral
    await region.administration.revoke(region.gp.device)
    region.gp, sender = region.mona, region.gp
    await region.fetch_directory()
    with pytest.raises(NoDevice):
        await skin.answering.reply(case, by_video(), REASON)
    (visit,) = await appointments.appointments_for(skin.store, number)
    assert visit.status is AppointmentStatus.CANCELLED
    region.gp = sender


async def test_without_the_server_the_answer_stays_a_draft(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    case = (await skin.service.open(number)).referral
    await region.server.stop()
    wish = by_video()
    with pytest.raises(VisitNotOffered):
        await skin.answering.reply(case, wish, REASON)
    assert await skin.service.reply_draft(number) == wish
    assert await appointments.appointments_for(skin.store, number) == ()
    soon = await skin.answering.calendar(
        replace(case, form=replace(case.form, urgency=Urgency.SAME_DAY))
    )
    usual = await skin.answering.calendar(case)
    assert usual.earliest - soon.earliest > NOTICE - SHORT_NOTICE - timedelta(minutes=1)


if __name__ == "__main__":
    asyncio.run(killed_after_planning(Path(sys.argv[1]), sys.argv[2], sys.stdin.buffer.read()))

# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps a referral is said in a sentence, the case stays, and it goes on by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.records.referral import ReferralStatus, Slot
from app.referrals.errors import Hindrance, NoDevice
from app.signaling.http import ClockWrong
from app.vault.trust import verify_directory
from tests.fakes.recordings import demo
from tests.fakes.referrals import form, reply
from tests.fakes.region import Region, sent_draft
from tests.fakes.running_server import running_server

CLOSE_UP = (Slot.CLOSE_UP, demo("derm_close.jpg"))
YEARS = timedelta(days=9 * 365)


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    async with running_server(tmp_path) as server:
        region = Region(tmp_path, server)
        await region.enrol()
        yield region
        await region.close()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"quota_bytes": 10_000}, Hindrance.QUOTA),
        ({"reserve_bytes": 2**60}, Hindrance.SERVER_FULL),
    ],
)
async def test_a_server_without_room(
    region: Region, options: dict[str, int], why: Hindrance
) -> None:
    await region.server.restart(**options)
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp, CLOSE_UP)
    view = await gp.until(lambda v: v.outbox.hindrance is not None)
    assert (view.outbox.hindrance, view.outbox.items, view.outbox.failed) == (why, 1, 0)
    assert [(row.referral, row.status) for row in view.sent] == [(number, ReferralStatus.SENDING)]
    await region.server.restart(quota_bytes=10**9, reserve_bytes=0)
    await gp.service.retry_now()
    await skin.until_status(number, ReferralStatus.RECEIVED)
    view = await gp.until_status(number, ReferralStatus.RECEIVED)
    assert (view.outbox.items, view.outbox.hindrance) == (0, None)


async def test_a_recipient_who_is_revoked_while_it_waits(region: Region) -> None:
    await region.server.stop()
    gp = await region.desk(region.gp, refresh=region.refreshed)
    number = await sent_draft(region, gp, CLOSE_UP)
    await gp.until(lambda v: v.outbox.waiting_for_server)
    await region.server.start()
    await region.administration.revoke(region.skin.user)
    await gp.service.retry_now()
    view = await gp.until(lambda v: any(row.came_back for row in v.drafts))
    assert [row.came_back for row in view.drafts] == [Hindrance.RECIPIENT_GONE]
    assert view.outbox.items == 0
    with pytest.raises(NoDevice):
        await gp.service.send(number, region.skin.user)
    # Nothing of the case is lost: it goes to somebody else.
    mona = await region.desk(region.mona)
    await gp.service.send(number, region.mona.user)
    await mona.until_status(number, ReferralStatus.RECEIVED)
    opened = await mona.service.open(number)
    picture = opened.referral.attachments[0].attachment
    assert (await mona.service.picture(number, picture)).width == 640


@pytest.mark.parametrize("off", [YEARS, -YEARS])
async def test_a_clock_that_is_years_off(region: Region, off: timedelta) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    gp.clock = lambda: datetime.now(UTC) + off
    number = await sent_draft(region, gp, CLOSE_UP)
    view = await gp.until(lambda v: any(row.came_back for row in v.drafts))
    assert [(row.referral, row.came_back) for row in view.drafts] == [(number, Hindrance.CLOCK)]
    assert skin.view.inbox == ()
    gp.clock = lambda: datetime.now(UTC)
    await gp.service.send(number, region.skin.user)
    view = await skin.until_status(number, ReferralStatus.RECEIVED)
    assert view.inbox[0].sent is not None
    assert abs(view.inbox[0].sent - datetime.now(UTC)) < timedelta(hours=1)


async def test_an_answer_by_a_clock_that_is_years_off(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    await skin.service.open(number)
    skin.clock = lambda: datetime.now(UTC) - YEARS
    await skin.service.reply(number, reply())
    view = await skin.until(lambda v: v.inbox[0].came_back is not None)
    assert view.inbox[0].came_back is Hindrance.CLOCK
    assert await skin.service.reply_draft(number) == reply()
    skin.clock = lambda: datetime.now(UTC)
    await skin.service.reply(number, reply())
    await gp.until_status(number, ReferralStatus.ANSWERED)


async def test_where_a_wrong_clock_lets_nobody_count_it_is_the_clock_that_is_named(
    region: Region,
) -> None:
    """The directory is judged by this computer's clock at the start of the program."""
    assert region.raw is not None
    later = (datetime.now(UTC) + YEARS).timestamp()
    nobody = verify_directory(region.raw[0], region.gp.organization_key, 0, later)
    gp = await region.desk(region.gp, directory=lambda: nobody)
    gp.clock = lambda: datetime.now(UTC) + YEARS
    draft = await gp.service.new_draft(form())
    with pytest.raises(ClockWrong, match="clock"):
        await gp.service.recipients(draft.form.specialty)
    with pytest.raises(ClockWrong, match="clock"):
        await gp.service.send(draft.referral, region.skin.user)
    assert (await gp.service.draft(draft.referral)).form == form()

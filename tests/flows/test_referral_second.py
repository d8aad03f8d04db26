# SPDX-License-Identifier: GPL-3.0-or-later
"""A second specialist is asked: only a key is wrapped anew, nothing is sealed or brought twice."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from app.records.ids import ReferralId
from app.records.referral import ReferralStatus, Slot
from app.referrals.errors import NotComplete, WrongStatus
from app.referrals.kept import blob_owner, unpacked
from app.referrals.manifest import read_manifest
from app.store import blobs
from app.store.referrals import referral as find_referral
from tests.fakes.recordings import wav
from tests.fakes.referral_desk import Desk
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
        await region.enrol()
        yield region
        await region.close()


async def sealed_files(desk: Desk, number: ReferralId) -> list[str]:
    """Name a referral's recordings by the hashes of their ciphertext."""
    stored = await find_referral(desk.store, number)
    assert stored is not None
    return [file.sha256 for file in read_manifest(unpacked(stored.secret).manifest).files]


async def test_a_second_specialist_gets_the_same_ciphertext(region: Region) -> None:
    with metering_proxy(urlsplit(region.server.url).port or 0) as meter:
        gp = await region.desk(region.gp, url=meter.url)
        skin, mona = await region.desk(region.skin), await region.desk(region.mona)
        first = await sent_draft(region, gp, (Slot.LUNGS, SOUND))
        await gp.until_status(first, ReferralStatus.RECEIVED)
        carried = meter.up.first
        assert carried > len(SOUND)
        second = await gp.service.ask_another(first, region.mona.user)
        await mona.until_status(second, ReferralStatus.RECEIVED)
        await gp.until_status(second, ReferralStatus.RECEIVED)
        # An envelope, and nothing twice.
        assert (meter.up.first - carried < 10_000, meter.up.again) == (True, 0)
        assert await sealed_files(gp, second) == await sealed_files(gp, first)
        assert await sealed_files(mona, second) == await sealed_files(gp, first)
        opened = await mona.service.open(second)
        sound = opened.referral.attachments[0].attachment
        assert (await mona.service.sound(second, sound)).pcm == SOUND[44:]
        # Two cases: each has its answer, and neither specialist sees the other's.
        for desk, number, says in ((skin, first, "One"), (mona, second, "Two")):
            await desk.service.open(number)
            await desk.service.reply(number, reply(says))
            await gp.until_status(number, ReferralStatus.ANSWERED)
            answered = (await gp.service.open(number)).referral
            assert answered.reply is not None
            assert answered.reply.reply.assessment == says
        assert [len(desk.view.inbox) for desk in (skin, mona)] == [1, 1]
        await region.leave(gp)


async def test_a_server_that_has_it_no_more_gets_it_again(region: Region) -> None:
    gp, mona = await region.desk(region.gp), await region.desk(region.mona)
    first = await sent_draft(region, gp, (Slot.LUNGS, SOUND))
    await gp.until_status(first, ReferralStatus.SENT)
    for path in region.files_of_server(b"age-encryption"):
        path.unlink()
    second = await gp.service.ask_another(first, region.mona.user)
    await mona.until_status(second, ReferralStatus.RECEIVED)
    assert await sealed_files(mona, second) == await sealed_files(gp, first)


async def test_the_age_program_opens_what_a_recipient_has(region: Region) -> None:
    age = shutil.which("age")
    if age is None:
        pytest.skip("age is not installed")
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp, (Slot.LUNGS, SOUND))
    await gp.until_status(number, ReferralStatus.RECEIVED)
    stored = await find_referral(skin.store, number)
    assert stored is not None
    key = region.folder / "identity"
    key.write_text(unpacked(stored.secret).identity + "\n")
    for desk, kind in ((skin, "received"), (gp, "travel")):
        owner = blob_owner(number, stored.referral.attachments[0].attachment)
        (row,) = [r for r in await blobs.blobs_of(desk.store, owner) if r.kind == kind]
        opening = [age, "--decrypt", "-i", str(key), str(desk.store.blobs / row.file)]
        program = await asyncio.create_subprocess_exec(*opening, stdout=asyncio.subprocess.PIPE)
        plain, _ = await program.communicate()
        assert program.returncode == 0
        assert plain[: len(SOUND)] == SOUND
        assert not any(plain[len(SOUND) :])


async def test_who_cannot_be_asked(region: Region) -> None:
    await region.server.stop()
    gp = await region.desk(region.gp)
    number = await sent_draft(region, gp)
    with pytest.raises(WrongStatus):
        await gp.service.ask_another(number, region.mona.user)
    await region.server.start()
    await gp.service.retry_now()
    await gp.until_status(number, ReferralStatus.SENT)
    for person in (region.gp, region.skin):
        with pytest.raises(NotComplete):
            await gp.service.ask_another(number, person.user)
    assert len(gp.view.sent) == 1

# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral from the surgery to the specialist and back, through the real server."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.records.ids import ParcelId, ReferralId, UserId
from app.records.media_facts import QualityProblem
from app.records.referral import Attachment, Outcome, ReferralStatus, Slot, StepKind
from app.referrals.errors import NoDevice, WrongStatus
from app.referrals.kept import unpacked
from app.referrals.views import ReferralsView
from app.signaling.http import ServerClient, Token
from app.signaling.login import device_login
from app.signaling.parcels import SpoolFile, upload_parcel
from app.signaling.resumable import hash_of
from app.store.database import Store
from app.store.directory import load_directory, save_directory
from app.store.identity import load_identity, save_identity
from app.store.referrals import referral as find_referral
from app.vault.identity import OwnIdentity
from app.vault.trust import verify_directory
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.recordings import (
    DEMO,
    OWNER,
    PLANTED,
    demo,
    exif_tags,
    wav,
    with_planted_metadata,
)
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form, reply
from tests.fakes.region import Region, sent_draft
from tests.fakes.running_server import running_server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    async with running_server(tmp_path) as server:
        region = Region(tmp_path, server)
        await region.enrol()
        yield region
        await region.close()


def noise(seconds: int = 50) -> bytes:
    """About 100 kB a second that nothing can compress."""
    random = np.random.default_rng(7)
    return wav(random.normal(0, 0.1, seconds * 48_000), 48_000)


async def test_there_and_back(region: Region, tmp_path: Path) -> None:
    photo = with_planted_metadata(demo("derm_close.jpg"), "jpg", tmp_path)
    assert any("GPS" in tag for tag in exif_tags(photo, "jpg", tmp_path))
    assert OWNER.encode() in photo
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)

    # The GP writes, adds a photo and a sound, and sends.
    draft = await gp.service.new_draft(form())
    number = draft.referral
    picture = await gp.service.attach(number, Slot.CLOSE_UP, photo, "Close-up")
    sound = await gp.service.attach(
        number, Slot.HEART_MITRAL, DEMO / "heart_murmur_mitral.wav", "Mitral"
    )
    (eira, _) = await gp.service.recipients(draft.form.specialty)
    await gp.service.send(number, eira.user)

    # It arrives whole, and the GP sees that it did.
    view = await skin.until(lambda v: bool(v.inbox))
    assert (view.inbox[0].referral, view.inbox[0].other_name) == (number, "Sondre Dahl")
    assert view.inbox[0].patient_name == "Astrid Canary Solbakken"
    view = await gp.until_status(number, ReferralStatus.RECEIVED)
    assert (view.sent[0].other_name, view.outbox.items) == ("Eira Nygård", 0)

    # The specialist opens it: what was written, the pixels and the samples.
    opened = await skin.service.open(number)
    assert opened.referral.created == opened.referral.sent, "what is counted relies on it"
    assert opened.referral.form == form()
    assert opened.referral.attachments == (picture, sound)
    assert opened.sender is not None and opened.sender.name == "Sondre Dahl"
    assert (opened.mine, opened.number, opened.of) == (False, 1, 1)
    await skin.until_status(number, ReferralStatus.IN_REVIEW)
    await gp.until_status(number, ReferralStatus.IN_REVIEW)
    pixels = await skin.service.picture(number, picture.attachment)
    expected = Image.open(io.BytesIO(demo("derm_close.jpg"))).convert("RGB")
    assert (pixels.width, pixels.height, pixels.rgb) == (640, 480, expected.tobytes())
    samples = await skin.service.sound(number, sound.attachment)
    assert samples.pcm == demo("heart_murmur_mitral.wav")[44:]
    assert sound.quality.problems == (QualityProblem.CONTACT_NOISE,)

    # The answer goes back signed; the GP reads and acknowledges it.
    await skin.service.save_reply_draft(number, reply("not yet finished"))
    kept = await skin.service.reply_draft(number)
    assert kept is not None and kept.assessment == "not yet finished"
    await skin.service.reply(number, reply())
    assert await skin.service.reply_draft(number) is None
    with pytest.raises(WrongStatus):
        await skin.service.reply(number, reply("a second one"))
    await gp.until_status(number, ReferralStatus.ANSWERED)
    answer = (await gp.service.open(number)).referral.reply
    assert answer is not None
    assert answer.reply == reply()
    assert (answer.author, answer.author_name) == (region.skin.user, "Eira Nygård")
    await gp.service.acknowledge(number)
    await gp.until_status(number, ReferralStatus.ACKNOWLEDGED)

    # The specialist hears that it was read, and how it went.
    await skin.until_status(number, ReferralStatus.ACKNOWLEDGED)
    outcome = Outcome(True, False, "Excised in Viddal; the report says naevus")
    with pytest.raises(WrongStatus):
        await skin.service.report_outcome(number, outcome)
    await gp.service.report_outcome(number, outcome)
    with pytest.raises(WrongStatus):
        await gp.service.report_outcome(number, outcome)
    await skin.until_status(number, ReferralStatus.OUTCOME_REPORTED)
    told = (await skin.service.open(number)).referral
    assert told.outcome == outcome
    assert [(step.kind, step.by) for step in told.steps] == [
        (StepKind.REVIEW_BEGAN, region.skin.user),
        (StepKind.ACKNOWLEDGED, region.gp.user),
        (StepKind.OUTCOME, region.gp.user),
    ]
    assert (await gp.service.open(number)).referral.steps == told.steps

    # Nothing is left on the way, and the server has read nothing.
    await skin.until(lambda v: v.outbox.items == 0)
    for desk in (gp, skin):
        assert not any((desk.profile / "spool").iterdir())
        assert not any((desk.profile / "incoming").iterdir())
    secret = (
        *PLANTED,
        "Astrid",
        "Melanoma",
        "Left lower leg",
        "excise",
        "Excision",
        "JFIF",
        "naevus",
    )
    assert any(path.stat().st_size > 40_000 for path in region.files_of_server())
    for path in region.files_of_server():
        content = path.read_bytes()
        for text in secret:
            assert text.encode() not in content, (path.name, text)
    await age_opens(region, skin, number, picture)


async def age_opens(region: Region, skin: Desk, number: ReferralId, picture: Attachment) -> None:
    """The standard program opens what lies on the server, with the referral's identity."""
    stored = await find_referral(skin.store, number)
    assert stored is not None
    identity = region.folder / "identity"
    identity.write_text(unpacked(stored.secret).identity + "\n")
    sealed = region.files_of_server(b"age-encryption")
    assert len(sealed) == 2
    program = shutil.which("age")
    if program is None:
        return
    plain = [
        subprocess.run(  # noqa: ASYNC221
            [program, "-d", "-i", str(identity), str(path)],
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for path in sealed
    ]
    photo = next(content for content in plain if content.startswith(b"\xff\xd8"))
    assert exif_tags(photo[: picture.size_bytes], "jpg", region.folder).keys() >= {"File:FileType"}
    assert Image.open(io.BytesIO(photo)).size == (640, 480)


@pytest.mark.parametrize("kind", ["envelope", "recording"])
async def test_what_was_tampered_with_on_the_server_is_never_shown(
    region: Region, kind: str
) -> None:
    gp = await region.desk(region.gp)
    number = await sent_draft(region, gp, (Slot.CLOSE_UP, demo("derm_close.jpg")))
    await gp.until_status(number, ReferralStatus.SENT)
    magic = b"vidda-envelope" if kind == "envelope" else b"age-encryption"
    (path,) = region.files_of_server(magic)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes(content))
    skin = await region.desk(region.skin)
    view = await skin.until(lambda v: bool(v.refused))
    assert (view.inbox, view.refused[0].cause) == ((), "hash")
    stored = await find_referral(gp.store, number)
    assert stored is not None and view.refused[0].parcel == unpacked(stored.secret).parcel
    # It stays refused, and its sender is never told that it arrived.
    await skin.service.retry_now()
    await region.leave(skin)
    skin = await region.desk(region.skin, again=skin)
    assert (skin.view.inbox, len(skin.view.refused)) == ((), 1)
    assert gp.view.sent[0].status is ReferralStatus.SENT


async def test_written_offline_it_goes_when_the_server_is_back(region: Region) -> None:
    await region.server.stop()
    gp = await region.desk(region.gp)
    number = await sent_draft(region, gp, (Slot.CLOSE_UP, demo("derm_close.jpg")))
    await gp.until(lambda v: v.outbox.waiting_for_server)
    await region.leave(gp)
    await region.server.start()
    gp = await region.desk(region.gp, again=gp)
    skin = await region.desk(region.skin)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    await gp.until_status(number, ReferralStatus.RECEIVED)


async def test_a_line_that_keeps_breaking_delays_and_loses_nothing(region: Region) -> None:
    proxy = CuttingProxy(region.server.url)
    await proxy.start()
    proxy.cut_after([60_000, 1_200_000, 900_000, 1_500_000, 200_000, None])
    gp = await region.desk(region.gp, url=proxy.url)
    number = await sent_draft(region, gp, (Slot.LUNGS, noise(40)))
    await gp.until_status(number, ReferralStatus.SENT)
    skin = await region.desk(region.skin)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    opened = await skin.service.open(number)
    sound = await skin.service.sound(number, opened.referral.attachments[0].attachment)
    assert sound.pcm == noise(40)[44:]
    await region.leave(gp)
    await proxy.stop()


async def test_killed_in_the_middle_it_goes_on_where_it_was(region: Region) -> None:
    gp = await region.desk(region.gp)
    await save_identity(gp.store, region.gp)
    assert region.raw is not None
    await save_directory(gp.store, *region.raw)
    draft = await gp.service.new_draft(form())
    await gp.service.attach(draft.referral, Slot.LUNGS, noise(), "Lungs")
    await region.leave(gp)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.flows.test_referral",
        str(gp.profile),
        draft.referral,
        region.skin.user,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        await child.communicate(gp.key)
    assert child.returncode == -signal.SIGKILL
    gp = await region.desk(region.gp, again=gp)
    skin = await region.desk(region.skin)
    await skin.until_status(draft.referral, ReferralStatus.RECEIVED)
    await gp.until_status(draft.referral, ReferralStatus.RECEIVED)
    # Beyond the small envelope, the first news is what the server had already.
    steps = [view.outbox.sent_bytes for view in gp.views if view.outbox.sent_bytes > 10_000]
    assert not steps or steps[0] >= 1024 * 1024, "what the server had is not sent again"
    assert len(skin.view.inbox) == 1
    opened = await skin.service.open(draft.referral)
    sound = await skin.service.sound(draft.referral, opened.referral.attachments[0].attachment)
    assert sound.pcm == noise()[44:]


async def killed_while_sending(profile: Path, number: str, recipient: str, key: bytes) -> None:
    """Be the GP's program, and die without a word once a piece is on the server."""
    store = await Store.open(profile, key)
    identity, stored = await load_identity(store), await load_directory(store)
    await store.close()
    assert identity is not None
    assert stored is not None
    directory = verify_directory(stored[0], identity.organization_key, 0, time.time())
    desk = Desk(identity, profile, identity.server_url, lambda: directory, key)
    await desk.open()

    def die(view: ReferralsView) -> None:
        if 1024 * 1024 < view.outbox.sent_bytes < view.outbox.total_bytes:
            os.kill(os.getpid(), signal.SIGKILL)

    await desk.service.watch(die)
    await desk.service.send(ReferralId(number), UserId(recipient))
    await asyncio.Event().wait()


async def test_a_specialist_away_finds_it_later_and_the_sender_hears_of_it(
    region: Region,
) -> None:
    gp = await region.desk(region.gp)
    number = await sent_draft(region, gp, (Slot.CLOSE_UP, demo("derm_close.jpg")))
    await gp.until_status(number, ReferralStatus.SENT)
    await region.leave(gp)
    skin = await region.desk(region.skin)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    await region.leave(skin)
    # The GP was away when the receipt was told, and asks at the next start.
    gp = await region.desk(region.gp, again=gp)
    await gp.until_status(number, ReferralStatus.RECEIVED)


async def test_a_replayed_parcel_and_one_under_another_name_are_refused(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    (path,) = region.files_of_server(b"vidda-envelope")
    copy = region.folder / "copy"
    copy.write_bytes(path.read_bytes())
    causes = {}
    for identity, parcel in ((region.gp, "1" * 32), (region.mona, "2" * 32)):
        await deliver(region, identity, ParcelId(parcel), copy)
        view = await skin.until(lambda v, p=parcel: any(r.parcel == p for r in v.refused))
        causes[identity.name] = next(r.cause for r in view.refused if r.parcel == parcel)
    assert causes == {"Sondre Dahl": "replay", "Mona Lie": "sender"}
    assert len(skin.view.inbox) == 1
    # Beside them, an honest one still arrives.
    honest = await sent_draft(region, gp)
    await skin.until_status(honest, ReferralStatus.RECEIVED)


async def deliver(region: Region, identity: OwnIdentity, parcel: ParcelId, path: Path) -> None:
    """Upload a file as an envelope to the specialist, past our own service."""
    client = ServerClient(region.server.url)
    token: Token = await device_login(client, identity)
    size = len(await asyncio.to_thread(path.read_bytes))
    file = SpoolFile("envelope", path, size, hash_of(path))
    await upload_parcel(client, token, parcel, [region.skin.user], [file], lambda _: None)
    await client.close()


async def test_a_revoked_device_gets_nothing(region: Region) -> None:
    gp = await region.desk(region.gp)
    draft = await gp.service.new_draft(form())
    await region.administration.revoke(region.skin.device)
    region.skin, kept = region.gp, region.skin
    await region.fetch_directory()
    with pytest.raises(NoDevice):
        await gp.service.send(draft.referral, kept.user)
    assert gp.view.outbox.items == 0


if __name__ == "__main__":
    profile_, number_, recipient_ = sys.argv[1:]
    asyncio.run(killed_while_sending(Path(profile_), number_, recipient_, sys.stdin.buffer.read()))

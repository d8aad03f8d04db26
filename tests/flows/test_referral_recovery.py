# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong between the steps of a referral is put right by itself, or said."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from app.attachments.decode import CannotDecode
from app.records.ids import AttachmentId
from app.records.referral import ReferralStatus, Slot
from app.referrals.errors import Hindrance
from app.referrals.kept import Kept, blob_owner, unpacked
from app.store import blobs, outbox
from app.store.database import Store
from app.store.referrals import note_seen, save_referral
from app.store.referrals import referral as find_referral
from app.vault.trust import VerifiedDirectory
from tests.fakes.meddling_proxy import meddling_proxy
from tests.fakes.recordings import demo
from tests.fakes.referrals import form, reply
from tests.fakes.region import Region, sent_draft
from tests.fakes.running_server import running_server
from tests.transport.lying_server import lying_server


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    async with running_server(tmp_path) as server:
        region = Region(tmp_path, server)
        await region.enrol()
        yield region
        await region.close()


async def test_a_receipt_that_was_lost_is_repeated(region: Region) -> None:
    """The specialist's program was killed after keeping a parcel, before saying so."""
    gp = await region.desk(region.gp)
    number = await sent_draft(region, gp)
    await gp.until_status(number, ReferralStatus.SENT)
    stored = await find_referral(gp.store, number)
    assert stored is not None
    parcel = unpacked(stored.secret).parcel
    assert parcel is not None
    skin = await region.desk(region.skin, start=False)
    store = await Store.open(skin.profile, skin.key)
    await note_seen(store, parcel, number, 1, datetime.now(UTC))
    await store.close()
    await region.start(skin)
    await gp.until_status(number, ReferralStatus.RECEIVED)
    assert skin.view.inbox == ()


async def test_a_receipt_that_fails_hides_nothing(region: Region) -> None:
    """The server goes away between the last file and the receipt."""
    gp = await region.desk(region.gp)
    number = await sent_draft(region, gp, (Slot.CLOSE_UP, demo("derm_close.jpg")))
    await gp.until_status(number, ReferralStatus.SENT)

    async def no_receipts(request: web.Request, _: bytes) -> web.StreamResponse | None:
        return web.Response(status=503) if request.path.endswith("/receipt") else None

    async with lying_server(region.server.url) as server:
        server.answer = no_receipts
        skin = await region.desk(region.skin, url=server.url)
        await skin.until_status(number, ReferralStatus.RECEIVED)
        assert list((skin.profile / "incoming").iterdir()) != []
        server.answer = None
        await skin.service.retry_now()
        await gp.until_status(number, ReferralStatus.RECEIVED)
        await region.leave(skin)
    assert list((skin.profile / "incoming").iterdir()) == []


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
async def test_sealed_files_spoilt_by_the_disk_become_a_draft_again(
    region: Region, damage: str
) -> None:
    await region.server.stop()
    gp = await region.desk(region.gp)
    number = await sent_draft(region, gp, (Slot.CLOSE_UP, demo("derm_close.jpg")))
    await gp.until(lambda v: v.outbox.waiting_for_server)
    (row,) = await outbox.pending(gp.store)
    path = gp.profile / row.spool[1].path
    content = path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(content[:-1])
        case "flipped":
            path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        case _:
            path.unlink()
    await region.server.start()
    await gp.until_status(number, ReferralStatus.DRAFT)
    view = await gp.until(lambda v: v.outbox.items == 0)
    assert [row.came_back for row in view.drafts] == [Hindrance.SPOILT]
    # Sent again it is sealed anew, and arrives.
    await gp.service.send(number, region.skin.user)
    skin = await region.desk(region.skin)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    assert gp.view.sent[0].came_back is None


async def test_a_spoilt_reply_is_a_draft_again(region: Region) -> None:
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    await region.server.stop()
    await skin.service.open(number)
    await skin.service.reply(number, reply())
    await skin.until(lambda v: v.outbox.waiting_for_server)
    # Before the reply stands the news that it was opened.
    (_, row) = await outbox.pending(skin.store)
    (skin.profile / row.spool[0].path).unlink()
    await region.server.start()
    await skin.until_status(number, ReferralStatus.IN_REVIEW)
    assert await skin.service.reply_draft(number) == reply()
    assert skin.view.inbox[0].came_back is Hindrance.SPOILT
    await skin.service.reply(number, reply())
    await gp.until_status(number, ReferralStatus.ANSWERED)


async def test_a_colleague_newer_than_the_directory_is_looked_up(region: Region) -> None:
    old = region.directory
    nora = await region.enrol_one("Nora Vik", "GP")
    stale: list[VerifiedDirectory | None] = [old]

    async def refresh() -> VerifiedDirectory:
        await region.fetch_directory()
        stale[0] = region.directory
        assert stale[0] is not None
        return stale[0]

    skin = await region.desk(region.skin, directory=lambda: stale[0], refresh=refresh)
    gp = await region.desk(nora)
    number = await sent_draft(region, gp)
    view = await skin.until_status(number, ReferralStatus.RECEIVED)
    assert view.refused == ()
    assert view.inbox[0].other_name == "Nora Vik"


async def test_what_comes_before_the_directory_is_known_is_not_refused(region: Region) -> None:
    known: list[VerifiedDirectory | None] = [None]

    async def refresh() -> VerifiedDirectory:
        assert region.directory is not None
        known[0] = region.directory
        return region.directory

    skin = await region.desk(region.skin, directory=lambda: known[0], refresh=refresh)
    gp = await region.desk(region.gp)
    number = await sent_draft(region, gp)
    view = await skin.until_status(number, ReferralStatus.RECEIVED)
    assert view.refused == ()


async def test_a_fault_of_the_line_is_no_verdict_on_the_sender(region: Region) -> None:
    def flip_once(piece: bytes) -> bytes:
        place = piece.find(b"vidda-envelope")
        if place < 0 or proxy.changed:
            return piece
        place += 60
        return piece[:place] + bytes([piece[place] ^ 1]) + piece[place + 1 :]

    async with meddling_proxy(region.server.url, flip_once) as proxy:
        skin = await region.desk(region.skin, url=proxy.url)
        gp = await region.desk(region.gp)
        number = await sent_draft(region, gp)
        view = await skin.until_status(number, ReferralStatus.RECEIVED)
        assert (view.refused, proxy.changed) == ((), 1)
        await region.leave(skin)


async def test_a_try_that_was_cut_off_leaves_no_second_copy(region: Region) -> None:
    gp = await region.desk(region.gp)
    number = await sent_draft(region, gp, (Slot.CLOSE_UP, demo("derm_close.jpg")))
    await gp.until_status(number, ReferralStatus.SENT)
    facts = (await gp.service.open(number)).referral.attachments[0]
    skin = await region.desk(region.skin, start=False)
    store = await Store.open(skin.profile, skin.key)
    owner = blob_owner(number, facts.attachment)
    await blobs.write_blob(store, io.BytesIO(b"half a referral"), "received", owner)
    await store.close()
    await region.start(skin)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    assert (await skin.service.picture(number, facts.attachment)).width == 640
    await gp.until_status(number, ReferralStatus.RECEIVED)
    assert [row.sha256 for row in await blobs.blobs_of(skin.store, owner)] == [facts.sha256]


async def test_a_colleague_may_not_take_the_number_of_another_referral(region: Region) -> None:
    gp, mona = await region.desk(region.gp), await region.desk(region.mona)
    skin = await region.desk(region.skin)
    number = await sent_draft(region, gp)
    await skin.until_status(number, ReferralStatus.RECEIVED)
    theirs = dataclasses.replace(
        await mona.service.new_draft(form("Another question")), referral=number
    )
    await save_referral(mona.store, theirs, "sent", Kept(version=8).packed())
    await mona.service.send(number, region.skin.user)
    view = await skin.until(lambda v: bool(v.refused))
    assert view.refused[0].cause == "sender"
    assert (await skin.service.open(number)).referral.form == form()


async def test_a_hostile_recording_shows_nothing_and_the_rest_can_be_read(region: Region) -> None:
    """Rightly signed by a colleague's computer that somebody else has taken over."""
    gp, skin = await region.desk(region.gp), await region.desk(region.skin)
    draft = await gp.service.new_draft(form())
    good = await gp.service.attach(draft.referral, Slot.CLOSE_UP, demo("derm_close.jpg"), "x")
    content = demo("derm_close.jpg")[:600] + b"\x00" * 4000
    digest = hashlib.sha256(content).hexdigest()
    bad = dataclasses.replace(
        good,
        attachment=AttachmentId("c" * 32),
        title="<img src=x>\u202egpj",
        size_bytes=len(content),
        sha256=digest,
    )
    owner = blob_owner(draft.referral, bad.attachment)
    await blobs.write_blob(gp.store, io.BytesIO(content), "travel", owner)
    both = dataclasses.replace(draft, attachments=(good, bad))
    await save_referral(gp.store, both, "sent", b"")
    await gp.service.send(draft.referral, region.skin.user)
    await skin.until_status(draft.referral, ReferralStatus.RECEIVED)
    with pytest.raises(CannotDecode):
        await skin.service.picture(draft.referral, bad.attachment)
    with pytest.raises(CannotDecode):
        await skin.service.sound(draft.referral, good.attachment)
    assert (await skin.service.picture(draft.referral, good.attachment)).width == 640
    opened = await skin.service.open(draft.referral)
    assert opened.referral.form == form()
    assert opened.referral.attachments[1].title == "img src=xgpj"

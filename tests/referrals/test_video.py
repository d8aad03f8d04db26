# SPDX-License-Identifier: GPL-3.0-or-later
"""A video in a referral: taken in, judged, cleaned, and looked at frame by frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.attachments.decode import CannotDecode
from app.attachments.intake import NotAccepted, Refusal
from app.records.media_facts import MediaType
from app.records.referral import Slot
from app.store.access_log import access_rows
from tests.fakes.referrals import form
from tests.fakes.videos import number_of, video
from tests.referrals.test_drafts import Surgery


async def test_a_video_is_taken_in_and_seen_frame_by_frame(tmp_path: Path) -> None:
    surgery = Surgery(tmp_path)
    await surgery.desk.open()
    service = surgery.desk.service
    draft = await service.new_draft(form("What is this?"))
    taken = await service.attach(draft.referral, Slot.OTHER, video(30), "")
    assert taken.media_type is MediaType.MP4
    told = await service.video(draft.referral, taken.attachment)
    assert len(told.times_s) == 30
    frame = await service.video_frame(draft.referral, taken.attachment, 12)
    assert number_of(frame) == 12
    small = await service.thumbnail(draft.referral, taken.attachment, 100)
    assert max(small.width, small.height) == 100
    with pytest.raises(CannotDecode):
        await service.picture(draft.referral, taken.attachment)
    opened = [r for r in await access_rows(surgery.desk.store) if r.action == "recording-opened"]
    # The video once, its thumbnail once; single frames are part of the same look.
    assert len(opened) == 3
    with pytest.raises(NotAccepted) as caught:
        await service.attach(draft.referral, Slot.OTHER, video(30)[:700], "")
    assert caught.value.reason is Refusal.DAMAGED
    await surgery.desk.close()

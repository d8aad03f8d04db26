# SPDX-License-Identifier: GPL-3.0-or-later
"""Look at a referral and its recordings; each look is a record in the access log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.records.ids import AttachmentId, ReferralId
from app.records.media_facts import Picture, Sound, Video
from app.records.people import coordinates
from app.records.referral import Attachment, Outcome, Referral, ReferralStatus, StepKind
from app.referrals.additions import written
from app.referrals.errors import NoSuchAttachment, NoSuchReferral, WrongStatus
from app.referrals.kept import unpacked
from app.referrals.listing import earlier_pictures, in_inbox_order
from app.referrals.sending import PURPOSE
from app.referrals.telling import Telling
from app.referrals.viewing import Viewing
from app.referrals.views import OpenReferral
from app.referrals.whose import Part, part_of
from app.store import referrals as rows
from app.store.access_log import append
from app.store.database import Store
from app.store.referrals import StoredReferral
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory

_NOT_BEGUN: Final = (ReferralStatus.RECEIVED, ReferralStatus.ALLOCATED)
_TO_READ: Final = (ReferralStatus.ANSWERED, ReferralStatus.MORE_WANTED)


class Reading:
    """What is done by looking. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        identity: OwnIdentity,
        directory: Callable[[], VerifiedDirectory | None],
        clock: Callable[[], datetime],
        editing: asyncio.Lock,
        telling: Telling,
    ) -> None:
        """``editing`` is held by whoever changes a stored referral."""
        self._store = store
        self._identity = identity
        self._directory = directory
        self._clock = clock
        self._editing = editing
        self._telling = telling
        self._viewing = Viewing(store)

    async def open(self, referral: ReferralId) -> tuple[OpenReferral, bool]:
        """Give a referral with its place in the list; tells whether the review began with it.

        Raises:
            NoSuchReferral.
        """
        async with self._editing:
            stored = await self._stored(referral)
            part = self._part(stored.referral)
            here = stored.referral.status in _NOT_BEGUN and part is Part.ANSWER
            began = stored.role == "received" and here
            if began:
                shown = await self._telling.tell(stored, StepKind.REVIEW_BEGAN, "referral-opened")
            else:
                shown = await self._note(stored, "referral-opened")
        mine = stored.role == "sent"
        others = [row.referral for row in await rows.referrals(self._store, stored.role)]
        ordered = others if mine else in_inbox_order(others, self._identity.user)
        order = [item.referral for item in ordered]
        directory = self._directory()
        to = None if shown.allocation is None else shown.allocation.to
        opened = OpenReferral(
            referral=shown,
            sender=directory.practitioner(shown.sender) if directory else None,
            recipient=(
                directory.practitioner(shown.recipient) if directory and shown.recipient else None
            ),
            mine=mine,
            number=order.index(referral) + 1,
            of=len(order),
            earlier=earlier_pictures(shown, others),
            part=part,
            answerer=directory.practitioner(to) if directory and to else None,
            stale=bool(unpacked(stored.secret).came_back),
        )
        return opened, began

    async def acknowledge(self, referral: ReferralId) -> None:
        """Note that the sender has read the answer.

        Raises:
            NoSuchReferral, WrongStatus.
        """
        async with self._editing:
            stored = await self._stored(referral)
            if stored.role != "sent" or stored.referral.status not in _TO_READ:
                raise WrongStatus
            await self._telling.tell(stored, StepKind.ACKNOWLEDGED, "reply-acknowledged")

    async def report_outcome(self, referral: ReferralId, outcome: Outcome) -> None:
        """Tell the specialist how it went.

        Raises:
            NoSuchReferral, WrongStatus: it was not answered and read before, or told already.
        """
        async with self._editing:
            stored = await self._stored(referral)
            status = stored.referral.status
            if stored.role != "sent" or status is not ReferralStatus.ACKNOWLEDGED:
                raise WrongStatus
            await self._telling.tell(stored, StepKind.OUTCOME, "outcome-reported", outcome)

    async def picture(
        self,
        referral: ReferralId,
        attachment: AttachmentId,
        early: Callable[[Picture], object] | None = None,
    ) -> Picture:
        """Give a picture's pixels. Raises as ``Viewing.picture``, NoSuchReferral."""
        recording = await self._recording(referral, attachment)
        return await self._viewing.picture(referral, recording, early)

    async def sound(self, referral: ReferralId, attachment: AttachmentId) -> Sound:
        """Give a sound's samples. Raises as ``picture``."""
        return await self._viewing.sound(referral, await self._recording(referral, attachment))

    async def video(self, referral: ReferralId, attachment: AttachmentId) -> Video:
        """Open a video. Raises as ``picture``."""
        return await self._viewing.video(referral, await self._recording(referral, attachment))

    async def video_frame(
        self, referral: ReferralId, attachment: AttachmentId, number: int
    ) -> Picture:
        """Give one frame of a video; its opening is in the log already. Raises as ``picture``."""
        facts = _attachment(await self._stored(referral), attachment)
        return await self._viewing.video_frame(referral, facts, number)

    async def thumbnail(self, referral: ReferralId, attachment: AttachmentId, size: int) -> Picture:
        """Give a small picture. Raises as ``picture``."""
        return await self._viewing.thumbnail(
            referral, await self._recording(referral, attachment), size
        )

    def forget(self) -> None:
        """Drop everything that is decoded."""
        self._viewing.forget()

    def _part(self, referral: Referral) -> Part:
        role = self._identity.role
        return part_of(referral, self._identity.user, coordinates=coordinates(role))

    async def _stored(self, referral: ReferralId) -> StoredReferral:
        stored = await rows.referral(self._store, referral)
        if stored is None:
            raise NoSuchReferral
        return stored

    async def _recording(self, referral: ReferralId, attachment: AttachmentId) -> Attachment:
        """Find a recording and log that it is looked at (F13: thumbnails too)."""
        facts = _attachment(await self._stored(referral), attachment)
        now, user = self._clock(), self._identity.user
        await append(self._store, now, user, "recording-opened", attachment, None, PURPOSE)
        return facts

    async def _note(self, stored: StoredReferral, action: str) -> Referral:
        """Log an act."""
        referral = stored.referral
        now, user = self._clock(), self._identity.user
        await append(self._store, now, user, action, referral.referral, None, PURPOSE)
        return referral


def _attachment(stored: StoredReferral, attachment: AttachmentId) -> Attachment:
    for facts in (*stored.referral.attachments, *written(stored.referral)):
        if facts.attachment == attachment:
            return facts
    raise NoSuchAttachment

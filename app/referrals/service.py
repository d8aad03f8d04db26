# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrals: written, sent, received, answered. The one door of this feature."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.errors import KnownError
from app.records.ids import AttachmentId, ReferralId, UserId
from app.records.media_facts import Picture, Sound
from app.records.people import Practitioner
from app.records.referral import (
    Attachment,
    Referral,
    ReferralForm,
    ReferralStatus,
    Reply,
    Slot,
    Specialty,
)
from app.referrals.delivery import Delivery
from app.referrals.drafts import Drafts
from app.referrals.errors import NoSuchAttachment, NoSuchReferral, WrongStatus
from app.referrals.listing import in_inbox_order, view_of
from app.referrals.polling import Polling
from app.referrals.receiving import Receiving
from app.referrals.sealing import Spool
from app.referrals.sending import ANSWERABLE, PURPOSE, Sending
from app.referrals.viewing import Viewing
from app.referrals.views import OpenReferral, ReferralsView, RefusedParcel
from app.signaling.http import ServerClient
from app.signaling.login import Tokens
from app.signaling.session import Session
from app.signaling.session_events import ConnectionChanged, SessionEvent
from app.store import referrals as rows
from app.store.access_log import append, put_access
from app.store.database import Connection, Store
from app.store.referrals import StoredReferral, put_referral
from app.tasks import Tasks
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory
from signaling_server.wire import ParcelCame, ParcelReceived

_log = logging.getLogger(__name__)

Watcher = Callable[[ReferralsView], None]


class ReferralService:
    """All referrals of this user. Belongs to the asyncio thread.

    Works without the server: what is written is on this disk, what is sent waits in the
    outbox, and both go on by themselves when the line is back or the program starts again.
    """

    def __init__(
        self,
        store: Store,
        session: Session,
        client: ServerClient,
        tokens: Tokens,
        directory: Callable[[], VerifiedDirectory | None],
        identity: OwnIdentity,
        clock: Callable[[], datetime],
    ) -> None:
        """``directory`` gives the last good directory; ``clock`` aware UTC times."""
        editing = asyncio.Lock()
        spool = Spool(store.profile)
        self._store = store
        self._session = session
        self._directory = directory
        self._identity = identity
        self._clock = clock
        self._editing = editing
        self._drafts = Drafts(store, identity, clock, editing)
        self._sending = Sending(store, spool, identity, directory, clock, editing)
        self._receiving = Receiving(store, client, tokens, identity, directory, clock, editing)
        self._polling = Polling(store, client, tokens, self._receiving, editing, self._change)
        self._delivery = Delivery(
            store, spool, client, tokens, clock, editing, self._change, self._polling.wake
        )
        self._viewing = Viewing(store)
        self._tasks = Tasks()
        self._watchers: list[Watcher] = []
        self._changed = asyncio.Event()
        self._stop_listening: Callable[[], None] | None = None

    # ---- life ------------------------------------------------------------------------------

    async def start(self) -> None:
        """Go on with what was under way, and begin to listen to the server."""
        await self._delivery.sweep()
        self._stop_listening = self._session.add_listener(self._hear)
        self._tasks.start(self._publish(), "referrals view")
        self._tasks.start(self._delivery.run(), "referrals outbox")
        self._tasks.start(self._polling.run(), "referrals inbox")

    async def close(self) -> None:
        """Stop; what is under way goes on at the next start."""
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        await self._tasks.close()
        self._watchers.clear()
        self._viewing.forget()

    async def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Show a watcher the present view, then each change; the callable ends that."""
        watcher(await self._view())
        self._watchers.append(watcher)

        def unwatch() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return unwatch

    async def retry_now(self) -> None:
        """Try at once what waits, and what was given up."""
        await self._delivery.retry_now()
        self._polling.wake()
        self._change()

    # ---- the sender ------------------------------------------------------------------------

    async def recipients(self, specialty: Specialty) -> tuple[Practitioner, ...]:
        """List who may be asked: specialists of this kind with a computer in force, by name."""
        directory = self._directory()
        if directory is None:
            return ()
        found = [
            person
            for person in directory.practitioners
            if person.specialty == specialty.value
            and person.user != self._identity.user
            and directory.devices_of(person.user)
        ]
        return tuple(sorted(found, key=lambda person: person.name))

    async def new_draft(self, form: ReferralForm) -> Referral:
        """Begin a referral; it is on the disk at once."""
        draft = await self._drafts.new(form)
        self._change()
        return draft

    async def save_form(self, referral: ReferralId, form: ReferralForm) -> None:
        """Keep what was typed.

        Raises:
            NoSuchReferral, WrongStatus, StoreFull.
        """
        await self._drafts.save_form(referral, form)
        self._change()

    async def attach(
        self, referral: ReferralId, slot: Slot, source: Path | bytes, title: str
    ) -> Attachment:
        """Add a recording and judge it; the original is kept sealed and unaltered.

        Raises:
            NotAccepted: with the reason; nothing was added.
            NoSuchReferral, WrongStatus, StoreFull.
        """
        attachment = await self._drafts.attach(referral, slot, source, title)
        self._change()
        return attachment

    async def keep(self, referral: ReferralId, attachment: AttachmentId, reason: str) -> None:
        """Keep a recording in spite of its quality. Raises as ``remove``."""
        await self._drafts.keep(referral, attachment, reason)
        self._change()

    async def remove(self, referral: ReferralId, attachment: AttachmentId) -> None:
        """Take a recording out of a draft.

        Raises:
            NoSuchReferral, NoSuchAttachment, WrongStatus.
        """
        await self._drafts.remove(referral, attachment)
        self._change()

    async def send(self, referral: ReferralId, recipient: UserId) -> None:
        """Send a draft; when this returns it will arrive, whatever happens to this program.

        Raises:
            NotComplete, NoDevice, NoSuchReferral, WrongStatus, StoreFull: it stays a draft.
        """
        await self._sending.send(referral, recipient)
        self._delivery.wake()
        self._change()

    async def acknowledge(self, referral: ReferralId) -> None:
        """Note that the sender has read the answer.

        Raises:
            NoSuchReferral, WrongStatus.
        """
        async with self._editing:
            stored = await self._stored(referral)
            if stored.role != "sent" or stored.referral.status is not ReferralStatus.ANSWERED:
                raise WrongStatus
            await self._note(stored, ReferralStatus.ACKNOWLEDGED, "reply-acknowledged")
        self._change()

    # ---- both ------------------------------------------------------------------------------

    async def open(self, referral: ReferralId) -> OpenReferral:
        """Show a referral; for the specialist this begins the review. Each opening is logged.

        Raises:
            NoSuchReferral.
        """
        async with self._editing:
            stored = await self._stored(referral)
            began = stored.role == "received" and (
                stored.referral.status is ReferralStatus.RECEIVED
            )
            status = ReferralStatus.IN_REVIEW if began else stored.referral.status
            shown = await self._note(stored, status, "referral-opened")
        if began:
            self._change()
        mine = stored.role == "sent"
        others = [row.referral for row in await rows.referrals(self._store, stored.role)]
        order = [r.referral for r in (others if mine else in_inbox_order(others))]
        directory = self._directory()
        return OpenReferral(
            referral=shown,
            sender=directory.practitioner(shown.sender) if directory else None,
            recipient=(
                directory.practitioner(shown.recipient) if directory and shown.recipient else None
            ),
            mine=mine,
            number=order.index(referral) + 1,
            of=len(order),
        )

    async def picture(self, referral: ReferralId, attachment: AttachmentId) -> Picture:
        """Give a picture's pixels, decoded in the sandbox.

        Raises:
            CannotDecode: it cannot be opened safely; the rest of the referral can.
            NoSuchReferral, NoSuchAttachment.
        """
        return await self._viewing.picture(await self._recording(referral, attachment))

    async def sound(self, referral: ReferralId, attachment: AttachmentId) -> Sound:
        """Give a sound's samples. Raises as ``picture``."""
        return await self._viewing.sound(await self._recording(referral, attachment))

    async def thumbnail(self, referral: ReferralId, attachment: AttachmentId, size: int) -> Picture:
        """Give a small picture, ``size`` pixels on its longer side. Raises as ``picture``."""
        return await self._viewing.thumbnail(await self._recording(referral, attachment), size)

    # ---- the specialist --------------------------------------------------------------------

    async def save_reply_draft(self, referral: ReferralId, reply: Reply) -> None:
        """Keep the answer as far as it is written.

        Raises:
            NoSuchReferral, WrongStatus, StoreFull.
        """
        stored = await self._stored(referral)
        if stored.role != "received" or stored.referral.status not in ANSWERABLE:
            raise WrongStatus
        await rows.save_reply_draft(self._store, referral, reply)

    async def reply_draft(self, referral: ReferralId) -> Reply | None:
        """Give the answer as far as it is written."""
        return await rows.reply_draft(self._store, referral)

    async def reply(self, referral: ReferralId, reply: Reply) -> None:
        """Sign and send the answer.

        Raises:
            NoDevice, NoSuchReferral, WrongStatus, StoreFull: it stays a draft.
        """
        await self._sending.reply(referral, reply)
        self._delivery.wake()
        self._change()

    # ---- inside ----------------------------------------------------------------------------

    async def _stored(self, referral: ReferralId) -> StoredReferral:
        stored = await rows.referral(self._store, referral)
        if stored is None:
            raise NoSuchReferral
        return stored

    async def _recording(self, referral: ReferralId, attachment: AttachmentId) -> Attachment:
        """Find a recording and log that it is looked at (F13: thumbnails too)."""
        stored = await self._stored(referral)
        for facts in stored.referral.attachments:
            if facts.attachment == attachment:
                await append(
                    self._store,
                    self._clock(),
                    self._identity.user,
                    "recording-opened",
                    attachment,
                    None,
                    PURPOSE,
                )
                return facts
        raise NoSuchAttachment

    async def _note(self, stored: StoredReferral, status: ReferralStatus, action: str) -> Referral:
        """Set a status and log the act, in one transaction."""
        referral = dataclasses.replace(stored.referral, status=status)
        now, user = self._clock(), self._identity.user

        def work(connection: Connection) -> None:
            if referral != stored.referral:
                put_referral(connection, referral, stored.role, stored.secret)
            put_access(connection, now, user, action, referral.referral, None, PURPOSE)

        await self._store.run(work)
        return referral

    def _hear(self, event: SessionEvent) -> None:
        match event:
            case ParcelCame() | ParcelReceived():
                self._polling.wake()
            case ConnectionChanged(online=True):
                self._polling.wake()
                self._tasks.start(self._delivery.line_is_up(), "referrals line")
            case _:
                pass

    def _change(self) -> None:
        self._changed.set()

    async def _publish(self) -> None:
        """Show watchers each new state; many changes at once become one view."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                view = await self._view()
            except KnownError as error:
                _log.warning("referrals view: %s", type(error).__name__)
                continue
            for watcher in tuple(self._watchers):
                watcher(view)

    async def _view(self) -> ReferralsView:
        directory = self._directory()
        received = await rows.referrals(self._store, "received")
        sent = await rows.referrals(self._store, "sent")
        refused = await rows.refused(self._store)
        return view_of(
            [row.referral for row in received],
            [row.referral for row in sent],
            await self._delivery.view(),
            [RefusedParcel(row.parcel, row.cause, row.at) for row in refused],
            (lambda user: directory.practitioner(user)) if directory else (lambda _: None),
        )

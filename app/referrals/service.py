# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrals: written, sent, received, answered. The one door of this feature."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from app.records.ids import AttachmentId, ReferralId, UserId
from app.records.media_facts import Picture, Sound, Video
from app.records.people import Practitioner
from app.records.referral import (
    Attachment,
    Outcome,
    Referral,
    ReferralForm,
    Reply,
    Slot,
    Specialty,
)
from app.referrals.allocating import Allocating
from app.referrals.asking_another import AskingAnother
from app.referrals.attempt import Attempts
from app.referrals.counting import Counting
from app.referrals.delivery import Delivery
from app.referrals.drafts import Drafts
from app.referrals.errors import NoDevice, NoSuchReferral, WrongStatus
from app.referrals.following import Following
from app.referrals.overview import Overview
from app.referrals.polling import Polling
from app.referrals.publishing import Publishing, Watcher
from app.referrals.reading import Reading
from app.referrals.receiving import Receiving
from app.referrals.sealing import Spool
from app.referrals.sending import ANSWERABLE, Sending
from app.referrals.specialists import specialists
from app.referrals.statistics import Period, Statistics
from app.referrals.taking_in import Told
from app.referrals.telling import Telling
from app.referrals.views import OpenReferral, ReferralsView
from app.referrals.whose_files import WhoseFiles
from app.signaling.http import ServerClient
from app.signaling.login import Tokens
from app.signaling.session import Session
from app.signaling.session_events import ConnectionChanged, SessionEvent
from app.store import referrals as rows
from app.store.database import Store
from app.store.leaving import write_file
from app.tasks import Tasks
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory
from signaling_server.wire import ParcelCame, ParcelReceived


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
        refresh_directory: Callable[[], Awaitable[VerifiedDirectory]] | None = None,
    ) -> None:
        """``directory`` gives the last good directory; ``clock`` aware UTC times.

        ``refresh_directory`` is asked before a parcel of an unknown sender is refused.
        """
        editing = asyncio.Lock()
        spool = Spool(store.profile)
        self._overview = Overview(store, directory, identity)
        self._publishing = Publishing(self._view)
        self._store = store
        self._session = session
        self._directory = directory
        self._identity = identity
        self._whose = WhoseFiles(store)
        self._drafts = Drafts(store, identity, clock, editing, self._whose)
        self._sending = Sending(store, spool, identity, directory, clock, editing, self._whose)
        self._asking_another = AskingAnother(store, spool, identity, directory, clock, editing)
        self.allocating = Allocating(store, spool, identity, directory, clock, editing, self._told)
        """What a coordinator does."""
        receiving = Receiving(
            store, client, tokens, identity, directory, clock, editing, refresh_directory
        )
        self._polling = Polling(store, client, tokens, receiving, editing, self._publishing.change)
        self._attempts = Attempts(store, client, tokens, directory, refresh_directory, clock)
        telling = Telling(store, spool, identity, directory, clock)
        self._delivery = Delivery(
            store,
            spool,
            self._attempts,
            Following(telling, identity, clock),
            clock,
            editing,
            self._publishing.change,
            self._polling.wake,
        )
        self._reading = Reading(store, identity, directory, clock, editing, telling)
        self._counting = Counting(store, identity, directory, clock)
        self._tasks = Tasks()
        self._stop_listening: Callable[[], None] | None = None

    # ---- life ------------------------------------------------------------------------------

    async def start(self) -> None:
        """Go on with what was under way, and begin to listen to the server."""
        await self._delivery.sweep()
        self._stop_listening = self._session.add_listener(self._hear)
        self._tasks.start(self._publishing.run(), "referrals view")
        self._tasks.start(self._delivery.run(), "referrals outbox")
        self._tasks.start(self._polling.run(), "referrals inbox")

    async def close(self) -> None:
        """Stop; what is under way goes on at the next start."""
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        await self._tasks.close()
        self._publishing.clear()
        self._reading.forget()
        self._whose.forget()

    async def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Show a watcher the present view, then each change; the callable ends that."""
        return await self._publishing.watch(watcher)

    async def retry_now(self) -> None:
        """Try at once what waits, and what was given up."""
        await self._delivery.retry_now()
        self._polling.wake()
        self._publishing.change()

    # ---- the sender ------------------------------------------------------------------------

    async def recipients(self, specialty: Specialty) -> tuple[Practitioner, ...]:
        """List who may be asked: specialists of this kind with a computer in force, by name, and
        behind them the coordinators, who choose one.

        Raises:
            ClockWrong: nobody is in force, because this computer's clock is far off.
        """
        directory = self._directory()
        if directory is None:
            return ()
        found = specialists(directory, specialty, self._identity.user)
        if not found:
            await self._attempts.check_clock()
        return found

    async def new_draft(self, form: ReferralForm) -> Referral:
        """Begin a referral; it is on the disk at once."""
        draft = await self._drafts.new(form)
        self._publishing.change()
        return draft

    async def draft(self, referral: ReferralId) -> Referral:
        """Read a draft, or a case that is being added to, as it stands on the disk.

        Raises:
            NoSuchReferral, WrongStatus.
        """
        return await self._drafts.draft(referral)

    async def save_form(self, referral: ReferralId, form: ReferralForm) -> None:
        """Keep what was typed.

        Raises:
            NoSuchReferral, WrongStatus, StoreFull.
        """
        await self._drafts.save_form(referral, form)
        self._publishing.change()

    async def attach(
        self,
        referral: ReferralId,
        slot: Slot,
        source: Path | bytes,
        title: str,
        told: Told | None = None,
    ) -> Attachment:
        """Add a recording and judge it, as ``Drafts.attach``; the original is kept, unaltered.

        Raises:
            NotAccepted: with the reason; nothing was added.
            NoSuchReferral, WrongStatus, StoreFull.
        """
        attachment = await self._drafts.attach(referral, slot, source, title, told)
        self._publishing.change()
        return attachment

    async def keep(self, referral: ReferralId, attachment: AttachmentId, reason: str) -> None:
        """Keep a recording in spite of its quality. Raises as ``remove``."""
        await self._drafts.keep(referral, attachment, reason)
        self._publishing.change()

    async def remove(self, referral: ReferralId, attachment: AttachmentId) -> None:
        """Take a recording out of a draft.

        Raises:
            NoSuchReferral, WrongStatus.
        """
        await self._drafts.remove(referral, attachment)
        self._publishing.change()

    async def of_other_patients(self, referral: ReferralId) -> tuple[AttachmentId, ...]:
        """List the files of a draft that name another patient than the draft does now.

        Raises:
            CannotDecode, NoSuchBlob, Tampered: it cannot be told.
            NoSuchReferral, WrongStatus.
        """
        return await self._whose.of_others(await self._drafts.draft(referral))

    async def send(self, referral: ReferralId, recipient: UserId) -> None:
        """Send a draft; when this returns it will arrive, whatever happens to this program.

        Raises:
            NotComplete, OtherPatient, NoDevice, ClockWrong, NoSuchReferral, WrongStatus, StoreFull:
                it stays a draft.
        """
        try:
            await self._sending.send(referral, recipient)
        except NoDevice:
            # To a clock that is years off, nobody's keys are in force.
            await self._attempts.check_clock()
            raise
        self._told()

    async def save_addition(self, referral: ReferralId, text: str) -> None:
        """Keep what was typed to go with what the specialist asks for.

        Raises:
            NoSuchReferral, WrongStatus, StoreFull.
        """
        await self._drafts.save_addition(referral, text)
        self._publishing.change()

    async def send_addition(self, referral: ReferralId) -> None:
        """Send what was added to a case.

        Raises:
            NotComplete, NoDevice, NoSuchReferral, NoSuchBlob, WrongStatus, StoreFull: it stays
                as it is.
        """
        await self._sending.send_addition(referral)
        self._told()

    async def ask_another(self, referral: ReferralId, recipient: UserId) -> ReferralId:
        """Ask a second specialist about what was sent, as a case of its own.

        Raises:
            WrongStatus, NotComplete, NoDevice, NoSuchReferral, NoSuchBlob, StoreFull: nothing was
                sent.
        """
        number = await self._asking_another.ask(referral, recipient)
        self._told()
        return number

    async def acknowledge(self, referral: ReferralId) -> None:
        """Note that the sender has read the answer.

        Raises:
            NoSuchReferral, WrongStatus.
        """
        await self._reading.acknowledge(referral)
        self._told()

    async def report_outcome(self, referral: ReferralId, outcome: Outcome) -> None:
        """Tell the specialist how it went.

        Raises:
            NoSuchReferral, WrongStatus, StoreFull.
        """
        await self._reading.report_outcome(referral, outcome)
        self._told()

    # ---- both ------------------------------------------------------------------------------

    async def open(self, referral: ReferralId) -> OpenReferral:
        """Show a referral; for the specialist this begins the review. Each opening is logged.

        Raises:
            NoSuchReferral.
        """
        opened, began = await self._reading.open(referral)
        if began:
            self._told()
        return opened

    async def picture(
        self,
        referral: ReferralId,
        attachment: AttachmentId,
        early: Callable[[Picture], object] | None = None,
    ) -> Picture:
        """Give a picture's pixels, decoded in the sandbox.

        ``early`` is called from a worker thread with a smaller picture of a large one, which is
        there in a third of the time.

        Raises:
            CannotDecode: it cannot be opened safely; the rest of the referral can.
            NoSuchReferral, NoSuchAttachment.
        """
        return await self._reading.picture(referral, attachment, early)

    async def sound(self, referral: ReferralId, attachment: AttachmentId) -> Sound:
        """Give a sound's samples. Raises as ``picture``."""
        return await self._reading.sound(referral, attachment)

    async def video(self, referral: ReferralId, attachment: AttachmentId) -> Video:
        """Open a video and say what it is. Raises as ``picture``."""
        return await self._reading.video(referral, attachment)

    async def video_frame(
        self, referral: ReferralId, attachment: AttachmentId, number: int
    ) -> Picture:
        """Give one frame of a video. Raises as ``picture``."""
        return await self._reading.video_frame(referral, attachment, number)

    async def thumbnail(self, referral: ReferralId, attachment: AttachmentId, size: int) -> Picture:
        """Give a small picture, ``size`` pixels on its longer side. Raises as ``picture``."""
        return await self._reading.thumbnail(referral, attachment, size)

    async def statistics(self, period: Period) -> Statistics:
        """Count the cases of this computer. Raises StoreDamaged, StoreFailed."""
        return await self._counting.statistics(period)

    async def write_file(self, path: Path, content: bytes) -> None:
        """Keep figures where the user wants them. Raises FileNotWritten."""
        await write_file(path, content)

    # ---- the specialist --------------------------------------------------------------------

    async def save_reply_draft(self, referral: ReferralId, reply: Reply) -> None:
        """Keep the answer as far as it is written.

        Raises:
            NoSuchReferral, WrongStatus, StoreFull.
        """
        stored = await rows.referral(self._store, referral)
        if stored is None:
            raise NoSuchReferral
        if stored.role != "received" or stored.referral.status not in ANSWERABLE:
            raise WrongStatus
        await rows.save_reply_draft(self._store, referral, reply)

    async def reply_draft(self, referral: ReferralId) -> Reply | None:
        """Give the answer as far as it is written."""
        return await rows.reply_draft(self._store, referral)

    async def reply(self, referral: ReferralId, reply: Reply) -> None:
        """Sign and send the answer.

        Raises:
            GivenToAnother, NoDevice, NoSuchReferral, WrongStatus, StoreFull: it stays a draft.
        """
        await self._sending.reply(referral, reply)
        self._told()

    def _told(self) -> None:
        """Something was put in the outbox."""
        self._delivery.wake()
        self._publishing.change()

    # ---- inside ----------------------------------------------------------------------------

    def _hear(self, event: SessionEvent) -> None:
        match event:
            case ParcelCame() | ParcelReceived():
                self._polling.wake()
            case ConnectionChanged(online=True):
                self._polling.wake()
                self._tasks.start(self._delivery.line_is_up(), "referrals line")
            case _:
                pass

    async def _view(self) -> ReferralsView:
        return await self._overview.view(await self._delivery.view(), self._polling.hindrance)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the referral screens with the referral feature."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QObject, QTimer
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QWidget

from app.answering import Answering
from app.bridge import Bridge
from app.errors import KnownError
from app.records.ids import AttachmentId, ReferralId, UserId
from app.records.media_facts import Picture
from app.records.people import Patient, Practitioner
from app.records.referral import (
    Attachment,
    Referral,
    ReferralForm,
    Slot,
    Specialty,
    Urgency,
)
from app.referrals.additions import written
from app.referrals.capturing import Capturing
from app.referrals.lateness import Waiting, waiting_in
from app.referrals.service import ReferralService
from app.referrals.views import ReferralsView
from app.referrals.whose_files import OtherPatient
from app.ui.notices import Notices
from app.ui.referrals.allocate_flow import AllocateFlow
from app.ui.referrals.another_flow import AnotherFlow
from app.ui.referrals.capture_flow import CaptureFlow
from app.ui.referrals.case_news import NewsWatch
from app.ui.referrals.compose_screen import ComposeScreen
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.referrals.news_words import of_news
from app.ui.referrals.review_flow import THUMB_PX, ReviewFlow, image_of
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.referrals.whose_flow import WhoseFlow
from app.ui.words import error_words

_LOOK_MS = 60_000
NEW_FORM = ReferralForm(Specialty.DERMATOLOGY, "", None, "", Urgency.THREE_DAYS)


class ReferralsFlow(QObject):
    """Lives in the GUI thread; asks the service over the bridge, renders what comes back."""

    def __init__(
        self,
        screens: tuple[ReferralListScreen, ComposeScreen, ReviewScreen],
        service: ReferralService,
        answering: Answering,
        bridge: Bridge,
        notices: Notices,
        show: Callable[[QWidget], object],
        show_list: Callable[[], object],
        waits: Callable[[Waiting], object],
        choose_file: Callable[[], Path | None],
        capturing: Capturing,
        devices_free: Callable[[], bool],
        tell_system: Callable[[str], object],
    ) -> None:
        """``waits`` hears what needs this user, with each change and each minute;
        ``devices_free`` tells that no visit uses camera and microphone; ``tell_system`` says
        something to whoever has another program in front."""
        super().__init__()
        self._list, self._compose, self._review = screens
        self._service, self._bridge, self._notices = service, bridge, notices
        self._show, self._show_list, self._waits = show, show_list, waits
        self._choose_file = choose_file
        self._tell_system = tell_system
        self._news = NewsWatch()
        self._view: ReferralsView | None = None
        self._clock = QTimer(self, interval=_LOOK_MS)
        self._clock.timeout.connect(self._tick)
        self._draft: Referral | None = None
        self._recipients: tuple[Practitioner, ...] = ()
        self._images: dict[str, QImage] = {}
        self._list.new_wanted.connect(self._begin)
        self._list.draft_opened.connect(self._open_draft)
        self._list.retry_wanted.connect(lambda: self._ask(service.retry_now(), _nothing))
        self._compose.back_wanted.connect(self._leave_draft)
        self._compose.form_changed.connect(self._save)
        self._compose.file_wanted.connect(self._choose)
        self._compose.file_dropped.connect(lambda slot, path: self._attach(slot, Path(path)))
        self._compose.picture_pasted.connect(self._attach_image)
        self._capture = CaptureFlow(
            self._compose, capturing, bridge, notices, devices_free, self._attach_taken, self
        )
        self._whose = WhoseFlow(service, bridge, notices, self._compose.show_strangers, self)
        self._compose.keep_wanted.connect(self._keep)
        self._compose.remove_wanted.connect(self._remove)
        self._compose.send_wanted.connect(self._send)
        self._compose.addition_changed.connect(self._save_addition)
        self._compose.addition_wanted.connect(self._send_addition)
        self._reading = ReviewFlow(
            self._review, service, answering, bridge, notices, show, show_list
        )
        self._reading.more_wanted.connect(self._open_draft)
        self._list.opened.connect(self._reading.open)
        self._another = AnotherFlow(self._review, service, bridge, notices, show_list)
        self._allocate = AllocateFlow(self._review, service.allocating, bridge, notices, show_list)

    def start(self) -> None:
        """Begin to show the referrals."""
        self._clock.start()
        self._ask(self._service.watch(self._bridge.in_gui(self._render)), _nothing)

    def stop_capturing(self) -> None:
        """Let go of camera and microphone: a visit needs them, and nothing of it is captured."""
        self._capture.end()

    def leave(self) -> None:
        """Save what is being typed and look at the clock no more: the windows close or lock."""
        self._clock.stop()
        self._capture.end()
        self._compose.flush()
        self._review.flush()

    def _ask(self, coroutine: object, done: Callable[..., object]) -> None:
        self._bridge.run(coroutine, done, self._notices.show)  # type: ignore[arg-type]

    def _render(self, view: ReferralsView) -> None:
        self._list.render(view)
        self._view = view
        self._tell_news()

    def _tick(self) -> None:
        self._list.tick()
        self._review.tick()
        self._tell_news()

    def _tell_news(self) -> None:
        if self._view is None:
            return
        now = datetime.now(UTC)
        self._waits(waiting_in(self._view, now))
        for news in self._news.look(self._view, now):
            said = of_news(news)
            self._notices.say(said)
            self._tell_system(said)

    def begin_with(self, patient: Patient, picture: bytes, title: str) -> None:
        """Begin a referral of this patient with a picture that is in memory, and show it."""
        self._ask(self._prepared(patient, NEW_FORM, Slot.REGION, picture, title), self._show_draft)

    def begin_with_sound(self, patient: Patient, wav: bytes, title: str) -> None:
        """Begin a referral of this patient with a sound that is in memory, and show it."""
        form = replace(NEW_FORM, specialty=Specialty.HEART_AND_LUNG)
        self._ask(self._prepared(patient, form, Slot.OTHER, wav, title), self._show_draft)

    async def _prepared(
        self, patient: Patient, form: ReferralForm, slot: Slot, content: bytes, title: str
    ) -> Referral:
        form = replace(form, patient_name=patient.name, patient_birth_date=patient.birth_date)
        draft = await self._service.new_draft(form)
        await self._service.attach(draft.referral, slot, content, title)
        return await self._service.draft(draft.referral)

    # Composing

    def _begin(self) -> None:
        self._ask(self._service.new_draft(NEW_FORM), self._show_draft)

    def _open_draft(self, referral: str) -> None:
        self._ask(self._service.draft(ReferralId(referral)), self._show_draft)

    def _show_draft(self, draft: Referral) -> None:
        self._draft, self._images, self._recipients = draft, {}, ()
        self._compose.render(draft, (), {})
        self._show(self._compose)
        self._find_recipients(draft.form.specialty)
        self._whose.look(draft)
        for attachment in written(draft):
            self._fetch_thumbnail(draft.referral, attachment.attachment)

    def _find_recipients(self, specialty: Specialty) -> None:
        def found(recipients: tuple[Practitioner, ...]) -> None:
            # Where there is nobody the clock is checked first, so that an answer may be late.
            if self._draft is not None and self._draft.form.specialty is specialty:
                self._recipients = recipients
                self._render_draft()

        self._ask(self._service.recipients(specialty), found)

    def _render_draft(self) -> None:
        if self._draft is not None:
            self._compose.render(self._draft, self._recipients, self._images)

    def _save(self, form: ReferralForm) -> None:
        if self._draft is None:
            return
        if form.specialty is not self._draft.form.specialty:
            self._find_recipients(form.specialty)
        renamed = _patient(form) != _patient(self._draft.form)
        draft = self._draft = replace(self._draft, form=form)

        def saved(_: object) -> None:
            self._compose.show_saved(datetime.now(UTC))
            if renamed and self._draft is not None and self._draft.referral == draft.referral:
                self._whose.look(self._draft)

        self._ask(self._service.save_form(draft.referral, form), saved)

    def _save_addition(self, text: str) -> None:
        if self._draft is not None:
            self._ask(
                self._service.save_addition(self._draft.referral, text),
                lambda _: self._compose.show_saved(datetime.now(UTC)),
            )

    def _choose(self, slot: str) -> None:
        path = self._choose_file()
        if path is not None:
            self._attach(slot, path)

    def _leave_draft(self) -> None:
        self._capture.end()
        self._show_list()

    def _attach(
        self,
        slot: str,
        source: Path | bytes,
        told: Callable[[Attachment | None], None] = lambda _: None,
    ) -> None:
        """Add a recording to the draft; ``told`` gets it when it is in the list, None if not."""
        draft = self._draft
        if draft is None:
            return

        def attached(attachment: Attachment) -> None:
            self._reload(draft.referral, lambda: told(attachment))

        def failed(error: Exception) -> None:
            if isinstance(error, KnownError):
                title, detail = error_words(error)
                self._compose.show_refused_file(slot, f"{title} {detail}".strip())
            else:
                self._notices.show(error)
            told(None)

        self._bridge.run(
            self._service.attach(draft.referral, Slot(slot), source, ""), attached, failed
        )

    def _attach_taken(
        self, slot: Slot, content: bytes, told: Callable[[Attachment | None], None]
    ) -> None:
        self._attach(slot.value, content, told)

    def _attach_image(self, slot: str, image: QImage) -> None:
        self._ask(asyncio.to_thread(_png_of, image), lambda content: self._attach(slot, content))

    def _keep(self, attachment: str, reason: str) -> None:
        if self._draft is not None:
            referral = self._draft.referral
            self._ask(
                self._service.keep(referral, AttachmentId(attachment), reason),
                lambda _: self._reload(referral),
            )

    def _remove(self, attachment: str) -> None:
        if self._draft is not None:
            referral = self._draft.referral
            self._ask(
                self._service.remove(referral, AttachmentId(attachment)),
                lambda _: self._reload(referral),
            )

    def _reload(self, referral: ReferralId, then: Callable[[], None] = lambda: None) -> None:
        def loaded(draft: Referral) -> None:
            if self._draft is None or self._draft.referral != referral:
                return
            # What is typed meanwhile is newer than what the store has.
            self._draft = replace(draft, form=self._draft.form)
            self._render_draft()
            self._whose.look(self._draft)
            for attachment in written(draft):
                if attachment.attachment not in self._images:
                    self._fetch_thumbnail(referral, attachment.attachment)
            then()

        self._ask(self._service.draft(referral), loaded)

    def _fetch_thumbnail(self, referral: ReferralId, attachment: AttachmentId) -> None:
        def fetched(picture: Picture) -> None:
            self._images[attachment] = image_of(picture)
            self._render_draft()

        # A sound has no picture; its card says so in words.
        self._bridge.run(self._service.thumbnail(referral, attachment, THUMB_PX), fetched, _nothing)

    def _send(self, recipient: str) -> None:
        if self._draft is not None:
            self._sent(self._service.send(self._draft.referral, UserId(recipient)))

    def _send_addition(self) -> None:
        if self._draft is not None:
            self._sent(self._service.send_addition(self._draft.referral))

    def _sent(self, sending: Coroutine[Any, Any, None]) -> None:
        assert self._draft is not None
        referral = self._draft.referral

        def sent(_: object) -> None:
            if self._draft is not None and self._draft.referral == referral:
                self._draft = None
                self._leave_draft()
            self._notices.say(self.tr("On its way. Goes on by itself."))

        def failed(error: Exception) -> None:
            if isinstance(error, OtherPatient):
                self._compose.show_strangers(frozenset(error.attachments))
            self._notices.show(error)

        self._bridge.run(sending, sent, failed)


def _patient(form: ReferralForm) -> tuple[str, date | None]:
    return form.patient_name, form.patient_birth_date


def _png_of(image: QImage) -> bytes:
    """Write a picture that was copied elsewhere, without loss."""
    target = QBuffer()
    target.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(target, QByteArray(b"png")).write(image)
    return bytes(target.data().data())


def _nothing(_: object) -> None:
    return None

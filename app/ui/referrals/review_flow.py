# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the review of one referral with the referral feature: recordings, frames, the reply."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.answering import Answered, Answering
from app.bridge import Bridge
from app.errors import KnownError
from app.records.ids import AttachmentId, ReferralId
from app.records.media_facts import Picture, Sound, Video
from app.records.referral import Outcome, Reply
from app.referrals.service import ReferralService
from app.referrals.views import OpenReferral
from app.schedule.free_time import Calendar
from app.ui import times
from app.ui.notices import Notices
from app.ui.referrals.review_screen import ReviewScreen

THUMB_PX = 320
_MOST_REASON = 120


class ReviewFlow(QObject):
    """Lives in the GUI thread. What comes late for another referral is dropped."""

    more_wanted = Signal(str)
    """The referral that its sender goes on to add to."""

    def __init__(
        self,
        review: ReviewScreen,
        service: ReferralService,
        answering: Answering,
        bridge: Bridge,
        notices: Notices,
        show: Callable[[QWidget], object],
        show_list: Callable[[], object],
    ) -> None:
        super().__init__()
        self._review, self._service, self._answering = review, service, answering
        self._bridge, self._notices = bridge, notices
        self._show, self._show_list = show, show_list
        self._opened: OpenReferral | None = None
        self._signing = False
        review.back_wanted.connect(show_list)
        review.attachment_wanted.connect(self._show_attachment)
        review.frame_wanted.connect(self._show_frame)
        review.reply_changed.connect(self._save_reply)
        review.reply_wanted.connect(self._reply)
        review.calendar_wanted.connect(self._fetch_calendar)
        review.acknowledged.connect(self._acknowledge)
        review.outcome_told.connect(self._report_outcome)
        review.more_wanted.connect(self._add_more)

    def open(self, referral: str) -> None:
        """Show a referral; each opening is in the access log."""

        def opened(found: OpenReferral) -> None:
            self._ask(
                self._service.reply_draft(found.referral.referral),
                lambda draft: self._show_review(found, draft),
            )

        self._ask(self._service.open(ReferralId(referral)), opened)

    def _ask(self, coroutine: object, done: Callable[..., object]) -> None:
        self._bridge.run(coroutine, done, self._notices.show)  # type: ignore[arg-type]

    def _show_review(self, opened: OpenReferral, draft: Reply | None) -> None:
        self._opened = opened
        self._review.render(opened, {}, draft)
        self._show(self._review)
        for attachment in opened.referral.attachments:
            self._fetch_review_thumbnail(opened.referral.referral, attachment.attachment)

    def _fetch_review_thumbnail(self, referral: ReferralId, attachment: AttachmentId) -> None:
        def fetched(picture: Picture) -> None:
            if self._opened is not None and self._opened.referral.referral == referral:
                self._review.show_thumbnail(attachment, image_of(picture))

        self._bridge.run(self._service.thumbnail(referral, attachment, THUMB_PX), fetched, _nothing)

    def _show_attachment(self, attachment: str) -> None:
        if self._opened is None:
            return
        referral = self._opened.referral
        wanted = AttachmentId(attachment)

        def failed(error: Exception) -> None:
            sentence = error.sentence() if isinstance(error, KnownError) else ""
            self._review.show_unreadable(wanted, sentence)

        def still_open() -> bool:
            return self._opened is not None and self._opened.referral.referral == referral.referral

        def picture(decoded: Picture) -> None:
            if still_open():
                self._review.show_picture(wanted, decoded)

        def sound(decoded: Sound) -> None:
            if still_open():
                self._review.show_sound(wanted, decoded)

        earlier, _, of_earlier = attachment.rpartition(".")
        if earlier:
            opening = self._service.picture(ReferralId(earlier), AttachmentId(of_earlier))
            self._bridge.run(opening, picture, failed)
            return
        found = next(a for a in referral.attachments if a.attachment == wanted)
        if found.media_type.value.startswith("video/"):

            def video(told: Video) -> None:
                if still_open():
                    self._review.show_video(wanted, told)

            self._bridge.run(self._service.video(referral.referral, wanted), video, failed)
        elif found.media_type.value.startswith("audio/"):
            self._bridge.run(self._service.sound(referral.referral, wanted), sound, failed)
        else:
            early = self._bridge.in_gui(picture)
            opening = self._service.picture(referral.referral, wanted, early)
            self._bridge.run(opening, picture, failed)

    def _show_frame(self, attachment: str, number: int) -> None:
        if self._opened is None:
            return
        referral, wanted = self._opened.referral.referral, AttachmentId(attachment)

        def shown(frame: Picture) -> None:
            if self._opened is not None and self._opened.referral.referral == referral:
                self._review.show_frame(wanted, number, frame)

        def failed(error: Exception) -> None:
            sentence = error.sentence() if isinstance(error, KnownError) else ""
            self._review.show_unreadable(wanted, sentence)

        self._bridge.run(self._service.video_frame(referral, wanted, number), shown, failed)

    def _save_reply(self, reply: Reply) -> None:
        if self._opened is not None:
            self._ask(
                self._service.save_reply_draft(self._opened.referral.referral, reply),
                lambda _: self._review.show_saved(datetime.now(UTC)),
            )

    def _fetch_calendar(self) -> None:
        opened = self._opened
        if opened is None:
            return

        def read(calendar: Calendar) -> None:
            if self._opened is opened:
                self._review.show_calendar(calendar)

        self._ask(self._answering.calendar(opened.referral), read)

    def _reply(self, reply: Reply) -> None:
        opened = self._opened
        if opened is None or self._signing:
            return
        # Planning a visit asks the server: a second press meanwhile is the same wish.
        self._hold(on=True)

        def sent(answered: Answered) -> None:
            self._hold(on=False)
            if self._opened is opened and self._review.isVisible():
                self._show_list()
            self._say_sent(answered)

        def failed(error: Exception) -> None:
            self._hold(on=False)
            self._notices.show(error)

        referral = opened.referral
        reason = self.tr("Referral: {question}").format(question=referral.form.question)
        signing = self._answering.reply(referral, reply, reason[:_MOST_REASON])
        self._bridge.run(signing, sent, failed)

    def _say_sent(self, answered: Answered) -> None:
        if answered.visit is not None:
            words = self.tr("The answer is on its way. The visit is planned for {when}.")
            self._notices.say(words.format(when=times.day_and_minute(answered.visit.start)))
        elif answered.other_stands:
            self._notices.warn(
                self.tr("The answer is on its way. A video visit with this patient still stands."),
                self.tr("You find it under Today. Cancel it there if it is not wanted any more."),
            )
        else:
            self._notices.say(self.tr("The answer is signed and on its way."))

    def _hold(self, *, on: bool) -> None:
        self._signing = on
        self._review.hold_reply(on=on)

    def _acknowledge(self) -> None:
        if self._opened is not None:
            self._ask(
                self._service.acknowledge(self._opened.referral.referral),
                lambda _: self._show_list(),
            )

    def _add_more(self) -> None:
        if self._opened is not None:
            self.more_wanted.emit(self._opened.referral.referral)

    def _report_outcome(self, outcome: Outcome) -> None:
        if self._opened is None:
            return

        def told(_: object) -> None:
            self._show_list()
            self._notices.say(self.tr("The specialist is told how it went."))

        self._ask(self._service.report_outcome(self._opened.referral.referral, outcome), told)


def image_of(picture: Picture) -> QImage:
    """Make an image that owns its pixels; the bytes may go."""
    image = QImage(
        picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888
    )
    return image.copy()


def _nothing(_: object) -> None:
    return None

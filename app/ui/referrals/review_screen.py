# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral to look at and listen to: its recordings, the workbench, and the answer beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.records.ids import AttachmentId
from app.records.media_facts import Picture, Sound, Video
from app.records.presentation import Viewed
from app.records.referral import Finding, Reply
from app.referrals.views import OpenReferral
from app.referrals.whose import Part
from app.schedule.free_time import Calendar
from app.ui import theme
from app.ui.referrals.allocate_panel import AllocatePanel
from app.ui.referrals.read_reply import ReadReply
from app.ui.referrals.reply_panel import ReplyPanel
from app.ui.referrals.review_stage import ReviewStage
from app.ui.referrals.review_top import ReviewTop
from app.ui.referrals.thumb_strip import ThumbStrip
from app.ui.shell.keys import mark_region
from app.ui.widths import Width, width_of
from app.ui.workbench.background import Background, at_once
from app.ui.workbench.letter_keys import add_letter_key

REPLY_WIDTH = 344
QWIDGETSIZE_MAX = (1 << 24) - 1


class ReviewScreen(QWidget):
    """Renders one verified referral; asks for each recording when it is chosen."""

    back_wanted = Signal()
    attachment_wanted = Signal(str)
    frame_wanted = Signal(str, int)
    """A video and the number of one of its frames."""
    reply_changed = Signal(object)
    reply_wanted = Signal(object)
    acknowledged = Signal()
    outcome_told = Signal(object)
    headphones_known = Signal()
    """The advice on headphones was read."""
    calendar_wanted = Signal()
    """A time for a video visit is to be proposed."""
    more_wanted = Signal()
    """What the specialist asks for is to be added."""
    another_wanted = Signal(object)
    """As the head says it."""
    another_chosen = Signal(str)
    candidates_wanted = Signal(object)
    """The OpenReferral that a coordinator gives to somebody."""
    candidate_chosen = Signal(str, str)
    """User id of the specialist, and the reason."""

    def __init__(self, background: Background = at_once, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._open: OpenReferral | None = None
        self._draft: Reply | None = None
        self._answering = False
        self._chosen_finding = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = ReviewTop()
        self._top.left.connect(self._leave)
        self._top.turned.connect(self._turn_page)
        self._top.another_wanted.connect(self.another_wanted)
        self._top.another_chosen.connect(self.another_chosen)
        self.offer_others = self._top.offer_others
        column.addWidget(self._top)
        body = QHBoxLayout()
        body.setSpacing(0)
        self._thumbs = ThumbStrip()
        self._thumbs.currentRowChanged.connect(self._chosen)
        body.addWidget(self._thumbs)
        self._stage = ReviewStage(background)
        self._stage.attachment_wanted.connect(self.attachment_wanted)
        self._stage.frame_wanted.connect(self.frame_wanted)
        self._stage.chosen.connect(self._follow)
        self._stage.finding_drawn.connect(self._add_finding)
        self._stage.viewed.connect(self._keep_viewed)
        self._stage.headphones_known.connect(self.headphones_known)
        self.advise_headphones = self._stage.advise_headphones
        body.addWidget(self._stage, 1)
        self._answers = QStackedWidget()
        self._reply = ReplyPanel()
        self._reply.changed.connect(self._reply_changed)
        self._reply.send_wanted.connect(self.reply_wanted)
        self._reply.finding_entered.connect(self._show_finding)
        self._reply.calendar_wanted.connect(self.calendar_wanted)
        self._read = ReadReply()
        self._read.finding_chosen.connect(self._show_finding)
        self._read.acknowledged.connect(self.acknowledged)
        self._read.outcome_told.connect(self.outcome_told)
        self._read.more_wanted.connect(self.more_wanted)
        self._read.answer_wanted.connect(lambda: self._begin(writing=True))
        self._allocate = AllocatePanel()
        self._allocate.chosen.connect(self.candidate_chosen)
        self.offer_candidates = self._allocate.offer
        self._answers.addWidget(self._reply)
        self._answers.addWidget(self._read)
        self._answers.addWidget(self._allocate)
        body.addWidget(self._answers)
        column.addLayout(body, 1)
        for region in (self._top, self._thumbs, self._stage, self._answers):
            mark_region(region)
        self._keys = (
            add_letter_key(self._stage, "N", lambda: self._thumbs.step(1)),
            add_letter_key(self._stage, "P", lambda: self._thumbs.step(-1)),
        )
        self._say()

    def render(  # type: ignore[override]
        self, opened: OpenReferral, images: Mapping[str, QImage], draft: Reply | None
    ) -> None:
        """Show a referral whole, at its first recording."""
        self._open = opened
        self._chosen_finding = 0
        referral = opened.referral
        self._top.render_referral(opened)
        fresh = referral.additions[-1].attachments if referral.additions else ()
        self._thumbs.fill(referral.attachments, images, fresh)
        self._draft = draft
        part = opened.part if not opened.mine else Part.READ
        self._begin(writing=part is Part.ANSWER and referral.reply is None)
        if part is Part.ALLOCATE:
            self._allocate.show_referral(opened)
            self._answers.setCurrentWidget(self._allocate)
            self.candidates_wanted.emit(opened)

    def _begin(self, *, writing: bool) -> None:
        """Show the case from its first recording, to be answered or with its answer."""
        assert self._open is not None
        opened, draft = self._open, self._draft
        referral = opened.referral
        self._answers.setCurrentIndex(0 if writing else 1)
        if writing:
            self._reply.fill(draft, referral)
            viewed = draft.viewed if draft else ()
        else:
            viewed = referral.reply.reply.viewed if referral.reply else ()
            self._read.show_referral(opened, draft)
        self._stage.begin(referral.attachments, opened.earlier, viewed, writes=writing)
        if referral.attachments:
            # What was added last is what has not been seen yet.
            fresh = referral.additions[-1].attachments if writing and referral.additions else ()
            row = self._thumbs.row_of(fresh[0]) if fresh else None
            self._thumbs.setCurrentRow(row or 0)

    def tick(self) -> None:
        """Say anew how much time there is."""
        self._top.tick()

    def show_thumbnail(self, attachment: AttachmentId, image: QImage) -> None:
        """Show what a file looks like in the strip of all files."""
        self._thumbs.show_thumbnail(attachment, image)

    def show_picture(self, attachment: AttachmentId, picture: Picture) -> None:
        """Show decoded pixels, where they are still wanted."""
        self._stage.show_picture(attachment, picture)

    def show_video(self, attachment: AttachmentId, video: Video) -> None:
        """Begin with a video, if it is still the one wanted."""
        self._stage.show_video(attachment, video)

    def show_frame(self, attachment: AttachmentId, number: int, picture: Picture) -> None:
        """Show a frame of a video."""
        self._stage.show_frame(attachment, number, picture)

    def show_sound(self, attachment: AttachmentId, sound: Sound) -> None:
        """Show a decoded sound, if it is still the one wanted."""
        self._stage.show_sound(attachment, sound)

    def show_unreadable(self, attachment: AttachmentId, sentence: str) -> None:
        """Say that one file cannot be opened safely; the rest works."""
        self._stage.show_unreadable(attachment, sentence)

    def hold_reply(self, *, on: bool) -> None:
        """Let nothing be written while the answer is being signed and sent."""
        self._reply.hold(on=on)

    def show_calendar(self, calendar: Calendar) -> None:
        """Know what is planned already, to propose a time for a visit."""
        self._reply.show_calendar(calendar)

    def show_saved(self, at: datetime) -> None:
        """Say when the reply was last written to disk."""
        self._reply.show_saved(at)

    def flush(self) -> None:
        """Save what was typed and be silent, before the screen is left."""
        self._stage.silence()
        self._reply.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the answer is a page of its own."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        elif event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    def _turn_page(self) -> None:
        self._answering = not self._answering
        self._fit()

    def _fit(self) -> None:
        self._thumbs.fit()
        width = width_of(self)
        narrow = width.under(Width.MEDIUM)
        self._top.offer_turn(on=narrow, answering=self._answering)
        self._answers.setVisible(not narrow or self._answering)
        for widget in (self._thumbs, self._stage):
            widget.setVisible(not narrow or not self._answering)
        wide = REPLY_WIDTH if width is Width.WIDE else REPLY_WIDTH - 24
        self._answers.setMinimumWidth(0 if narrow else theme.px(wide))
        self._answers.setMaximumWidth(QWIDGETSIZE_MAX if narrow else theme.px(wide))

    def _say(self) -> None:
        self._thumbs.setAccessibleName(self.tr("Pictures and sounds"))
        for key, said in zip(self._keys, (self.tr("Next"), self.tr("Previous")), strict=True):
            key.setWhatsThis(said)
        self._fit()

    def _chosen(self, row: int) -> None:
        if self._open is not None and 0 <= row < len(self._open.referral.attachments):
            self._stage.show_recording(self._open.referral.attachments[row])
            self._render_findings()

    def _follow(self, attachment: str) -> None:
        """Mark in the strip which recording is worked on, where it was chosen in a pane."""
        row = self._thumbs.row_of(AttachmentId(attachment))
        if row is not None:
            self._thumbs.mark(row)

    def _add_finding(self, finding: Finding) -> None:
        if self._answers.currentWidget() is self._reply:
            self._reply.add_finding(finding)
            self._render_findings()

    def _keep_viewed(self, viewed: tuple[Viewed, ...]) -> None:
        if self._answers.currentWidget() is self._reply:
            self._reply.keep_viewed(viewed)

    def _show_finding(self, number: int) -> None:
        """Open what a finding is about, and let its mark stand out."""
        self._chosen_finding = number
        found = next((f for f in self._findings() if f.number == number), None)
        row = self._thumbs.row_of(found.attachment) if found is not None else None
        if row is not None and row != self._thumbs.currentRow():
            self._thumbs.setCurrentRow(row)
        self._render_findings()

    def _reply_changed(self, reply: Reply) -> None:
        self._render_findings()
        self.reply_changed.emit(reply)

    def _findings(self) -> tuple[Finding, ...]:
        if self._answers.currentWidget() is self._reply:
            return self._reply.findings()
        reply = None if self._open is None else self._open.referral.reply
        return () if reply is None else reply.reply.findings

    def _render_findings(self) -> None:
        self._stage.show_findings(self._findings(), self._chosen_finding)

    def _leave(self) -> None:
        self.flush()
        self.back_wanted.emit()

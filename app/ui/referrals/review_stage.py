# SPDX-License-Identifier: GPL-3.0-or-later
"""The middle of a review: the recording that is chosen, as picture, video or sound."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.attachments.spectrogram import HEART_HZ, LUNG_HZ
from app.records.ids import AttachmentId
from app.records.media_facts import Picture, Sound, Video
from app.records.presentation import Viewed
from app.records.referral import Attachment, Finding, Slot
from app.referrals.views import EarlierPicture
from app.ui import times
from app.ui.referrals import words
from app.ui.widgets.empty_state import EmptyState
from app.ui.workbench.background import Background
from app.ui.workbench.panes import earlier_key, is_earlier
from app.ui.workbench.picture_viewer import PictureViewer
from app.ui.workbench.sound_pane import SoundPane
from app.ui.workbench.video_transport import VideoTransport


class ReviewStage(QStackedWidget):
    """Shows one recording of a referral at a time; asks for pixels, frames and samples."""

    attachment_wanted = Signal(str)
    frame_wanted = Signal(str, int)
    """A video and the number of one of its frames."""
    chosen = Signal(str)
    """Another recording was chosen in a pane."""
    finding_drawn = Signal(object)
    """A Finding without words."""
    viewed = Signal(object)
    """How pictures are looked at now: a tuple of Viewed."""
    headphones_known = Signal()

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments: tuple[Attachment, ...] = ()
        self._shown: Attachment | None = None
        self._watched: AttachmentId | None = None
        """The video that the row under the panes works on."""
        self._findings: tuple[Finding, ...] = ()
        self._chosen = 0
        self._waiting = EmptyState("hourglass", "")
        self._pictures = PictureViewer(background)
        self._pictures.picture_wanted.connect(self.attachment_wanted)
        self._pictures.chosen.connect(self._follow)
        self._pictures.finding_drawn.connect(self._picture_marked)
        self._pictures.viewed.connect(self._tell_viewed)
        self._video = VideoTransport()
        self._video.frame_wanted.connect(self._want_frame)
        self._video.keep_wished.connect(self._keep_frame)
        self._pictures.add_row(self._video)
        self._sounds = SoundPane(background)
        self._sounds.finding_drawn.connect(self._sound_marked)
        self._sounds.headphones_known.connect(self.headphones_known)
        for page in (self._waiting, self._pictures, self._sounds):
            self.addWidget(page)
        self._say()

    def begin(
        self,
        attachments: tuple[Attachment, ...],
        earlier: tuple[EarlierPicture, ...],
        viewed: tuple[Viewed, ...],
        *,
        writes: bool,
    ) -> None:
        """Take another referral, with what it can be compared with; who answers may mark."""
        self.silence()
        self._attachments, self._shown, self._watched = attachments, None, None
        self._video.watch(None)
        self._video.hide()
        seen = tuple((a, words.slot(a.slot)) for a in attachments if _kind(a) != "audio")
        seen += tuple(_named(each) for each in earlier)
        self._pictures.begin(seen, viewed, writes=writes)
        self._sounds.allow_findings(on=writes)
        self._video.allow_findings(on=writes)

    def show_recording(self, attachment: Attachment) -> None:
        """Show a recording, as soon as it is there."""
        self.silence()
        self._shown = attachment
        self._say()
        self._watched = attachment.attachment if _kind(attachment) == "video" else None
        self._video.watch(None)
        self._video.setVisible(self._watched is not None)
        if _kind(attachment) == "audio":
            self.setCurrentWidget(self._waiting)
            self.attachment_wanted.emit(attachment.attachment)
            return
        self.setCurrentWidget(self._pictures)
        self._pictures.open(attachment.attachment, again=_kind(attachment) == "video")
        self._render_findings()

    def show_picture(self, attachment: AttachmentId, picture: Picture) -> None:
        """Show decoded pixels, where they are still wanted."""
        self._pictures.show_picture(attachment, picture)

    def show_video(self, attachment: AttachmentId, video: Video) -> None:
        """Begin with a video, if it is still the one wanted."""
        if self._watched == attachment:
            self._video.watch(video)
            found = next((f for f in self._findings if f.number == self._chosen), None)
            if found is not None and found.attachment == attachment and found.at_s is not None:
                self._video.go_to(found.at_s)

    def show_frame(self, attachment: AttachmentId, number: int, picture: Picture) -> None:
        """Show a frame of the video that is being watched."""
        self._pictures.show_picture(attachment, picture)
        if self._watched == attachment:
            self._video.arrived(number)
            self._render_findings()

    def show_sound(self, attachment: AttachmentId, sound: Sound) -> None:
        """Show a decoded sound, if it is still the one wanted."""
        if self._shown is None or self._shown.attachment != attachment:
            return
        band = LUNG_HZ if self._shown.slot is Slot.LUNGS else HEART_HZ
        self._sounds.show_sound(words.slot(self._shown.slot), sound, band)
        self._render_findings()
        self.setCurrentWidget(self._sounds)

    def show_unreadable(self, attachment: AttachmentId, sentence: str) -> None:
        """Say that one file cannot be opened safely; the rest works."""
        title = self.tr("This file cannot be opened safely")
        if self.currentWidget() is self._pictures:
            self._pictures.show_trouble(attachment, f"{title}. {sentence}")
        elif self._shown is not None and self._shown.attachment == attachment:
            self._waiting.set_words(title, sentence)
            self.setCurrentWidget(self._waiting)

    def show_findings(self, findings: tuple[Finding, ...], chosen: int) -> None:
        """Draw the marks of these findings; the chosen one stands out and is gone to."""
        anew = chosen != self._chosen
        self._findings, self._chosen = findings, chosen
        found = next((f for f in findings if f.number == chosen), None)
        in_video = found is not None and found.attachment == self._watched
        if anew and in_video and found is not None and found.at_s is not None:
            self._video.go_to(found.at_s)
        self._render_findings()

    def advise_headphones(self, *, on: bool) -> None:
        """Say beside sounds what they are best heard with, or no more."""
        self._sounds.advise_headphones(on=on)

    def silence(self) -> None:
        """Stop what plays or runs, before it is left."""
        self._sounds.silence()
        self._video.pause()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        self._waiting.set_words(self.tr("Opening …"), self.tr("It is checked and decoded safely."))

    def _render_findings(self) -> None:
        watching = self._video.watching
        seen = tuple(
            f
            for f in self._findings
            if f.at_s is None
            or (f.attachment == self._watched and watching and watching.shows(f.at_s))
        )
        self._pictures.show_findings(seen, self._chosen)
        shown = None if self._shown is None else self._shown.attachment
        own = tuple(f for f in self._findings if f.attachment == shown)
        self._sounds.show_findings(own, self._chosen)

    def _want_frame(self, number: int) -> None:
        if self._watched is not None:
            self.frame_wanted.emit(self._watched, number)

    def _keep_frame(self) -> None:
        if self._watched is not None and self._video.watching is not None:
            self._picture_marked(self._watched, Finding(0, ""))

    def _follow(self, attachment: str) -> None:
        """Work on what another pane shows; a video goes on from the frame that it stands at."""
        self._shown = next((a for a in self._attachments if a.attachment == attachment), None)
        self._video.pause()
        self._video.setVisible(self._watched == attachment)
        self.chosen.emit(attachment)

    def _tell_viewed(self, viewed: tuple[Viewed, ...]) -> None:
        self.viewed.emit(tuple(v for v in viewed if not is_earlier(v.attachment)))

    def _picture_marked(self, attachment: str, finding: Finding) -> None:
        at_s = None
        if attachment == self._watched and self._video.watching is not None:
            self._video.pause()
            at_s = self._video.watching.at_s
        marked = replace(finding, attachment=AttachmentId(attachment), at_s=at_s)
        self.finding_drawn.emit(marked)

    def _sound_marked(self, finding: Finding) -> None:
        if self._shown is not None:
            self.finding_drawn.emit(replace(finding, attachment=self._shown.attachment))


def _named(each: EarlierPicture) -> tuple[Attachment, str]:
    """Give an earlier picture a key of its own and its day; ids are the sender's choice."""
    key = earlier_key(each.referral, each.attachment.attachment)
    day = times.long_day(times.local_day(each.sent))
    return replace(each.attachment, attachment=key), f"{words.slot(each.attachment.slot)}, {day}"


def _kind(attachment: Attachment) -> str:
    return attachment.media_type.value.split("/")[0]

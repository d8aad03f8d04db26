# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral to look at and listen to: thumbnails, the viewer, and the answer beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.attachments.spectrogram import HEART_HZ, LUNG_HZ
from app.records.ids import AttachmentId
from app.records.media_facts import Picture, Sound
from app.records.presentation import Viewed
from app.records.referral import Attachment, Finding, Reply, Slot
from app.records.specialty_questions import known_answers
from app.referrals.views import OpenReferral
from app.ui import theme
from app.ui.referrals import question_words, words
from app.ui.referrals.read_reply import ReadReply
from app.ui.referrals.reply_panel import ReplyPanel
from app.ui.widgets.badge import Badge
from app.ui.widgets.button import Button
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widths import Width, width_of
from app.ui.workbench.background import Background, at_once
from app.ui.workbench.letter_keys import add_letter_key
from app.ui.workbench.picture_viewer import PictureViewer
from app.ui.workbench.sound_pane import SoundPane

THUMB = 84
REPLY_WIDTH = 344
QWIDGETSIZE_MAX = (1 << 24) - 1


class ReviewScreen(QWidget):
    """Renders one verified referral; asks for each picture and sound when it is chosen."""

    back_wanted = Signal()
    attachment_wanted = Signal(str)
    reply_changed = Signal(object)
    reply_wanted = Signal(object)
    acknowledged = Signal()

    def __init__(self, background: Background = at_once, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._open: OpenReferral | None = None
        self._shown: Attachment | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_top())
        body = QHBoxLayout()
        body.setSpacing(0)
        self._thumbs = QListWidget()
        self._thumbs.setObjectName("thumbs")
        self._thumbs.setViewMode(QListWidget.ViewMode.IconMode)
        self._thumbs.setMovement(QListWidget.Movement.Static)
        self._thumbs.setFlow(QListWidget.Flow.TopToBottom)
        self._thumbs.setWrapping(False)
        self._thumbs.setWordWrap(True)
        self._thumbs.currentRowChanged.connect(self._chosen)
        body.addWidget(self._thumbs)
        self._stage = QStackedWidget()
        self._pictures = PictureViewer(background)
        self._pictures.picture_wanted.connect(self.attachment_wanted)
        self._pictures.chosen.connect(self._follow)
        self._pictures.finding_drawn.connect(self._add_finding)
        self._pictures.viewed.connect(self._keep_viewed)
        self._sounds = SoundPane(background)
        self._sounds.finding_drawn.connect(self._add_sound_finding)
        self._waiting = EmptyState("hourglass", "")
        for page in (self._waiting, self._pictures, self._sounds):
            self._stage.addWidget(page)
        body.addWidget(self._stage, 1)
        self._answers = QStackedWidget()
        self._reply = ReplyPanel()
        self._reply.changed.connect(self._reply_changed)
        self._reply.send_wanted.connect(self.reply_wanted)
        self._reply.finding_entered.connect(self._show_finding)
        self._read = ReadReply()
        self._read.finding_chosen.connect(self._show_finding)
        self._read.acknowledged.connect(self.acknowledged)
        self._answers.addWidget(self._reply)
        self._answers.addWidget(self._read)
        body.addWidget(self._answers)
        column.addLayout(body, 1)
        self._answering = False
        self._chosen_finding = 0
        self._keys = (
            add_letter_key(self._stage, "N", lambda: self._step(1)),
            add_letter_key(self._stage, "P", lambda: self._step(-1)),
        )
        self._say()

    def render(  # type: ignore[override]
        self, opened: OpenReferral, images: Mapping[str, QImage], draft: Reply | None
    ) -> None:
        """Show a referral whole, at its first picture."""
        self._open = opened
        self._shown = None
        referral = opened.referral
        form = referral.form
        age = _age(opened)
        self._title.setText(f"{form.patient_name}, {age}" if age else form.patient_name)
        self._kind.set_text(words.specialty(form.specialty))
        sender = opened.sender
        parts = [form.question, form.history, form.body_site, form.duration, form.medication]
        parts += [words.symptom(key) for key in form.symptoms]
        parts += [
            f"{question_words.question(q.key)}: {question_words.answer(q, given)}"
            for q, given in known_answers(form)
        ]
        about = "  ·  ".join(part for part in parts if part)
        if sender is not None:
            pattern = self.tr("From {name}, {unit}")
            origin = pattern.format(name=sender.name, unit=sender.unit)
            about = f"{origin}  ·  {about}"
        self._about.setText(about)
        due = words.due_in(referral.due, datetime.now(UTC)) if referral.reply is None else ""
        self._due.set_text(due)
        self._due.setVisible(bool(due))
        self._thumbs.blockSignals(True)
        self._thumbs.clear()
        for attachment in referral.attachments:
            image = images.get(attachment.attachment, QImage())
            icon = _stand_in(attachment) if image.isNull() else _untinted(image)
            item = QListWidgetItem(icon, words.slot(attachment.slot))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            item.setToolTip(self._describe(attachment))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._describe(attachment))
            self._thumbs.addItem(item)
        self._thumbs.blockSignals(False)
        writing = not opened.mine and referral.reply is None
        self._answers.setCurrentIndex(0 if writing else 1)
        if writing:
            self._reply.fill(draft)
            viewed = draft.viewed if draft else ()
        else:
            acknowledge = opened.mine and referral.reply is not None
            viewed = referral.reply.reply.viewed if referral.reply else ()
            self._read.show_reply(
                referral.reply,
                may_acknowledge=acknowledge and referral.status.value == "answered",
            )
        pictures = tuple(
            (attachment, words.slot(attachment.slot))
            for attachment in referral.attachments
            if _is_picture(attachment)
        )
        self._pictures.begin(pictures, viewed, writes=writing)
        self._sounds.allow_findings(on=writing)
        self._chosen_finding = 0
        if referral.attachments:
            self._thumbs.setCurrentRow(0)

    def show_thumbnail(self, attachment: AttachmentId, image: QImage) -> None:
        """Show what a file looks like in the strip of all files."""
        if self._open is None:
            return
        for row, each in enumerate(self._open.referral.attachments):
            if each.attachment == attachment and (item := self._thumbs.item(row)) is not None:
                item.setIcon(_untinted(image))

    def show_picture(self, attachment: AttachmentId, picture: Picture) -> None:
        """Show decoded pixels, where they are still wanted."""
        self._pictures.show_picture(attachment, picture)

    def show_sound(self, attachment: AttachmentId, sound: Sound) -> None:
        """Show a decoded sound, if it is still the one wanted."""
        if self._shown is None or self._shown.attachment != attachment:
            return
        band = LUNG_HZ if self._shown.slot is Slot.LUNGS else HEART_HZ
        self._sounds.show_sound(words.slot(self._shown.slot), sound, band)
        self._render_marks()
        self._stage.setCurrentWidget(self._sounds)

    def show_unreadable(self, attachment: AttachmentId, sentence: str) -> None:
        """Say that one file cannot be opened safely; the rest works."""
        title = self.tr("This file cannot be opened safely")
        if self._stage.currentWidget() is self._pictures:
            self._pictures.show_trouble(attachment, f"{title}. {sentence}")
        elif self._shown is not None and self._shown.attachment == attachment:
            self._waiting.set_words(title, sentence)
            self._stage.setCurrentWidget(self._waiting)

    def show_saved(self, at: datetime) -> None:
        """Say when the reply was last written to disk."""
        self._reply.show_saved(at)

    def flush(self) -> None:
        """Save what was typed and be silent, before the screen is left."""
        self._sounds.silence()
        self._reply.flush()

    def _make_top(self) -> QWidget:
        top = QFrame()
        top.setObjectName("topbar")
        row = QHBoxLayout(top)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(12)
        self._back = Button("", "quiet", "arrow-left", size="icon")
        self._back.clicked.connect(self._leave)
        row.addWidget(self._back)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(10)
        self._title = PlainLabel("", "name")
        first.addWidget(self._title)
        self._kind = Badge("")
        first.addWidget(self._kind)
        first.addStretch(1)
        titles.addLayout(first)
        self._about = PlainLabel("", "second", "muted", wrap=True)
        titles.addWidget(self._about)
        row.addLayout(titles, 1)
        self._due = Badge("", "neutral", "clock")
        row.addWidget(self._due)
        self._turn = Button("", "outlined")
        self._turn.clicked.connect(self._turn_page)
        row.addWidget(self._turn)
        return top

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the answer is a page of its own."""
        super().resizeEvent(event)
        self._fit()

    def _turn_page(self) -> None:
        self._answering = not self._answering
        self._fit()

    def _fit(self) -> None:
        self._thumbs.setIconSize(QSize(theme.px(THUMB), theme.px(THUMB)))
        self._thumbs.setFixedWidth(theme.px(THUMB + 40))
        width = width_of(self)
        narrow = width.under(Width.MEDIUM)
        self._turn.setVisible(narrow)
        self._turn.setText(self.tr("Pictures") if self._answering else self.tr("Reply"))
        self._answers.setVisible(not narrow or self._answering)
        for widget in (self._thumbs, self._stage):
            widget.setVisible(not narrow or not self._answering)
        wide = REPLY_WIDTH if width is Width.WIDE else REPLY_WIDTH - 24
        self._answers.setMinimumWidth(0 if narrow else theme.px(wide))
        self._answers.setMaximumWidth(QWIDGETSIZE_MAX if narrow else theme.px(wide))

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        elif event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    def _say(self) -> None:
        self._back.setAccessibleName(self.tr("Back to the referrals"))
        self._back.setToolTip(self.tr("Back to the referrals"))
        self._thumbs.setAccessibleName(self.tr("Pictures and sounds"))
        for key, said in zip(self._keys, (self.tr("Next"), self.tr("Previous")), strict=True):
            key.setWhatsThis(said)
        self._fit()
        self._waiting.set_words(self.tr("Opening …"), self.tr("It is checked and decoded safely."))

    def _describe(self, attachment: Attachment) -> str:
        said = words.verdict(attachment.quality.verdict, attachment.quality.problems)
        kept = f", {attachment.kept_reason}" if attachment.kept_reason else ""
        return f"{words.slot(attachment.slot)}: {said.lower()}{kept}"

    def _chosen(self, row: int) -> None:
        if self._open is None or not 0 <= row < len(self._open.referral.attachments):
            return
        self._sounds.silence()
        self._shown = self._open.referral.attachments[row]
        self._say()
        if _is_picture(self._shown):
            self._stage.setCurrentWidget(self._pictures)
            self._pictures.open(self._shown.attachment)
            self._render_marks()
        else:
            self._stage.setCurrentWidget(self._waiting)
            self.attachment_wanted.emit(self._shown.attachment)

    def _follow(self, attachment: str) -> None:
        """Mark in the strip which picture is worked on, where it was chosen in a pane."""
        row = self._row_of(AttachmentId(attachment))
        if row is not None and self._open is not None:
            self._shown = self._open.referral.attachments[row]
            self._thumbs.blockSignals(True)
            self._thumbs.setCurrentRow(row)
            self._thumbs.blockSignals(False)

    def _row_of(self, attachment: AttachmentId | None) -> int | None:
        held = self._open.referral.attachments if self._open is not None else ()
        return next((i for i, each in enumerate(held) if each.attachment == attachment), None)

    def _step(self, step: int) -> None:
        row = self._thumbs.currentRow() + step
        if 0 <= row < self._thumbs.count():
            self._thumbs.setCurrentRow(row)

    def _add_finding(self, attachment: str, finding: Finding) -> None:
        if self._answers.currentWidget() is self._reply:
            self._reply.add_finding(replace(finding, attachment=AttachmentId(attachment)))
            self._render_marks()

    def _add_sound_finding(self, finding: Finding) -> None:
        if self._shown is not None:
            self._add_finding(self._shown.attachment, finding)

    def _keep_viewed(self, viewed: tuple[Viewed, ...]) -> None:
        if self._answers.currentWidget() is self._reply:
            self._reply.keep_viewed(viewed)

    def _show_finding(self, number: int) -> None:
        """Open what a finding is about, and let its mark stand out."""
        self._chosen_finding = number
        found = next((f for f in self._findings() if f.number == number), None)
        row = self._row_of(found.attachment) if found is not None else None
        if row is not None and row != self._thumbs.currentRow():
            self._thumbs.setCurrentRow(row)
        self._render_marks()

    def _reply_changed(self, reply: Reply) -> None:
        self._render_marks()
        self.reply_changed.emit(reply)

    def _findings(self) -> tuple[Finding, ...]:
        if self._open is None:
            return ()
        reply = self._open.referral.reply
        return self._reply.findings() if reply is None else reply.reply.findings

    def _render_marks(self) -> None:
        findings = self._findings()
        self._pictures.show_findings(findings, self._chosen_finding)
        shown = None if self._shown is None else self._shown.attachment
        own = tuple(f for f in findings if f.attachment == shown)
        self._sounds.show_findings(own, self._chosen_finding)

    def _leave(self) -> None:
        self.flush()
        self.back_wanted.emit()


def _is_picture(attachment: Attachment) -> bool:
    return attachment.media_type.value.startswith("image/")


def _age(opened: OpenReferral) -> str:
    born = opened.referral.form.patient_birth_date
    if born is None:
        return ""
    today = datetime.now().astimezone().date()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return str(years)


def _stand_in(attachment: Attachment) -> QIcon:
    name = "speaker-high" if attachment.media_type.value.startswith("audio/") else "image"
    return theme.icon(name, "on_pill")


def _untinted(image: QImage) -> QIcon:
    """Make an icon that Qt does not tint when it is chosen: colours matter here."""
    pixmap = QPixmap.fromImage(image)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
